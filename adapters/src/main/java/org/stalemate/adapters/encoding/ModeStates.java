package org.stalemate.adapters.encoding;

import java.util.Arrays;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.TssFormat;

/**
 * The paging modes that one logical processor may be in. Whether an instruction faults is not always known here; then the processor
 * may be in either state afterwards. Each state is a set of bits of the control registers.
 */
final class ModeStates {
    private static final int PE = 1;
    private static final int PG = 1 << 1;
    private static final int PAE = 1 << 2;
    private static final int LME = 1 << 3;
    private static final int LMA = 1 << 4;
    private static final int LA57 = 1 << 5;
    private static final int PCIDE = 1 << 6;

    private static final long CR0_UPPER_HALF = ~0xFFFF_FFFFL;
    private static final long CR0_CD_NW = 3L << 29;
    private static final long CR0_NW = 1L << 29;
    private static final long EFER_KNOWN = 1 | 1 << 8 | 1 << 10 | 1 << 11;

    private int[] states = new int[8];
    private int count;
    private int[] next = new int[16];
    private int nextCount;
    private boolean task16;
    private boolean mayFailToLoad;
    private ExecutionState execution = ExecutionState.SUPERVISOR_64;

    void reset(Registers registers) {
        execution = registers.state();
        task16 = false;
        boolean la57 = (registers.cr4() & 1 << 12) != 0;
        boolean pcide = (registers.cr4() & 1 << 17) != 0;
        count = 1;
        states[0] = cr0Bits(registers.cr0())
                | ((registers.cr4() & 1 << 5) != 0 ? PAE : 0)
                | (la57 ? LA57 : 0)
                | (pcide ? PCIDE : 0)
                | ((registers.efer() & 1 << 8) != 0 ? LME : 0)
                | ((registers.efer() & 1 << 10) != 0 ? LMA : 0);
    }

    private static int cr0Bits(long cr0) {
        return ((cr0 & 1) != 0 ? PE : 0) | ((cr0 & 1L << 31) != 0 ? PG : 0);
    }

    ExecutionState execution() {
        return execution;
    }

    void enter(ExecutionState state) {
        execution = state;
    }

    /** While a 16-bit TSS is in TR, processors differ in whether they enter long mode. */
    void loadTask(TssFormat format) {
        task16 |= format == TssFormat.BITS_16;
    }

    /** After INIT, in real mode. */
    void init() {
        task16 = false;
        execution = ExecutionState.REAL_MODE;
        count = 1;
        states[0] = 0;
    }

    /** As after bring-up from INIT; PCIDs may be in use. */
    void bringUp(boolean pcid) {
        execution = ExecutionState.SUPERVISOR_64;
        count = 1;
        states[0] = PE | PG | PAE | LME | LMA | (pcid ? PCIDE : 0);
    }

    /** {@return the paging modes, as bits of {@link Modes}} */
    int modes() {
        int modes = 0;
        for (int i = 0; i < count; i++) {
            modes |= mode(states[i]);
        }
        return modes;
    }

    private static int mode(int state) {
        if ((state & PG) == 0) {
            return Modes.NONE;
        }
        if ((state & LMA) != 0) {
            return (state & LA57) != 0 ? Modes.LEVEL_5 : Modes.LEVEL_4;
        }
        return (state & PAE) != 0 ? Modes.PAE : Modes.BITS_32;
    }

    /** {@return whether protection may be off} */
    boolean mayBeReal() {
        return some(PE, 0);
    }

    boolean mayBeProtected() {
        return some(PE, PE);
    }

    boolean mayBeOutsideLongMode() {
        return some(LMA, 0);
    }

    boolean mayBeInLongMode() {
        return some(LMA, LMA);
    }

    /** {@return whether PCIDs are in use, as far as that is certain} */
    boolean usesPcids() {
        return !some(PCIDE, 0);
    }

    private boolean some(int mask, int value) {
        for (int i = 0; i < count; i++) {
            if ((states[i] & mask) == value) {
                return true;
            }
        }
        return false;
    }

    private boolean is64Bit(int state) {
        return (state & LMA) != 0 && execution.codeSegment() == CodeSegment.BITS_64;
    }

