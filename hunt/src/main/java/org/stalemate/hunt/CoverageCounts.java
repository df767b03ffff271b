package org.stalemate.hunt;

import java.util.Arrays;
import java.util.List;
import org.stalemate.oracles.DecisionCoverage;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.reports.RuleCount;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.RuleKind;
import org.stalemate.vocabulary.Scenario;

/** What a campaign has covered. */
final class CoverageCounts {
    /** Every one of the first scenarios is looked through for decisions that it checks. */
    private static final long ALL_OF_THE_FIRST = 64;

    /** Looking through costs two models for each decision not checked yet; later it may cost this share of the judging. */
    private static final int SHARE = 8;

    private static final int MODELS_PER_DECISION = 2;

    private final int configurations;
    private final RuleCoverage coverage = new RuleCoverage();
    private final DecisionCoverage decisions = new DecisionCoverage();

    /**
     * Continues where a result ended.
     *
     * @param configurations how many configurations each scenario runs on
     */
    CoverageCounts(List<RuleCount> before, int configurations) {
        this.configurations = configurations;
        for (RuleCount count : before) {
            coverage.addExecuted(count.rule(), count.executed());
            coverage.addChecked(count.rule(), count.checked());
            coverage.addExhibited(count.rule(), count.exhibited());
        }
    }

    /** {@return where the judge counts} */
    RuleCoverage counting() {
        return coverage;
    }

    /** Looks for decisions that the scenario checks, if it is one of those that are looked through. */
    void sample(long number, Scenario scenario) {
        if (number < ALL_OF_THE_FIRST || number % period() == 0) {
            decisions.sample(scenario, coverage);
        }
    }

    /** Follows from the counts alone, so that a campaign resumed goes on as it would have. */
    private long period() {
        long open = DecisionCoverage.rules().stream()
                .filter(rule -> coverage.checked(rule) == 0)
                .count();
        return Math.max(1, SHARE * MODELS_PER_DECISION * open / configurations);
    }

    /** {@return the counts of every rule that can be covered} */
    List<RuleCount> counts() {
        return Arrays.stream(Rule.values())
                .filter(rule -> rule.kind() != RuleKind.DUTY && rule.kind() != RuleKind.SEMANTICS)
                .map(rule ->
                        new RuleCount(rule, coverage.executed(rule), coverage.checked(rule), coverage.exhibited(rule)))
                .toList();
    }
}
