package org.stalemate.specification.processor;

import static org.stalemate.specification.processor.ControlBits.*;
import static org.stalemate.vocabulary.Rule.C_PDPTEREG;
import static org.stalemate.vocabulary.Rule.EN_CR0_LMSW;
import static org.stalemate.vocabulary.Rule.EN_CR0_PG_LMA;
import static org.stalemate.vocabulary.Rule.EN_CR3_32;
import static org.stalemate.vocabulary.Rule.EN_CR3_63_PCIDE1;
import static org.stalemate.vocabulary.Rule.EN_EFER_LMA;
import static org.stalemate.vocabulary.Rule.INIT_CR0;
import static org.stalemate.vocabulary.Rule.INIT_CR234;
import static org.stalemate.vocabulary.Rule.INIT_EFER;
import static org.stalemate.vocabulary.Rule.INIT_PKRU;
import static org.stalemate.vocabulary.Rule.RESET_MODE;

import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearAddress;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.TssFormat;

/** What a legal instruction, INIT, RESET or SMI does to the registers (rules, sections B and G). */
public final class RegisterEffects {
    private final Decisions decisions;
    private final PdpteLoading pdptes;

    public RegisterEffects(Decisions decisions, PdpteLoading pdptes) {
        this.decisions = decisions;
        this.pdptes = pdptes;
    }

    /** {@return what the processor sees of a register operand: all of it in 64-bit mode, else bits 31:0} */
    public static long operand(long value, RegisterFile registers) {
        return registers.in64BitMode() ? value : LinearAddress.truncated(value);
    }

    /** Changes the registers as the instruction, which must be legal, does. Most operations change none. */
    public void apply(Operation operation, RegisterFile registers) {
        switch (operation) {
            case Operation.MovToCr0(long value) -> movToCr0(operand(value, registers), registers);
            case Operation.MovToCr3(long value) ->
                movToCr3(decisions.keeps(EN_CR3_32) ? operand(value, registers) : value, registers);
            case Operation.MovToCr4(long value) -> movToCr4(operand(value, registers), registers);
            case Operation.Lmsw(int value) -> lmsw(value, registers);
            case Operation.WrmsrEfer(long value) -> wrmsrEfer(value, registers);
            case Operation.WrPkru(int value) -> registers.pkru(value);
            case Operation.WrmsrPkrs(long value) -> registers.pkrs((int) value);
            case Operation.InvLpg _, Operation.InvPcid _ -> invalidate(registers);
            case Operation.TaskSwitch(int cr3) -> taskSwitch(Integer.toUnsignedLong(cr3), registers);
            case Operation.LoadTaskRegister(TssFormat format) -> registers.taskRegister(format);
            case Operation.SetExecutionState(ExecutionState state) -> registers.state(state);
            case Operation.Access _,
                    Operation.SplitAccess _,
                    Operation.Emulated _,
                    Operation.StoreTableEntry _,
                    Operation.StoreTableHalf _,
                    Operation.LoadTableEntry _,
                    Operation.ReadRegister _,
                    Operation.WrmsrMtrr _ -> {}
        }
    }

    private void movToCr0(long value, RegisterFile registers) {
        boolean wasOn = registers.pagingIsOn();
        long changed = registers.cr0() ^ value;
        registers.cr0((value & CR0_KEPT) | CR0_ET);
        boolean isOn = registers.pagingIsOn();
        if (wasOn != isOn && decisions.keeps(EN_CR0_PG_LMA)) {
            long lma = isOn && (registers.efer() & EFER_LME) != 0 ? EFER_LMA : 0;
            registers.efer((registers.efer() & ~EFER_LMA) | lma);
        }
        pdptes.load(pdptes.byCr0(changed, registers.mode()), registers);
    }

    /** PE can be set and not cleared; PG, CD and NW are out of reach, so no PDPTE is loaded (EN-CR0-LMSW). */
    private void lmsw(int value, RegisterFile registers) {
        long kept = registers.cr0() & ~CR0_LMSW;
        long pe = decisions.keeps(EN_CR0_LMSW) ? registers.cr0() & CR0_PE : 0;
        registers.cr0(kept | (value & CR0_LMSW) | pe);
    }

    private void movToCr3(long value, RegisterFile registers) {
        registers.cr3(decisions.keeps(EN_CR3_63_PCIDE1) ? value & ~CR3_NO_FLUSH : value);
        pdptes.load(pdptes.byCr3(registers.mode()), registers);
    }

    /** With PE=0 a far jump; with paging off the TSS is taken to hold the CR3 that there is, as the manuals do not say. */
    private void taskSwitch(long value, RegisterFile registers) {
        if (!registers.protectionIsOn()) {
            return;
        }
        registers.cr0(registers.cr0() | CR0_TS);
        registers.taskRegister(TssFormat.BITS_32);
        if (registers.pagingIsOn()) {
            boolean changes = registers.cr3() != value;
            registers.cr3(value);
            pdptes.load(pdptes.byTask(changes, registers.mode()), registers);
        }
    }

    /** SMI and RSM: what was saved is restored, but for the PDPTE registers, which RSM may load from memory. */
    public void smi(RegisterFile registers) {
        pdptes.load(pdptes.bySmi(registers), registers);
    }

    private void movToCr4(long value, RegisterFile registers) {
        long changed = registers.cr4() ^ value;
        registers.cr4(value);
        pdptes.load(pdptes.byCr4(changed, registers.mode()), registers);
    }

    /** An invalidation leaves the PDPTE registers alone (C-PDPTEREG). */
    private void invalidate(RegisterFile registers) {
        if (!decisions.keeps(C_PDPTEREG) && registers.mode() == PagingMode.PAE) {
            pdptes.load(PdpteLoading.Extent.ALL, registers);
        }
    }

    private void wrmsrEfer(long value, RegisterFile registers) {
        long lma = (decisions.keeps(EN_EFER_LMA) ? registers.efer() : value) & EFER_LMA;
        registers.efer((value & ~EFER_LMA) | lma);
    }

    /** INIT: paging off, CD and NW kept, PKRU and PKRS unchanged (INIT-CR0, INIT-CR234, INIT-EFER, INIT-PKRU). */
    public void init(RegisterFile registers) {
        long kept = decisions.keeps(INIT_CR0) ? registers.cr0() & (CR0_CD | CR0_NW) : CR0_CD | CR0_NW;
        restart(kept, registers);
        if (!decisions.keeps(INIT_PKRU)) {
            registers.pkru(0);
            registers.pkrs(0);
        }
    }

    /** RESET: paging off, CD and NW set, PKRU and PKRS zero. */
    public void reset(RegisterFile registers) {
        registers.pkru(0);
        registers.pkrs(0);
        restart(CR0_CD | CR0_NW, registers);
    }

    private void restart(long cacheBits, RegisterFile registers) {
        if (!decisions.keeps(RESET_MODE)) {
            return;
        }
        registers.cr0(CR0_ET | cacheBits);
        if (decisions.keeps(INIT_CR234)) {
            registers.cr2(0);
            registers.cr3(0);
            registers.cr4(0);
        }
        if (decisions.keeps(INIT_EFER)) {
            registers.efer(0);
        }
        registers.taskRegister(TssFormat.BITS_32);
        registers.state(ExecutionState.REAL_MODE);
    }
}
