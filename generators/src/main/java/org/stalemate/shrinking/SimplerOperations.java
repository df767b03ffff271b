package org.stalemate.shrinking;

import static org.stalemate.specification.processor.ControlBits.CR3_NO_FLUSH;
import static org.stalemate.specification.processor.ControlBits.CR3_PCID;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.stalemate.generators.Address;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TssFormat;

/** Replaces one step by one that does less or has plainer operands. */
final class SimplerOperations implements Simplification {
    private static final long PAGE = -0x1000L;

    /** At least as many as any step has. */
    private static final int VARIANTS = 64;

    @Override
    public int places(Scenario scenario) {
        return scenario.steps().size() * VARIANTS;
    }

    @Override
    public @Nullable Scenario at(Scenario scenario, int place) {
        int index = place / VARIANTS;
        Step step = scenario.steps().get(index);
        List<Step> variants = variants(step, scenario);
        int variant = place % VARIANTS;
        return variant < variants.size() ? Variants.withStep(scenario, index, variants.get(variant)) : null;
    }

    private static List<Step> variants(Step step, Scenario scenario) {
        Registers start = scenario.start().processors().get(step.processor());
        long startRoot = PagingEntry.frame(start.cr3());
        return switch (step) {
            case Step.Instruction(int processor, Operation operation) -> {
                List<Step> variants = new ArrayList<>();
                for (Operation simpler : simpler(operation, scenario, start)) {
                    variants.add(new Step.Instruction(processor, simpler));
                }
                yield variants;
            }
            case Step.Reset(int processor) -> List.of(new Step.Init(processor));
            case Step.InitAndBringUp(int processor, long root, int pcid) ->
                List.of(
                        new Step.InitAndBringUp(processor, startRoot & 0xF_FFFF, 0),
                        new Step.InitAndBringUp(processor, root, 0),
                        new Step.InitAndBringUp(processor, startRoot & 0xF_FFFF, pcid));
            case Step.Init _, Step.Smi _ -> List.of();
        };
    }

    private static List<Operation> simpler(Operation operation, Scenario scenario, Registers start) {
        PagingMode mode = ModesVisited.mode(start);
        return switch (operation) {
            case Operation.Access access -> List.copyOf(simpler(access));
            case Operation.Emulated(Operation.Access access) -> simplerEmulated(access);
            case Operation.SplitLoad(long address) -> loads(address);
            case Operation.SplitStore(long address, long value) -> splitStores(address, value);
            case Operation.StoreTableEntry(long table, int index, long value) ->
                List.of(
                        new Operation.StoreTableEntry(table, index, 0),
                        new Operation.StoreTableEntry(table, index, value & ~PagingEntry.PRESENT));
            case Operation.StoreTableHalf half -> halves(half, scenario);
            case Operation.MovToCr3(long value) -> cr3Loads(value, start.cr3());
            case Operation.TaskSwitch(int cr3) -> taskSwitches(cr3, (int) start.cr3());
            case Operation.LoadTaskRegister _ -> List.of(new Operation.LoadTaskRegister(TssFormat.BITS_32));
            case Operation.InvLpg(long address) -> List.of(new Operation.InvLpg(address & PAGE));
            case Operation.InvPcid invPcid -> invPcids(invPcid);
            case Operation.SetExecutionState(ExecutionState state) ->
                states(state, NormalForm.state(mode).codeSegment());
            case Operation.MovToCr0(long value) -> bitByBit(value, NormalForm.cr0(mode), Operation.MovToCr0::new);
            case Operation.MovToCr4(long value) -> bitByBit(value, NormalForm.cr4(mode), Operation.MovToCr4::new);
            case Operation.WrmsrEfer(long value) -> bitByBit(value, NormalForm.efer(mode), Operation.WrmsrEfer::new);
            case Operation.WrPkru(int value) ->
                bitByBit(value & 0xFFFF_FFFFL, 0, rights -> new Operation.WrPkru((int) rights));
            case Operation.WrmsrPkrs(long value) -> bitByBit(value, 0, Operation.WrmsrPkrs::new);
            case Operation.Lmsw(int value) -> bitByBit(value & 0xFFFF_FFFFL, 1, bits -> new Operation.Lmsw((int) bits));
            case Operation.LoadTableEntry _, Operation.ReadRegister _, Operation.WrmsrMtrr _ -> List.of();
        };
    }

