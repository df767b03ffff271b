package org.stalemate.oracles;

import java.io.Serial;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** What was seen of a scenario, told step by step as if it happened now. */
final class Recording implements Mmu {
    private final Execution seen;
    private final int steps;
    private final int outcomes;
    private int next;

    /** Stands for an outcome that there is none of. */
    static final class TargetFailedException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final Execution.Ending ending;

        TargetFailedException(Execution.Ending ending, String detail) {
            super(detail);
            this.ending = ending;
        }

        Execution.Ending ending() {
            return ending;
        }
    }

    Recording(Scenario scenario, Execution seen) {
        this.seen = seen;
        steps = scenario.steps().size();
        // A target that failed after the last step failed in it, as far as anybody can tell.
        int told = seen.outcomes().size();
        outcomes = seen.ending().isFailure() || told > steps ? Math.min(told, steps - 1) : told;
    }

    /** {@return how many steps there is something to judge of} */
    int steps() {
        return seen.ending() == Execution.Ending.UNSUPPORTED ? outcomes : steps;
    }

    @Override
    public void reset(Start start) {
        next = 0;
    }

    @Override
    public Outcome execute(Step step) {
        if (next < outcomes) {
            return seen.outcomes().get(next++);
        }
        boolean claims = seen.ending() == Execution.Ending.COMPLETE;
        throw new TargetFailedException(
                claims ? Execution.Ending.MALFORMED : seen.ending(),
                claims
                        ? "the target tells %s outcomes of %s steps"
                                .formatted(seen.outcomes().size(), steps)
                        : seen.detail());
    }
}
