package org.stalemate.shrinking;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Scenario;

/**
 * Reduces a scenario to the few steps that matter: leaves out steps, then makes simpler what is left, and leaves out again
 * what that made superfluous, until nothing more can be done or the budget is spent. Deterministic.
 */
public final class Shrinker {
    /** More than a typical scenario of 100 steps needs. */
    public static final int DEFAULT_BUDGET = 5_000;

    /** Pairs of steps are tried in scenarios up to this length. */
    private static final int LONGEST_FOR_PAIRS = 12;

    private final int budget;

    /**
     * Shrinks within a budget.
     *
     * @param budget how often the predicate may be asked, at least once
     */
    public Shrinker(int budget) {
        if (budget < 1) {
            throw new IllegalArgumentException("shrinking asks the predicate at least once, not " + budget + " times");
        }
        this.budget = budget;
    }

    /** Shrinks within {@link #DEFAULT_BUDGET}. */
    public Shrinker() {
        this(DEFAULT_BUDGET);
    }

    /** {@return every simplification, the more rewarding ones first} */
    static List<Simplification> simplifications() {
        return List.of(
                new FoldIntoStart(),
                new OneBringUp(),
                new FewerProcessors(),
                new LowerModes(),
                new PlainPlatform(),
                new FewerPages(),
                new FewerContexts(),
                new SimplerOperations(),
                new FewerEntries(),
                new LowerEdits(),
                new PlainRegisters(),
                new PlainEntries(),
                new Renaming());
    }

    /**
     * {@return the smallest scenario found that the predicate still holds for}
     *
     * @param scenario what to shrink
     * @param showsTheSame whether a scenario still shows what the given one shows; must depend on the scenario alone
     * @throws IllegalArgumentException if the predicate does not hold for the given scenario
     */
    public Shrunk shrink(Scenario scenario, Predicate<Scenario> showsTheSame) {
        return shrinkIfShown(scenario, showsTheSame)
                .orElseThrow(() ->
                        new IllegalArgumentException("the scenario to be shrunk does not show what is to be kept"));
    }

    /**
     * {@return the smallest scenario found that the predicate still holds for, or nothing if it does not hold for the given one}
     *
     * @param scenario what to shrink
     * @param showsTheSame whether a scenario still shows what the given one shows
     */
    public Optional<Shrunk> shrinkIfShown(Scenario scenario, Predicate<Scenario> showsTheSame) {
        if (!showsTheSame.test(scenario)) {
            return Optional.empty();
        }
        Trial trial = new Trial(scenario, showsTheSame, budget - 1);
        StepRemoval steps = new StepRemoval(trial);
        steps.cutEnd();
        steps.reduce();
        int before;
        do {
            before = trial.adopted();
            for (Simplification simplification : simplifications()) {
                sweep(simplification, trial);
            }
            steps.reduce();
        } while (trial.adopted() > before || pairRemoved(steps, trial));
        return Optional.of(new Shrunk(trial.best(), trial.evaluations() + 1, steps.isOneMinimal()));
    }

    private static boolean pairRemoved(StepRemoval steps, Trial trial) {
        return trial.best().steps().size() <= LONGEST_FOR_PAIRS && steps.removePair();
    }

    /** Tries a simplification everywhere; where it succeeded, it is tried again at the same place. */
    private static void sweep(Simplification simplification, Trial trial) {
        int place = 0;
        while (place < simplification.places(trial.best()) && !trial.isExhausted()) {
            @Nullable Scenario candidate = simplification.at(trial.best(), place);
            if (candidate == null || !trial.adopts(candidate)) {
                place++;
            }
        }
    }
}
