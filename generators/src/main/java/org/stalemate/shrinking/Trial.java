package org.stalemate.shrinking;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Scenario;

/** The smallest scenario so far, and the questions that may still be asked. No question is asked twice. */
final class Trial {
    private final Predicate<Scenario> predicate;
    private final int budget;
    private final Set<Scenario> denied = new HashSet<>();
    private final boolean mustBeLegal;
    private Scenario best;
    private @Nullable Complexity complexity;
    private int evaluations;
    private int adopted;

    Trial(Scenario start, Predicate<Scenario> predicate, int budget) {
        this.predicate = predicate;
        this.budget = budget;
        best = start;
        mustBeLegal = LegalStart.isLegal(start.start());
    }

    Scenario best() {
        return best;
    }

    int evaluations() {
        return evaluations;
    }

    /** {@return how many candidates were adopted} */
    int adopted() {
        return adopted;
    }

    boolean isExhausted() {
        return evaluations >= budget;
    }

    /** {@return whether the predicate is known not to hold} */
    boolean isDenied(Scenario scenario) {
        return denied.contains(scenario);
    }

    /** Adopts the candidate if it starts legally, if it is simpler than the best, and if the predicate holds for it. */
    boolean adopts(Scenario candidate) {
        if (isExhausted() || denied.contains(candidate)) {
            return false;
        }
        if (mustBeLegal && !candidate.start().equals(best.start()) && !LegalStart.isLegal(candidate.start())) {
            return false;
        }
        boolean shorter = candidate.steps().size() < best.steps().size();
        Complexity its = shorter ? null : Complexity.of(candidate);
        if (its != null && !its.isBelow(complexityOfBest())) {
            return false;
        }
        evaluations++;
        if (!predicate.test(candidate)) {
            denied.add(candidate);
            return false;
        }
        best = candidate;
        adopted++;
        complexity = its;
        return true;
    }

    private Complexity complexityOfBest() {
        Complexity known = complexity;
        if (known == null) {
            known = Complexity.of(best);
            complexity = known;
        }
        return known;
    }
}
