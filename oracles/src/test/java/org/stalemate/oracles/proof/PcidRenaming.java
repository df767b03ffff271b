package org.stalemate.oracles.proof;

import java.util.List;
import java.util.Map;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** Renames the PCIDs of a world, wherever a register or an operand holds one. */
final class PcidRenaming {
    private PcidRenaming() {}

    static World of(World world, Map<Integer, Integer> names) {
        Start start = world.start();
        List<Registers> processors = start.processors().stream()
                .map(registers -> new Registers(
                        registers.cr0(),
                        registers.cr2(),
                        inCr3(registers.cr3(), names),
                        registers.cr4(),
                        registers.efer(),
                        registers.state()))
                .toList();
        return new World(
                world.name(),
                new Start(start.platform(), start.tables(), processors),
                world.pages(),
                world.alphabet().stream().map(step -> of(step, names)).toList());
    }

    private static Step of(Step step, Map<Integer, Integer> names) {
        return switch (step) {
            case Step.InitAndBringUp(int processor, long root, int pcid) ->
                new Step.InitAndBringUp(processor, root, names.getOrDefault(pcid, pcid));
            case Step.Instruction(int processor, Operation operation) ->
                new Step.Instruction(processor, of(operation, names));
            default -> step;
        };
    }

    private static Operation of(Operation operation, Map<Integer, Integer> names) {
        return switch (operation) {
            case Operation.MovToCr3(long value) -> new Operation.MovToCr3(inCr3(value, names));
            case Operation.InvPcid(long type, long descriptor, long address) ->
                new Operation.InvPcid(type, inCr3(descriptor, names), address);
            default -> operation;
        };
    }

    static Outcome of(Step step, Outcome outcome, Map<Integer, Integer> names) {
        boolean readsCr3 = step instanceof Step.Instruction(var _, Operation.ReadRegister(var register))
                && register == Register.CR3;
        return readsCr3 && outcome instanceof Outcome.RegisterValue(long value)
                ? new Outcome.RegisterValue(inCr3(value, names))
                : outcome;
    }

    private static long inCr3(long value, Map<Integer, Integer> names) {
        int pcid = (int) value & 0xFFF;
        return (value & ~0xFFFL) | names.getOrDefault(pcid, pcid);
    }
}