    /** An access that asks for less, or is made to the first word of the page. */
    private static List<Operation.Access> simpler(Operation.Access access) {
        return switch (access) {
            case Operation.Load(long address) -> List.of(new Operation.Load(address & PAGE));
            case Operation.ImplicitLoad(long address) ->
                List.of(new Operation.Load(address), new Operation.ImplicitLoad(address & PAGE));
            case Operation.Store(long address, long value) ->
                List.of(new Operation.Load(address), new Operation.Store(address & PAGE, value));
            case Operation.Exchange(long address, long value) ->
                List.of(
                        new Operation.Load(address),
                        new Operation.Store(address, value),
                        new Operation.Exchange(address & PAGE, value));
            case Operation.Fetch(long address) ->
                List.of(new Operation.Load(address), new Operation.Fetch(address & PAGE));
        };
    }

    /** Of one of the two pages that an access crosses. */
    private static List<Operation> loads(long address) {
        return List.of(new Operation.Load(address & PAGE), new Operation.Load(secondPage(address)));
    }

    private static List<Operation> splitStores(long address, long value) {
        List<Operation> variants = new ArrayList<>(loads(address));
        variants.add(new Operation.Store(address & PAGE, value));
        variants.add(new Operation.Store(secondPage(address), value));
        variants.add(new Operation.SplitLoad(address));
        return variants;
    }

    private static long secondPage(long address) {
        return (address & PAGE) + 0x1000;
    }

    /** The processor's own access rather than the hypervisor's, or a simpler one of the hypervisor's. */
    private static List<Operation> simplerEmulated(Operation.Access access) {
        List<Operation> variants = new ArrayList<>();
        variants.add(access);
        for (Operation.Access own : simpler(access)) {
            variants.add(own);
            variants.add(new Operation.Emulated(own));
        }
        return variants;
    }

    /** The whole word, with the other half as the start lists it, rather than one half. */
    private static List<Operation> halves(Operation.StoreTableHalf store, Scenario scenario) {
        long table = store.table();
        int half = store.half();
        long word = FoldIntoStart.listed(scenario, table, half >> 1);
        return List.of(
                new Operation.StoreTableEntry(table, half >> 1, Address.withHalf(word, half * 4L, store.value())),
                new Operation.StoreTableEntry(table, half >> 1, Address.withHalf(0, half * 4L, store.value())),
                new Operation.StoreTableHalf(table, half, 0),
                new Operation.StoreTableHalf(table, half, store.value() & ~1));
    }

    private static List<Operation> cr3Loads(long value, long start) {
        long flags = value & ~PagingEntry.ADDRESS;
        return List.of(
                new Operation.MovToCr3(start | (value & CR3_NO_FLUSH)),
                new Operation.MovToCr3(flags | (start & PagingEntry.ADDRESS)),
                new Operation.MovToCr3((value & ~CR3_PCID) | (start & CR3_PCID)),
                new Operation.MovToCr3(value & ~CR3_PCID),
                new Operation.MovToCr3(value | CR3_NO_FLUSH));
    }

    private static List<Operation> taskSwitches(int value, int start) {
        return List.of(
                new Operation.MovToCr3(Integer.toUnsignedLong(value)),
                new Operation.TaskSwitch(start),
                new Operation.TaskSwitch(value & ~0xFFF));
    }

    private static List<Operation> invPcids(Operation.InvPcid invPcid) {
        long type = invPcid.type();
        long descriptor = invPcid.descriptor();
        long address = invPcid.address();
        return List.of(
                new Operation.InvLpg(address),
                new Operation.InvPcid(0, descriptor, address & PAGE),
                new Operation.InvPcid(1, descriptor, 0),
                new Operation.InvPcid(3, 0, 0),
                new Operation.InvPcid(type, descriptor, 0),
                new Operation.InvPcid(type, descriptor & CR3_PCID, address),
                new Operation.InvPcid(type, descriptor & ~CR3_PCID, address),
                new Operation.InvPcid(type, descriptor, address & PAGE),
                new Operation.InvPcid(4, descriptor, address));
    }

    private static List<Operation> states(ExecutionState state, CodeSegment usual) {
        return List.of(
                new Operation.SetExecutionState(new ExecutionState(state.cpl(), false, usual)),
                new Operation.SetExecutionState(new ExecutionState(state.cpl(), false, state.codeSegment())),
                new Operation.SetExecutionState(new ExecutionState(state.cpl(), state.ac(), usual)),
                new Operation.SetExecutionState(new ExecutionState(3, state.ac(), state.codeSegment())),
                new Operation.SetExecutionState(new ExecutionState(0, state.ac(), state.codeSegment())));
    }

    /** {@return the operation with one bit of its operand as the normal form has it, for each that differs} */
    private static List<Operation> bitByBit(long value, long normal, LongFunction<Operation> operation) {
        List<Operation> variants = new ArrayList<>();
        for (long left = value ^ normal; left != 0; left &= left - 1) {
            variants.add(operation.apply(PlainRegisters.taken(value, normal, Long.lowestOneBit(left))));
        }
        return variants;
    }
}
