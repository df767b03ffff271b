package org.stalemate.generators;

import java.util.ArrayList;
import java.util.List;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Step;

/**
 * The steps of a scenario so far, and a model that has taken them in lockstep. At each step it commits an outcome drawn
 * from the permitted ones, so what the next step is aimed at depends on the seed alone.
 */
final class Recorder {
    /** So many steps in a row are refused only where all are. */
    private static final int PATIENCE = 200;

    private final Model model;
    private final RandomSource random;
    private final int length;
    private final int stalePercent;
    private final Feasibility target;
    private final List<Step> steps;
    private int processor;
    private int refused;

    Recorder(Model model, RandomSource random, int length, int stalePercent, Feasibility target) {
        this.target = target;
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

    /** {@return the word that memory certainly holds at a physical address, rounded down to 8 bytes} */
    long word(long address) {
        return model.word(Address.frame(address), Address.word(address));
    }

    /** {@return the entry that memory certainly holds at a physical address} */
    long entry(long address, TableFormat format) {
        return Address.entry(word(address), address, format.entryBytes());
    }

    /** Lets the acting processor execute an operation, unless the scenario is full or the target cannot. */
    void perform(Operation operation) {
        record(new Step.Instruction(processor, operation));
    }

    /** {@return whether every permitted outcome of an operation tells what it wrote, so that a subject can be judged by it} */
    boolean hasVerdict(Operation operation) {
        Permitted permitted = model.evaluate(new Step.Instruction(processor, operation));
        for (int i = 0; i < permitted.size(); i++) {
            if (permitted.isAmbiguous(permitted.outcome(i))) {
                return false;
            }
        }
        return true;
    }

    /** Lets an event happen, which must be one of the acting processor. */
    void happen(Step.ExternalEvent event) {
        record(event);
    }

    private void record(Step step) {
        if (isFull() || !isFeasible(step)) {
            return;
        }
        Permitted permitted = model.evaluate(step);
        model.commit(choose(permitted));
        steps.add(step);
    }

    /** Where the target refuses everything the scenario goes on without it. */
    private boolean isFeasible(Step step) {
        if (refused == PATIENCE || target.accept(step)) {
            refused = refused == PATIENCE ? PATIENCE : 0;
            return true;
        }
        refused++;
        return refused == PATIENCE;
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
