package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.stalemate.litmus.LitmusPrinter;
import org.stalemate.litmus.LitmusTest;
import org.stalemate.oracles.DecisionCoverage;
import org.stalemate.oracles.Divergence;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.Judgement;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.reports.CorpusResult;
import org.stalemate.reports.CorpusResult.Failure;
import org.stalemate.reports.CorpusResult.NotApplicable;
import org.stalemate.reports.known.KnownDivergences;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

/** Runs litmus tests on subjects: no outcome may be one that the rules do not permit. */
public final class LitmusRun {
    private final KnownDivergences known;
    private final Judge judge;
    private final RuleCoverage coverage = new RuleCoverage();
    private final Set<Scenario> ran = new LinkedHashSet<>();
    private final List<Failure> failures = new ArrayList<>();
    private final List<NotApplicable> notApplicable = new ArrayList<>();
    private int runs;

    private record Planned(LitmusTest test, Scenario scenario) {}

    private LitmusRun(KnownDivergences known) {
        this.known = known;
        judge = new Judge(known);
    }

    /** {@return what litmus tests say of a subject in each configuration, of which something may be known} */
    public static CorpusResult on(
            List<SubjectConfiguration> configurations, List<LitmusTest> tests, KnownDivergences known) {
        LitmusRun run = new LitmusRun(known);
        configurations.forEach(configuration -> run.on(configuration, tests));
        return run.result(tests.size());
    }

    private void on(SubjectConfiguration configuration, List<LitmusTest> tests) {
        List<Planned> planned = new ArrayList<>();
        for (LitmusTest test : tests) {
            Transplant transplant = Transplant.onto(configuration, test.scenario());
            if (transplant.obstacle().isEmpty()) {
                planned.add(new Planned(test, transplant.scenario()));
            } else {
                notApplicable.add(new NotApplicable(test.name(), configuration.name(), transplant.obstacle()));
            }
        }
        try (Specimen specimen = Specimen.of(configuration)) {
            Specimen.Run run =
                    specimen.begin(planned.stream().map(Planned::scenario).toList());
            for (int i = 0; i < planned.size(); i++) {
                note(planned.get(i), run.trial(i, judge, coverage), specimen);
            }
        }
    }

    private void note(Planned planned, Trial trial, Specimen specimen) {
        String test = planned.test.name();
        Divergence divergence = trial.judgement().divergence();
        if (trial.judgement().stepsCut() > 0) {
            notApplicable.add(new NotApplicable(test, specimen.name(), trial.cutReason()));
            return;
        }
        runs++;
        ran.add(planned.scenario);
        if (divergence != null) {
            specimen.discard();
            String story = story(planned.scenario, divergence);
            failures.add(new Failure(test, specimen.name(), story, known.recogniseTest(test)));
        } else if (!trial.judgement().tolerated().isEmpty()) {
            Judgement.Tolerated first = trial.judgement().tolerated().getFirst();
            int step = first.step();
            String told = LitmusPrinter.outcome(
                    planned.scenario, step, trial.outcomes().get(step));
            String story = story(
                    planned.scenario,
                    first.step(),
                    told,
                    List.of(first.meaning().outcome()));
            failures.add(new Failure(
                    test, specimen.name(), story, first.meaning().known().getFirst()));
        }
    }

    private CorpusResult result(int tests) {
        DecisionCoverage decisions = new DecisionCoverage();
        ran.forEach(scenario -> decisions.sample(scenario, coverage));
        List<Rule> checked = Arrays.stream(Rule.values())
                .filter(rule -> coverage.checked(rule) > 0)
                .toList();
        return new CorpusResult(tests, runs, failures, notApplicable, checked);
    }

    private static String story(Scenario scenario, Divergence divergence) {
        return story(scenario, divergence.step(), divergence.told(scenario), divergence.permitted());
    }

    private static String story(Scenario scenario, int step, String observed, List<Outcome> permitted) {
        return "step %s, '%s', gave '%s' where '%s' is permitted"
                .formatted(
                        step + 1,
                        LitmusPrinter.steps(scenario).get(step),
                        observed,
                        String.join(" | ", LitmusPrinter.outcomes(scenario, step, permitted)));
    }
}
