package org.stalemate.litmus;

import java.util.List;

/**
 * What a litmus test says about one of its steps.
 *
 * @param step the step's index in the scenario, from 0
 * @param kind what is claimed
 * @param patterns the outcomes that it is claimed of; exactly one for {@link ExpectationKind#OBSERVED}
 */
public record Expectation(int step, ExpectationKind kind, List<OutcomePattern> patterns) {
    /** @throws IllegalArgumentException if there is no pattern, or more than one was observed */
    public Expectation {
        patterns = List.copyOf(patterns);
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("an expectation names at least one outcome");
        }
        if (kind == ExpectationKind.OBSERVED && patterns.size() > 1) {
            throw new IllegalArgumentException("only one outcome can have been observed");
        }
    }
}
