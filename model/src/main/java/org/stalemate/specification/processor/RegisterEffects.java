package org.stalemate.specification.processor;

import static org.stalemate.specification.processor.ControlBits.*;
import static org.stalemate.vocabulary.Rule.EN_CR0_PG_LMA;
import static org.stalemate.vocabulary.Rule.EN_CR3_32;
import static org.stalemate.vocabulary.Rule.EN_CR3_63_PCIDE1;
import static org.stalemate.vocabulary.Rule.EN_EFER_LMA;
import static org.stalemate.vocabulary.Rule.INIT_CR0;
import static org.stalemate.vocabulary.Rule.INIT_CR234;
import static org.stalemate.vocabulary.Rule.INIT_EFER;
import static org.stalemate.vocabulary.Rule.RESET_MODE;

import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearAddress;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;

/** What a legal instruction, INIT or RESET does to the registers (rules, sections B and G). */
public final class RegisterEffects {
    private final Decisions decisions;

    public RegisterEffects(Decisions decisions) {
        this.decisions = decisions;
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
            case Operation.MovToCr4(long value) -> registers.cr4(operand(value, registers));
            case Operation.WrmsrEfer(long value) -> wrmsrEfer(value, registers);
            case Operation.SetExecutionState(ExecutionState state) -> registers.state(state);
            case Operation.Access _,
                    Operation.StoreTableEntry _,
                    Operation.LoadTableEntry _,
                    Operation.ReadRegister _,
                    Operation.InvLpg _,
                    Operation.InvPcid _ -> {}
            default -> throw new IllegalStateException("PLACEHOLDER");
        }
    }

    private void movToCr0(long value, RegisterFile registers) {
        boolean wasOn = registers.pagingIsOn();
        registers.cr0((value & CR0_KEPT) | CR0_ET);
        boolean isOn = registers.pagingIsOn();
        if (wasOn == isOn || !decisions.keeps(EN_CR0_PG_LMA)) {
            return;
        }
        long lma = isOn && (registers.efer() & EFER_LME) != 0 ? EFER_LMA : 0;
        registers.efer((registers.efer() & ~EFER_LMA) | lma);
    }

    private void movToCr3(long value, RegisterFile registers) {
        registers.cr3(decisions.keeps(EN_CR3_63_PCIDE1) ? value & ~CR3_NO_FLUSH : value);
    }

    private void wrmsrEfer(long value, RegisterFile registers) {
        long lma = (decisions.keeps(EN_EFER_LMA) ? registers.efer() : value) & EFER_LMA;
        registers.efer((value & ~EFER_LMA) | lma);
    }

    /** INIT: paging off, CD and NW kept (INIT-CR0, INIT-CR234, INIT-EFER). */
    public void init(RegisterFile registers) {
        long kept = decisions.keeps(INIT_CR0) ? registers.cr0() & (CR0_CD | CR0_NW) : CR0_CD | CR0_NW;
        restart(kept, registers);
    }

    /** RESET: paging off, CD and NW set. */
    public void reset(RegisterFile registers) {
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
        registers.state(ExecutionState.REAL_MODE);
    }
}
