package org.stalemate.oracles.proof;

import java.util.ArrayList;
import java.util.List;

/** Adds up comparisons and keeps the reports of those that found a difference. */
final class Tally {
    private static final int DESCRIBED = 3;

    private final List<String> differences = new ArrayList<>();
    private long steps;
    private long choices;
    private long larger;
    private long missing;
    private long beyondCapacity;

    void add(Comparison<?> comparison) {
        steps += comparison.steps();
        choices += comparison.choices();
        larger += comparison.larger();
        missing += comparison.missing();
        beyondCapacity += comparison.beyondCapacity();
        if (comparison.missing() > 0) {
            differences.addFirst(comparison.report()); // nothing is worse
        } else if (comparison.larger() > 0) {
            differences.add(comparison.report());
        }
    }

    long steps() {
        return steps;
    }

    long choices() {
        return choices;
    }

    long larger() {
        return larger;
    }

    long missing() {
        return missing;
    }

    long beyondCapacity() {
        return beyondCapacity;
    }

    String counts(String title) {
        return "%s: %,d steps compared, %,d with a choice, %,d too large, %,d too small, %,d beyond capacity"
                .formatted(title, steps, choices, larger, missing, beyondCapacity);
    }

    String differences() {
        return String.join("\n", differences.subList(0, Math.min(DESCRIBED, differences.size())));
    }
}
