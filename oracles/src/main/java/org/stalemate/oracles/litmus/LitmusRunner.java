package org.stalemate.oracles.litmus;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.stalemate.litmus.Expectation;
import org.stalemate.litmus.ExpectationKind;
import org.stalemate.litmus.LitmusPrinter;
import org.stalemate.litmus.LitmusTest;
import org.stalemate.litmus.OutcomePattern;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.caching.RemovingRules;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

/**
 * Takes the model along the steps of a litmus test and compares the permitted outcomes with those expected. The scenario
 * goes on with the outcome that the test says was observed, and where it says nothing with what memory gives. It ends at the
 * first step on which the two disagree, since what follows would be a consequence. It ends likewise at a step whose outcome
 * leaves open what it did (PG-PF-SPLIT, PG-PDPTE-LOAD-TASK); a test that expects something of later steps is wrong then.
 */
public final class LitmusRunner {
    private final Model model;
    private final boolean ghosts;

    /** Holds tests against the architecture, and finds the rules that they check. */
    public LitmusRunner() {
        this(new Model(true), true);
    }

    /** Holds tests against some model, which every run resets. Rules are not found to be checked. */
    public LitmusRunner(Model model) {
        this(model, false);
    }

    private LitmusRunner(Model model, boolean ghosts) {
        this.model = model;
        this.ghosts = ghosts;
    }

    /** {@return where the test and the model disagree, and which rules the test checks} */
    public LitmusResult run(LitmusTest test) {
        Scenario scenario = test.scenario();
        model.reset(scenario.start(), LinearPages.of(scenario));
        List<LitmusDisagreement> found = new ArrayList<>();
        Set<Rule> checked = EnumSet.noneOf(Rule.class);
        for (int step = 0; step < scenario.steps().size(); step++) {
            Permitted permitted = model.evaluate(scenario.steps().get(step));
            List<Outcome> outcomes = outcomes(permitted);
            if (ghosts) {
                checked.addAll(RemovingRules.of(model.checkedRules()));
            }
            Outcome next = outcomes.getFirst();
            for (Expectation expectation : test.expectations()) {
                if (expectation.step() == step) {
                    if (!holds(expectation, outcomes)) {
                        found.add(new LitmusDisagreement(
                                expectation, outcomes, message(scenario, expectation, outcomes)));
                    }
                    next = observed(expectation, outcomes).orElse(next);
                }
            }
            if (!found.isEmpty()) {
                break;
            }
            if (permitted.isAmbiguous(next)) {
                refuseLater(test, step, found);
                break;
            }
            if (!model.admit(next)) {
                throw new IllegalStateException("the model does not admit what it permits: " + next);
            }
        }
        return new LitmusResult(found, checked);
    }

    private static void refuseLater(LitmusTest test, int step, List<LitmusDisagreement> found) {
        for (Expectation expectation : test.expectations()) {
            if (expectation.step() > step) {
                found.add(new LitmusDisagreement(
                        expectation,
                        List.of(),
                        "step " + expectation.step() + ": nothing can be expected here, since the outcome of step "
                                + step + " leaves open what it did"));
            }
        }
    }

    private static boolean holds(Expectation expectation, List<Outcome> outcomes) {
        List<OutcomePattern> patterns = expectation.patterns();
        return switch (expectation.kind()) {
            case PERMITTED, OBSERVED -> eachMatchesSome(patterns, outcomes);
            case PERMITTED_EXACTLY ->
                eachMatchesSome(patterns, outcomes)
                        && outcomes.stream()
                                .allMatch(outcome -> patterns.stream().anyMatch(p -> p.matches(outcome)));
            case FORBIDDEN ->
                outcomes.stream().noneMatch(outcome -> patterns.stream().anyMatch(p -> p.matches(outcome)));
        };
    }

    private static boolean eachMatchesSome(List<OutcomePattern> patterns, List<Outcome> outcomes) {
        return patterns.stream().allMatch(pattern -> outcomes.stream().anyMatch(pattern::matches));
    }

    private static Optional<Outcome> observed(Expectation expectation, List<Outcome> outcomes) {
        return expectation.kind() == ExpectationKind.OBSERVED
                ? outcomes.stream()
                        .filter(expectation.patterns().getFirst()::matches)
                        .findFirst()
                : Optional.empty();
    }

    /** {@return every permitted outcome, once for each value that uncertain flags may have} */
    private static List<Outcome> outcomes(Permitted permitted) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < permitted.size(); i++) {
            long uncertain = permitted.uncertainBits(i);
            for (long set = 0; ; set = (set - uncertain) & uncertain) {
                outcomes.add(withFlags(permitted.outcome(i), uncertain, set));
                if (set == uncertain) {
                    break;
                }
            }
        }
        return outcomes;
    }

    /** {@return an outcome whose value has some of its uncertain flags set} Other outcomes have none that are uncertain. */
    private static Outcome withFlags(Outcome outcome, long uncertain, long set) {
        return switch (outcome) {
            case Outcome.Loaded(long value, long frame) -> new Outcome.Loaded((value & ~uncertain) | set, frame);
            case Outcome.Exchanged(long value, long frame) -> new Outcome.Exchanged((value & ~uncertain) | set, frame);
            case Outcome.SplitLoaded(long value, long low, long high) ->
                new Outcome.SplitLoaded((value & ~uncertain) | set, low, high);
            default -> outcome;
        };
    }

    private static String message(Scenario scenario, Expectation expectation, List<Outcome> outcomes) {
        String permitted = outcomes.stream()
                .map(outcome -> LitmusPrinter.outcome(scenario, expectation.step(), outcome))
                .collect(Collectors.joining(" | "));
        return "step " + expectation.step() + ", '"
                + LitmusPrinter.steps(scenario).get(expectation.step()) + "': expected '"
                + LitmusPrinter.expectation(scenario, expectation) + "', but the model permits exactly '" + permitted
                + "'";
    }
}
