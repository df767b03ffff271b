package org.stalemate.shrinking;

import static org.stalemate.specification.processor.ControlBits.CR0_PE;
import static org.stalemate.specification.processor.ControlBits.CR0_PG;
import static org.stalemate.specification.processor.ControlBits.CR3_NO_FLUSH;
import static org.stalemate.specification.processor.ControlBits.CR4_LA57;
import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.EFER_LMA;
import static org.stalemate.specification.processor.ControlBits.EFER_LME;

import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/** Drops a step that sets a register or an entry, and lets the scenario start with it set. */
final class FoldIntoStart implements Simplification {
    private static final long LONG_MODE_CR0 = CR0_PE | CR0_PG;

    @Override
    public int places(Scenario scenario) {
        return scenario.steps().size();
    }

    @Override
    public @Nullable Scenario at(Scenario scenario, int place) {
        if (!(scenario.steps().get(place) instanceof Step.Instruction(int processor, Operation operation))) {
            return null;
        }
        Scenario without = Variants.withoutSteps(scenario, place, place + 1);
        if (operation instanceof Operation.StoreTableEntry(long table, int index, long value)) {
            return Variants.withEntry(without, table, index, value);
        }
        Registers registers = after(operation, scenario.start().processors().get(processor));
        return registers == null ? null : Variants.withRegisters(without, processor, registers);
    }

    /** {@return the registers as the operation leaves them, or null if it sets none or leaves 4-level paging} */
    private static @Nullable Registers after(Operation operation, Registers r) {
        return switch (operation) {
            case Operation.MovToCr3(long value) -> Variants.withCr3(r, value & ~CR3_NO_FLUSH);
            case Operation.MovToCr0(long value) ->
                (value & LONG_MODE_CR0) == LONG_MODE_CR0 && value >>> 32 == 0
                        ? new Registers(value, r.cr2(), r.cr3(), r.cr4(), r.efer(), r.state())
                        : null;
            case Operation.MovToCr4(long value) ->
                (value & (CR4_PAE | CR4_LA57)) == CR4_PAE && value >>> 32 == 0
                        ? new Registers(r.cr0(), r.cr2(), r.cr3(), value, r.efer(), r.state())
                        : null;
            case Operation.WrmsrEfer(long value) ->
                (value & EFER_LME) != 0
                        ? new Registers(r.cr0(), r.cr2(), r.cr3(), r.cr4(), value | EFER_LMA, r.state())
                        : null;
            case Operation.SetExecutionState(ExecutionState state) ->
                state.codeSegment() == CodeSegment.BITS_64
                        ? new Registers(r.cr0(), r.cr2(), r.cr3(), r.cr4(), r.efer(), state)
                        : null;
            case Operation.Access _,
                    Operation.StoreTableEntry _,
                    Operation.LoadTableEntry _,
                    Operation.ReadRegister _,
                    Operation.InvLpg _,
                    Operation.InvPcid _ -> null;
        };
    }
}