    /** {@return whether addresses and operands have 64 bits, as far as that is certain} */
    boolean is64Bit() {
        return !mayBeOutsideLongMode() && execution.codeSegment() == CodeSegment.BITS_64;
    }

    /**
     * Takes note of an operation that may change the mode.
     *
     * @param badPdptes whether what it may load into the PDPTE registers may be something that makes it fault
     */
    void execute(Operation operation, boolean badPdptes) {
        mayFailToLoad = badPdptes;
        nextCount = 0;
        for (int i = 0; i < count; i++) {
            int state = states[i];
            if (execution.cpl() != 0) {
                add(state);
            } else {
                switch (operation) {
                    case Operation.MovToCr0(var value) -> movToCr0(state, value);
                    case Operation.MovToCr4(var value) -> movToCr4(state, value);
                    case Operation.WrmsrEfer(var value) -> wrmsrEfer(state, value);
                    case Operation.Lmsw(var value) -> add(state | ((value & 1) != 0 ? PE : 0));
                    default -> add(state);
                }
            }
        }
        int[] swap = states;
        states = next;
        next = swap;
        count = nextCount;
    }

    private void movToCr0(int state, long value) {
        int bits = cr0Bits(value);
        boolean enables = (bits & PG) != 0 && (state & PG) == 0;
        boolean disables = (bits & PG) == 0 && (state & PG) != 0;
        boolean entersLongMode = enables && (state & LME) != 0;
        boolean faults = bits == PG
                || (disables && (is64Bit(state) || (state & PCIDE) != 0))
                || (entersLongMode && ((state & PAE) == 0 || execution.codeSegment() == CodeSegment.BITS_64));
        if (faults) {
            add(state);
            return;
        }
        boolean loadsPdptes = (bits & PG) != 0 && (state & PAE) != 0 && (state & LMA) == 0 && !entersLongMode;
        boolean mayFault = (loadsPdptes && mayFailToLoad)
                || (entersLongMode && task16)
                || (value & CR0_CD_NW) == CR0_NW
                || (is64Bit(state) && (value & CR0_UPPER_HALF) != 0);
        if (mayFault) {
            add(state);
        }
        int after = (state & ~(PE | PG)) | bits;
        add(entersLongMode ? after | LMA : disables ? after & ~LMA : after);
    }

    private void movToCr4(int state, long value) {
        int bits = ((value & 1 << 5) != 0 ? PAE : 0)
                | ((value & 1 << 12) != 0 ? LA57 : 0)
                | ((value & 1 << 17) != 0 ? PCIDE : 0);
        boolean longMode = (state & LMA) != 0;
        boolean faults =
                (longMode && ((bits & PAE) == 0 || ((bits ^ state) & LA57) != 0)) || (!longMode && (bits & PCIDE) != 0);
        if (!faults) {
            add((state & ~(PAE | LA57 | PCIDE)) | bits);
        }
        boolean mayFault = (value & ~0x7FFL & ~(1L << 12 | 1L << 17 | 1L << 20 | 1L << 21 | 1L << 22 | 1L << 24)) != 0
                || ((bits & ~state) & (PCIDE | LA57)) != 0
                || ((state & PG) != 0 && !longMode && (bits & PAE) != 0 && mayFailToLoad);
        if (faults || mayFault) {
            add(state);
        }
    }

    private void wrmsrEfer(int state, long value) {
        boolean lme = (value & 1 << 8) != 0;
        boolean changes = lme != ((state & LME) != 0);
        if (changes && (state & PG) != 0) {
            add(state);
            return;
        }
        if ((value & ~EFER_KNOWN) != 0 || (value & 1 << 10) != 0 != ((state & LMA) != 0)) {
            add(state);
        }
        add(lme ? state | LME : state & ~LME);
    }

    private void add(int state) {
        for (int i = 0; i < nextCount; i++) {
            if (next[i] == state) {
                return;
            }
        }
        if (nextCount == next.length) {
            next = Arrays.copyOf(next, 2 * nextCount);
        }
        next[nextCount++] = state;
    }
}
