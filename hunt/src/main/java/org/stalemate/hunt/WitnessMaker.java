package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stalemate.litmus.Expectation;
import org.stalemate.litmus.ExpectationKind;
import org.stalemate.litmus.LitmusPrinter;
import org.stalemate.litmus.LitmusTest;
import org.stalemate.litmus.OutcomePattern;
import org.stalemate.litmus.ScenarioToken;
import org.stalemate.oracles.Divergence;
import org.stalemate.oracles.Explanation;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.oracles.Signature;
import org.stalemate.reports.Witness;
import org.stalemate.shrinking.Shrinker;
import org.stalemate.shrinking.Shrunk;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;

/** Shrinks a scenario that failed and tells what happens in it. */
final class WitnessMaker {
    private static final String UNREPEATABLE =
            "It did not happen again when the scenario was repeated on a new subject: this one is not deterministic,"
                    + " or keeps\n"
                    + "something over a reset. So the scenario was not shrunk.\n";

    /** How often a subject may be asked where each answer may cost a start or a time limit. */
    private static final int BUDGET_AT_GREAT_COST = 50;

    /** More than a scenario that was shrunk already needs. */
    private static final int BUDGET_WITHOUT_CACHES = 1_000;

    /**
     * A failure that was shrunk.
     *
     * @param witness the scenario and its story
     * @param signature how it fails, which may be simpler than how the one that was shrunk did
     */
    record Shown(Witness witness, Signature signature) {}

    private final Judge judge;
    private final RuleCoverage uncounted = new RuleCoverage();

    /** @param judge who found the failures */
    WitnessMaker(Judge judge) {
        this.judge = judge;
    }

    /**
     * {@return the shrunk scenario and its story}
     *
     * @param scenario what failed
     * @param trial what came of it, kept
     * @param divergence how it failed
     * @param specimen what failed in it
     */
    Shown make(Scenario scenario, Trial trial, Divergence divergence, Specimen specimen) {
        Signature cause = divergence.signature().cause();
        boolean dear = specimen.repeatsDearly(divergence.failure());
        Shrinker shrinker = new Shrinker(dear ? BUDGET_AT_GREAT_COST : Shrinker.DEFAULT_BUDGET);
        Optional<Shrunk> found =
                shrinker.shrinkIfShown(upTo(divergence, scenario), candidate -> shows(candidate, cause, specimen));
        if (found.isPresent()) {
            Shrunk shrunk = divergence.ghost() == null ? found.get() : withoutCaches(found.get(), cause, specimen);
            Trial last = run(shrunk.scenario(), specimen);
            Divergence again = last.judgement().divergence();
            if (again != null) {
                return new Shown(describe(shrunk, again, last.kept(), ""), again.signature());
            }
        }
        return new Shown(
                describe(new Shrunk(scenario, 1, false), divergence, trial, UNREPEATABLE), divergence.signature());
    }

    /** What comes after the step that failed was not judged. */
    private static Scenario upTo(Divergence divergence, Scenario scenario) {
        return new Scenario(scenario.start(), scenario.steps().subList(0, divergence.step() + 1));
    }

    /**
     * Where a cached translation would explain an outcome, so may something simpler: a walk that gives the same without any cache. That
     * there was a cached translation, too, is then by chance.
     */
    private Shrunk withoutCaches(Shrunk shrunk, Signature cause, Specimen specimen) {
        Optional<Shrunk> simpler = new Shrinker(BUDGET_WITHOUT_CACHES).shrinkIfShown(shrunk.scenario(), candidate -> {
            Divergence divergence = run(candidate, specimen).judgement().divergence();
            return divergence != null
                    && (divergence.ghost() == null ? divergence.looksLike(cause) : divergence.hasCauseOf(cause));
        });
        return simpler.map(s -> new Shrunk(s.scenario(), shrunk.evaluations() + s.evaluations(), s.oneMinimal()))
                .orElse(shrunk);
    }

    private boolean shows(Scenario scenario, Signature cause, Specimen specimen) {
        Divergence divergence = run(scenario, specimen).judgement().divergence();
        return divergence != null && divergence.hasCauseOf(cause);
    }

    private Trial run(Scenario scenario, Specimen specimen) {
        Trial trial = specimen.run(scenario, judge, uncounted);
        Divergence divergence = trial.judgement().divergence();
        if (divergence != null && divergence.observed() == null) {
            specimen.discard();
        }
        return trial;
    }

    private static Witness describe(Shrunk shrunk, Divergence divergence, Trial trial, String remark) {
        Scenario scenario = shrunk.scenario();
        int last = divergence.step();
        String explanation = Explanation.of(scenario, divergence) + remark;
        return new Witness(
                scenario.steps().size(),
                remark.isEmpty(),
                shrunk.oneMinimal(),
                shrunk.evaluations(),
                LitmusPrinter.steps(scenario).get(last),
                divergence.told(scenario),
                LitmusPrinter.outcomes(scenario, last, divergence.permitted()),
                divergence.blamed(),
                explanation,
                LitmusPrinter.print(litmus(scenario, divergence, trial)),
                ScenarioToken.encode(scenario));
    }

    private static LitmusTest litmus(Scenario scenario, Divergence divergence, Trial trial) {
        List<Expectation> expectations = new ArrayList<>(staleSteps(scenario, divergence.step(), trial));
        int last = divergence.step();
        if (!divergence.permitted().isEmpty()) {
            List<OutcomePattern> permitted = divergence.permitted().stream()
                    .map(OutcomePattern::of)
                    .distinct()
                    .toList();
            expectations.add(new Expectation(last, ExpectationKind.PERMITTED, permitted));
        }
        Outcome observed = divergence.observed();
        if (observed != null) {
            expectations.add(new Expectation(last, ExpectationKind.FORBIDDEN, List.of(OutcomePattern.of(observed))));
        }
        String name = divergence.signature().toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        List<String> description = List.of("Found by a campaign and shrunk: the subject "
                + (observed == null ? "failed" : "diverged") + " at step " + (last + 1) + ".");
        return new LitmusTest(name, description, divergence.blamed(), scenario, expectations);
    }

    /** Steps whose outcome was not what memory says: a reader of the litmus text has to be told what they gave. */
    private static List<Expectation> staleSteps(Scenario scenario, int end, Trial trial) {
        List<Outcome> outcomes = trial.outcomes();
        List<Outcome> judged = trial.judgement().asJudged(outcomes);
        List<Expectation> stale = new ArrayList<>();
        Model model = new Model(true);
        model.reset(scenario.start(), LinearPages.of(scenario));
        for (int i = 0; i < end && i < outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i);
            Permitted permitted = model.evaluate(scenario.steps().get(i));
            int matched = permitted.match(outcome);
            if (matched < 0 || !permitted.fresh(matched)) {
                stale.add(new Expectation(i, ExpectationKind.OBSERVED, List.of(OutcomePattern.of(outcome))));
            }
            if (!model.admit(judged.get(i)) && !model.admitGhost(judged.get(i))) {
                break;
            }
        }
        return stale;
    }
}
