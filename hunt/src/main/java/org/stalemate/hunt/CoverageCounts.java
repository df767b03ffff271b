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
    /** The first scenarios all look for decisions that they check, and later ones now and then: looking is slow. */
    private static final long ALL_OF_THE_FIRST = 64;

    private static final long LATER_EVERY = 1024;

    private final RuleCoverage coverage = new RuleCoverage();
    private final DecisionCoverage decisions = new DecisionCoverage();

    /** Continues where a result ended. */
    CoverageCounts(List<RuleCount> before) {
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

    /** Looks for decisions that the scenario checks, if it is one of those that are looked at. */
    void sample(long number, Scenario scenario) {
        if (number < ALL_OF_THE_FIRST || number % LATER_EVERY == 0) {
            decisions.sample(scenario, coverage);
        }
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
