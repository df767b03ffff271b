package org.stalemate.shrinking;

import static org.stalemate.specification.processor.ControlBits.CR0_ET;
import static org.stalemate.specification.processor.ControlBits.CR0_PG;
import static org.stalemate.specification.processor.ControlBits.CR3_NO_FLUSH;
import static org.stalemate.specification.processor.ControlBits.EFER_LMA;
import static org.stalemate.specification.processor.ControlBits.EFER_LME;

import org.jspecify.annotations.Nullable;
import org.stalemate.generators.Address;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/** Drops a step that sets a register or an entry, and lets the scenario start with it set. */
final class FoldIntoStart implements Simplification {
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
        if (operation instanceof Operation.StoreTableHalf(long table, int half, int value)) {
            long word = Address.withHalf(listed(scenario, table, half >> 1), half * 4L, value);
            return Variants.withEntry(without, table, half >> 1, word);
        }
        Registers registers = after(operation, scenario.start().processors().get(processor));
        return registers == null ? null : Variants.withRegisters(without, processor, registers);
    }

    /** {@return what the start lists for a word, 0 where it lists nothing} */
    static long listed(Scenario scenario, long frame, int index) {
        for (TableFrame table : scenario.start().tables()) {
            if (table.frame() == frame) {
                return table.entries().getOrDefault(index, 0L);
            }
        }
        return 0;
    }

    /** {@return the registers as the operation leaves them, or null if it sets none; a start that no processor has is refused later} */
    private static @Nullable Registers after(Operation operation, Registers r) {
        return switch (operation) {
            case Operation.MovToCr3(long value) -> Variants.withCr3(r, value & ~CR3_NO_FLUSH);
            case Operation.TaskSwitch(int cr3) -> Variants.withCr3(r, Integer.toUnsignedLong(cr3));
            case Operation.MovToCr0(long value) -> withLma(Variants.withCr0(r, value | CR0_ET));
            case Operation.MovToCr4(long value) -> Variants.withCr4(r, value);
            case Operation.WrmsrEfer(long value) -> withLma(Variants.withEfer(r, value));
            case Operation.Lmsw(int value) -> Variants.withCr0(r, (r.cr0() & ~0xEL) | (value & 0xF));
            case Operation.WrPkru(int value) -> Variants.withKeyRights(r, value, r.pkrs());
            case Operation.WrmsrPkrs(long value) -> Variants.withKeyRights(r, r.pkru(), (int) value);
            case Operation.SetExecutionState(ExecutionState state) -> Variants.withState(r, state);
            case Operation.Access _,
                    Operation.SplitAccess _,
                    Operation.Emulated _,
                    Operation.StoreTableEntry _,
                    Operation.StoreTableHalf _,
                    Operation.LoadTableEntry _,
                    Operation.ReadRegister _,
                    Operation.WrmsrMtrr _,
                    Operation.LoadTaskRegister _,
                    Operation.InvLpg _,
                    Operation.InvPcid _ -> null;
        };
    }

    /** EFER.LMA is what CR0.PG and EFER.LME make of it. */
    private static Registers withLma(Registers r) {
        boolean longMode = (r.cr0() & CR0_PG) != 0 && (r.efer() & EFER_LME) != 0;
        return Variants.withEfer(r, longMode ? r.efer() | EFER_LMA : r.efer() & ~EFER_LMA);
    }
}
