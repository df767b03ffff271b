package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.stalemate.litmus.LitmusPrinter;
import org.stalemate.litmus.LitmusTest;
import org.stalemate.oracles.DecisionCoverage;
import org.stalemate.oracles.Divergence;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.reports.CorpusResult;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;

/** Runs litmus tests on subjects: no outcome may be one that the rules do not permit. */
public final class LitmusRun {
    private LitmusRun() {}

    /** {@return what litmus tests say of a subject in each configuration} */
    public static CorpusResult on(List<SubjectConfiguration> configurations, List<LitmusTest> tests) {
        Judge judge = new Judge();
        RuleCoverage coverage = new RuleCoverage();
        DecisionCoverage decisions = new DecisionCoverage();
        tests.forEach(test -> decisions.sample(test.scenario(), coverage));
        List<CorpusResult.Failure> failures = new ArrayList<>();
        for (SubjectConfiguration configuration : configurations) {
            Specimen specimen = new Specimen(configuration);
            for (LitmusTest test : tests) {
                Divergence divergence =
                        judge.judge(test.scenario(), specimen, coverage).divergence();
                if (divergence != null) {
                    specimen.discard();
                    failures.add(new CorpusResult.Failure(test.name(), configuration.name(), story(test, divergence)));
                }
            }
        }
        List<Rule> checked = Arrays.stream(Rule.values())
                .filter(rule -> coverage.checked(rule) > 0)
                .toList();
        return new CorpusResult(tests.size(), tests.size() * configurations.size(), failures, checked);
    }

    private static String story(LitmusTest test, Divergence divergence) {
        Outcome observed = divergence.observed();
        int step = divergence.step();
        String permitted = divergence.permitted().stream()
                .map(outcome -> LitmusPrinter.outcome(test.scenario(), step, outcome))
                .distinct()
                .collect(Collectors.joining(" | "));
        return "step %s, '%s', gave '%s' where '%s' is permitted"
                .formatted(
                        step + 1,
                        LitmusPrinter.steps(test.scenario()).get(step),
                        observed == null ? divergence.crash() : LitmusPrinter.outcome(test.scenario(), step, observed),
                        permitted);
    }
}
