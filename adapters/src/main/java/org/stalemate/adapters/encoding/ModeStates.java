package org.stalemate.adapters.encoding;

import java.util.Arrays;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.TssFormat;

/**
 * The paging modes that one logical processor may be in, at one time. Whether an instruction faults is not always known here; then the
 * processor may be in either state afterwards. Each state is a set of bits of the control registers.
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

    private final ExecutionState execution;
    private final boolean task16;
    private final int[] states;

    private final int modes;
    /** Bits that are set in every state. */
    private final int inAll;
    /** Bits that are set in some state. */
    private final int inSome;

    private ModeStates(ExecutionState execution, boolean task16, int... states) {
        this.execution = execution;
        this.task16 = task16;
        this.states = states;
        int all = -1;
        int some = 0;
        int possible = 0;
        for (int state : states) {
            all &= state;
            some |= state;
            possible |= mode(state);
        }
        inAll = all;
        inSome = some;
        modes = possible;
    }

    /** {@return the one state of a logical processor with such registers} */
    static ModeStates of(Registers registers) {
        boolean la57 = (registers.cr4() & 1 << 12) != 0;
        boolean pcide = (registers.cr4() & 1 << 17) != 0;
        int state = cr0Bits(registers.cr0())
                | ((registers.cr4() & 1 << 5) != 0 ? PAE : 0)
                | (la57 ? LA57 : 0)
                | (pcide ? PCIDE : 0)
                | ((registers.efer() & 1 << 8) != 0 ? LME : 0)
                | ((registers.efer() & 1 << 10) != 0 ? LMA : 0);
        return new ModeStates(registers.state(), false, state);
    }

    /** {@return the state after INIT, in real mode} */
    static ModeStates afterInit() {
        return new ModeStates(ExecutionState.REAL_MODE, false, 0);
    }

    private static int cr0Bits(long cr0) {
        return ((cr0 & 1) != 0 ? PE : 0) | ((cr0 & 1L << 31) != 0 ? PG : 0);
    }

    ExecutionState execution() {
        return execution;
    }

    ModeStates enter(ExecutionState state) {
        return new ModeStates(state, task16, states);
    }

    /** While a 16-bit TSS is in TR, processors differ in whether they enter long mode. */
    ModeStates loadTask(TssFormat format) {
        return new ModeStates(execution, task16 || format == TssFormat.BITS_16, states);
    }

    /** {@return what is so after bring-up from INIT; PCIDs may be in use} */
    ModeStates bringUp(boolean pcid) {
        return new ModeStates(ExecutionState.SUPERVISOR_64, task16, PE | PG | PAE | LME | LMA | (pcid ? PCIDE : 0));
    }

    /** {@return the paging modes, as bits of {@link Modes}} */
    int modes() {
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
        return (inAll & PE) == 0;
    }

    boolean mayBeProtected() {
        return (inSome & PE) != 0;
    }

    boolean mayBeOutsideLongMode() {
        return (inAll & LMA) == 0;
    }

    boolean mayBeInLongMode() {
        return (inSome & LMA) != 0;
    }

    /** {@return whether PCIDs are in use, as far as that is certain} */
    boolean usesPcids() {
        return (inAll & PCIDE) != 0;
    }

    private boolean is64Bit(int state) {
        return (state & LMA) != 0 && execution.codeSegment() == CodeSegment.BITS_64;
    }

    /** {@return whether addresses and operands have 64 bits, as far as that is certain} */
    boolean is64Bit() {
        return !mayBeOutsideLongMode() && execution.codeSegment() == CodeSegment.BITS_64;
    }

    /**
     * {@return what is so after an operation that may change the mode}
     *
     * @param cr4Bits bits that CR4 surely has
     * @param badPdptes whether what it may load into the PDPTE registers may be something that makes it fault
     */
    ModeStates execute(Operation operation, long cr4Bits, boolean badPdptes) {
        if (execution.cpl() != 0) {
            return this;
        }
        Successors after = new Successors();
        for (int state : states) {
            switch (operation) {
                case Operation.MovToCr0(var value) -> movToCr0(state, value, badPdptes, after);
                case Operation.MovToCr4(var value) -> movToCr4(state, value, cr4Bits, badPdptes, after);
                case Operation.WrmsrEfer(var value) -> wrmsrEfer(state, value, after);
                case Operation.Lmsw(var value) -> after.add(state | ((value & 1) != 0 ? PE : 0));
                default -> after.add(state);
            }
        }
        return new ModeStates(execution, task16, after.states());
    }

    private void movToCr0(int state, long value, boolean badPdptes, Successors after) {
        int bits = cr0Bits(value);
        boolean enables = (bits & PG) != 0 && (state & PG) == 0;
        boolean disables = (bits & PG) == 0 && (state & PG) != 0;
        boolean entersLongMode = enables && (state & LME) != 0;
        boolean faults = bits == PG
                || (disables && (is64Bit(state) || (state & PCIDE) != 0))
                || (entersLongMode && ((state & PAE) == 0 || execution.codeSegment() == CodeSegment.BITS_64));
        if (faults) {
            after.add(state);
            return;
        }
        boolean loadsPdptes = (bits & PG) != 0 && (state & PAE) != 0 && (state & LMA) == 0 && !entersLongMode;
        boolean mayFault = (loadsPdptes && badPdptes)
                || (entersLongMode && task16)
                || (value & CR0_CD_NW) == CR0_NW
                || (is64Bit(state) && (value & CR0_UPPER_HALF) != 0);
        if (mayFault) {
            after.add(state);
        }
        int written = (state & ~(PE | PG)) | bits;
        after.add(entersLongMode ? written | LMA : disables ? written & ~LMA : written);
    }

    private static void movToCr4(int state, long value, long cr4Bits, boolean badPdptes, Successors after) {
        int bits = ((value & 1 << 5) != 0 ? PAE : 0)
                | ((value & 1 << 12) != 0 ? LA57 : 0)
                | ((value & 1 << 17) != 0 ? PCIDE : 0);
        boolean longMode = (state & LMA) != 0;
        boolean faults =
                (longMode && ((bits & PAE) == 0 || ((bits ^ state) & LA57) != 0)) || (!longMode && (bits & PCIDE) != 0);
        if (!faults) {
            after.add((state & ~(PAE | LA57 | PCIDE)) | bits);
        }
        boolean mayFault = (value & ~cr4Bits) != 0
                || ((bits & ~state) & (PCIDE | LA57)) != 0
                || ((state & PG) != 0 && !longMode && (bits & PAE) != 0 && badPdptes);
        if (faults || mayFault) {
            after.add(state);
        }
    }

    private static void wrmsrEfer(int state, long value, Successors after) {
        boolean lme = (value & 1 << 8) != 0;
        boolean changes = lme != ((state & LME) != 0);
        if (changes && (state & PG) != 0) {
            after.add(state);
            return;
        }
        if ((value & ~EFER_KNOWN) != 0 || (value & 1 << 10) != 0 != ((state & LMA) != 0)) {
            after.add(state);
        }
        after.add(lme ? state | LME : state & ~LME);
    }

    /** The states after an operation, each once. */
    private static final class Successors {
        private int[] states = new int[4];
        private int count;

        void add(int state) {
            for (int i = 0; i < count; i++) {
                if (states[i] == state) {
                    return;
                }
            }
            if (count == states.length) {
                states = Arrays.copyOf(states, 2 * count);
            }
            states[count++] = state;
        }

        int[] states() {
            return Arrays.copyOf(states, count);
        }
    }
}
