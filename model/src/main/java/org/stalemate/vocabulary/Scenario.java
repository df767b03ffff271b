package org.stalemate.vocabulary;

import java.util.List;

/**
 * A complete, self-contained, replayable test: where it starts and what happens. Its length is the number of steps.
 *
 * @param start the start state
 * @param steps what happens, in order
 */
public record Scenario(Start start, List<Step> steps) {
    /** @throws IllegalArgumentException if a step names a logical processor that the platform does not have */
    public Scenario {
        steps = List.copyOf(steps);
        for (Step step : steps) {
            if (step.processor() < 0 || step.processor() >= start.platform().logicalProcessors()) {
                throw new IllegalArgumentException("there is no logical processor " + step.processor());
            }
        }
    }
}
