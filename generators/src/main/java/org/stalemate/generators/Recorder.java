package org.stalemate.generators;

import java.util.ArrayList;
import java.util.List;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Step;

/**
 * The steps of a scenario so far, and a model that has taken them in lockstep. At each step it commits an outcome drawn
 * from the permitted ones, so what the next step is aimed at depends on the seed alone.
 */
final class Recorder {
    private final Model model;
    private final RandomSource random;
    private final int length;
    private final int stalePercent;
    private final List<Step> steps;
    private int processor;

    Recorder(Model model, RandomSource random, int length, int stalePercent) {
        this.model = model;
        this.random = random;
        this.length = length;
        this.stalePercent = stalePercent;
        steps = new ArrayList<>(length);
    }

    List<Step> steps() {
        return steps;
    }

    boolean isFull() {
        return steps.size() >= length;
    }

    /** {@return the number of the logical processor that acts} */
    int processor() {
        return processor;
    }

    void switchTo(int otherProcessor) {
        processor = otherProcessor;
    }

    /** {@return the registers of the logical processor that acts} */
    RegisterFile registers() {
        return model.registers(processor);
    }

    /** {@return what memory certainly holds} */
    long word(long frame, int index) {
        return model.word(frame, index);
    }

    boolean inLongMode() {
        return registers().mode() == PagingMode.LEVEL_4;
    }

    /** Lets the acting processor execute an operation, unless the scenario is full or that would leave what is modelled. */
    void perform(Operation operation) {
        record(new Step.Instruction(processor, operation), mayChangeMode(operation));
    }

    /** Lets an event happen, which must be one of the acting processor. */
    void happen(Step.ExternalEvent event) {
        record(event, false);
    }

    private static boolean mayChangeMode(Operation operation) {
        return operation instanceof Operation.MovToCr0
                || operation instanceof Operation.MovToCr4
                || operation instanceof Operation.WrmsrEfer;
    }

    private void record(Step step, boolean mayChangeMode) {
        if (isFull()) {
            return;
        }
        Permitted permitted = model.evaluate(step);
        if (mayChangeMode && leavesTheModel(permitted)) {
            return;
        }
        model.commit(choose(permitted));
        steps.add(step);
    }

    private static boolean leavesTheModel(Permitted permitted) {
        for (int i = 0; i < permitted.size(); i++) {
            if (permitted.outcome(i) instanceof Outcome.NotModelled) {
                return true;
            }
        }
        return false;
    }

    private int choose(Permitted permitted) {
        int size = permitted.size();
        if (size == 1) {
            return 0;
        }
        if (random.chance(stalePercent)) {
            return random.below(size);
        }
        int fresh = 1;
        while (fresh < size && permitted.fresh(fresh)) {
            fresh++;
        }
        return random.below(fresh);
    }
}
