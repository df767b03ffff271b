package org.stalemate.shrinking;

import java.util.function.Predicate;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.Variation;
import org.stalemate.specification.caching.Forgetting;
import org.stalemate.specification.caching.LogicalProcessor;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/**
 * Holds for scenarios that could tell a processor on which some instructions remove nothing: at some step it permits what the
 * architecture does not, and the outcome in question is of one kind.
 */
final class ForgetfulInvalidation implements Predicate<Scenario> {
    private final Model architecture = new Model(false);
    private final Model broken;
    private final Class<? extends Outcome> wrongOutcome;

    ForgetfulInvalidation(Predicate<Operation> removesNothing, Class<? extends Outcome> wrongOutcome) {
        this.wrongOutcome = wrongOutcome;
        broken = new Model(false, new Variation() {
            @Override
            public Forgetting forgetting(Forgetting architectural) {
                return new Without(architectural, removesNothing);
            }
        });
    }

    private record Without(Forgetting rest, Predicate<Operation> removesNothing) implements Forgetting {
        @Override
        public boolean instruction(LogicalProcessor processor, Operation operation, long cr0, long cr4, int step) {
            return !removesNothing.test(operation) && rest.instruction(processor, operation, cr0, cr4, step);
        }

        @Override
        public void pageFault(LogicalProcessor processor, long address, long access, int code, int step) {
            rest.pageFault(processor, address, access, code, step);
        }

        @Override
        public void taskSwitch(LogicalProcessor processor, int step) {
            rest.taskSwitch(processor, step);
        }

        @Override
        public void smi(LogicalProcessor processor, int step) {
            rest.smi(processor, step);
        }

        @Override
        public void init(LogicalProcessor processor, int step) {
            rest.init(processor, step);
        }

        @Override
        public void reset(LogicalProcessor processor, int step) {
            rest.reset(processor, step);
        }
    }

    @Override
    public boolean test(Scenario scenario) {
        LinearPages pages = LinearPages.of(scenario);
        architecture.reset(scenario.start(), pages);
        broken.reset(scenario.start(), pages);
        for (Step step : scenario.steps()) {
            Permitted right = architecture.evaluate(step);
            Permitted wrong = broken.evaluate(step);
            for (int i = 0; i < wrong.size(); i++) {
                if (right.match(wrong.outcome(i)) < 0 && wrongOutcome.isInstance(wrong.outcome(i))) {
                    return true;
                }
            }
            Outcome fresh = right.outcome(0);
            if (wrong.match(fresh) < 0) {
                return false;
            }
            architecture.commit(0);
            broken.admit(fresh);
        }
        return false;
    }
}
