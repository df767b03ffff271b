package org.stalemate.oracles.reference;

import java.util.Arrays;
import org.stalemate.oracles.reference.Effect.PdpteLoad;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** A {@link LawfulProcessor} under way in one scenario. */
final class LawfulRun {
    private final Architecture architecture;
    private final ControlInstructions control;
    private final MutableMemory memory;
    private final Habits habits;
    private final Dice dice;
    private final LogicalProcessor[] processors;
    private long[] accessedPages = new long[8];
    private int accessedPageCount;

    LawfulRun(Start start, MutableMemory memory, Habits habits, Dice dice) {
        this.architecture = new Architecture(start.platform());
        this.control = new ControlInstructions(architecture);
        this.memory = memory;
        this.habits = habits;
        this.dice = dice;
        memory.reset(start);
        processors = new LogicalProcessor[start.processors().size()];
        for (int number = 0; number < processors.length; number++) {
            RegisterFile registers = new RegisterFile(start.processors().get(number));
            processors[number] = new LogicalProcessor(number, registers, architecture, memory, habits, dice);
        }
    }

    Outcome execute(Step step) {
        for (LogicalProcessor processor : processors) {
            processor.idle(accessedPageCount == 0 ? 0 : accessedPages[dice.below(accessedPageCount)]);
        }
        LogicalProcessor processor = processors[step.processor()];
        return switch (step) {
            case Step.Instruction(var _, Operation operation) -> execute(processor, operation);
            case Step.Init _ -> init(processor);
            case Step.Reset _ -> {
                processor.registers.reset();
                processor.invalidate(Invalidation.Everything.INSTANCE); // RESET-TLB
                yield Outcome.Done.INSTANCE;
            }
            case Step.Smi _ -> {
                processor.invalidate(Invalidation.Everything.INSTANCE); // TLB-SMM
                processor.mayReloadPdptes();
                yield Outcome.Done.INSTANCE;
            }
            case Step.InitAndBringUp bringUp -> {
                init(processor);
                for (Operation operation : BringUp.instructions(bringUp, architecture)) {
                    execute(processor, operation);
                }
                yield Outcome.Done.INSTANCE;
            }
        };
    }

    private static Outcome init(LogicalProcessor processor) {
        processor.registers.init();
        processor.invalidate(Invalidation.Everything.INSTANCE); // INIT-TLB
        return Outcome.Done.INSTANCE;
    }

    private Outcome execute(LogicalProcessor processor, Operation operation) {
        return switch (operation) {
            case Operation.Emulated(Operation.Access access) -> execute(processor, access);
            case Operation.Access access -> {
                remember(RegisterFile.page(processor.registers.linear(access.address())));
                yield processor.access(access);
            }
            case Operation.SplitAccess access -> {
                remember(RegisterFile.page(processor.registers.linear(access.address())));
                remember(RegisterFile.page(processor.registers.linear(access.address() + 4)));
                yield processor.access(access);
            }
            case Operation.StoreTableEntry(long table, int index, long value) -> {
                memory.write((table << 12) | ((long) index << 3), value);
                yield new Outcome.Stored(table);
            }
            case Operation.StoreTableHalf(long table, int half, int value) -> {
                memory.writeHalf((table << 12) | ((long) half << 2), value);
                yield new Outcome.Stored(table);
            }
            case Operation.LoadTableEntry(long table, int index) ->
                new Outcome.Loaded(memory.read((table << 12) | ((long) index << 3)), table);
            default -> control(processor, operation);
        };
    }

    private Outcome control(LogicalProcessor processor, Operation operation) {
        boolean refuse = dice.settle(control.mayRefuse(processor.registers, operation));
        RegisterFile after = processor.registers.copy();
        Effect effect = control.execute(processor.number, after, operation, refuse);
        if (effect.pdpteLoad() != PdpteLoad.NO
                && processor.loadPdptes(after, effect.pdpteLoad()) instanceof Outcome.GeneralProtection refused) {
            return refused;
        }
        processor.registers = after;
        boolean flushesAll = habits.flushesOnControlWrites() && writesControlState(operation);
        processor.invalidate(flushesAll ? Invalidation.Everything.INSTANCE : effect.invalidation());
        return effect.outcome();
    }

    private static boolean writesControlState(Operation operation) {
        return operation instanceof Operation.MovToCr0
                || operation instanceof Operation.Lmsw
                || operation instanceof Operation.MovToCr3
                || operation instanceof Operation.MovToCr4
                || operation instanceof Operation.TaskSwitch
                || operation instanceof Operation.WrmsrEfer;
    }

    private void remember(long page) {
        for (int i = 0; i < accessedPageCount; i++) {
            if (accessedPages[i] == page) {
                return;
            }
        }
        if (accessedPageCount == accessedPages.length) {
            accessedPages = Arrays.copyOf(accessedPages, accessedPageCount * 2);
        }
        accessedPages[accessedPageCount++] = page;
    }
}
