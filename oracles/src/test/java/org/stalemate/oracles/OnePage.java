package org.stalemate.oracles;

import java.util.function.UnaryOperator;
import org.stalemate.litmus.LitmusParser;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** The small world in which the judge is tested, and subjects that do not listen. */
final class OnePage {
    static final String WORLD = """
        # One page, mapped through tables of its own.
        name: world
        table root at 0x10
        table pdpt at 0x11
        table pd at 0x12
        table pt at 0x13
        root[0] -> pdpt P RW US A
        pdpt[0] -> pd P RW US A
        pd[0] -> pt P RW US A
        pt[1] -> page 0x200 P RW US A D
        pt[2] -> page 0x300 P RW US A D
        x = 0x1000
        y = 0x2000

        """;

    private OnePage() {}

    static Scenario scenario(String steps) {
        return LitmusParser.parse(WORLD + steps).scenario();
    }

    /** A processor that keeps what it may keep, to which some steps are told as others. */
    static Mmu deafTo(UnaryOperator<Step> told) {
        LawfulProcessor processor = LawfulProcessor.hoarding();
        return new Mmu() {
            @Override
            public void reset(Start start) {
                processor.reset(start);
            }

            @Override
            public Outcome execute(Step step) {
                return processor.execute(told.apply(step));
            }
        };
    }

    static UnaryOperator<Step> without(Class<? extends Operation> kind) {
        return step ->
                step instanceof Step.Instruction(int processor, Operation operation) && kind.isInstance(operation)
                        ? new Step.Instruction(processor, new Operation.SetExecutionState(ExecutionState.SUPERVISOR_64))
                        : step;
    }

    /** A subject whose outcomes reach the judge changed. */
    static Mmu telling(Mmu subject, UnaryOperator<Outcome> told) {
        return new Mmu() {
            @Override
            public void reset(Start start) {
                subject.reset(start);
            }

            @Override
            public Outcome execute(Step step) {
                return told.apply(subject.execute(step));
            }
        };
    }
}
