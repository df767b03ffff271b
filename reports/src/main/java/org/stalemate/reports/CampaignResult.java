package org.stalemate.reports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign came to, or how far it has come: it can be continued from here.
 *
 * @param plan what it was asked to do
 * @param finished whether its budget was used up
 * @param nextScenario the number of the first scenario that has not run yet
 * @param configurations how each configuration did, in the order of the plan
 * @param coverage how each rule was covered that can be, in the order of the rules
 * @param findings what was found, in the order of finding
 * @param corpus what the litmus corpus said, or null if it did not run
 */
public record CampaignResult(
        CampaignPlan plan,
        boolean finished,
        long nextScenario,
        List<ConfigurationResult> configurations,
        List<RuleCount> coverage,
        List<Finding> findings,
        @Nullable CorpusResult corpus) {

    /** @throws IllegalArgumentException if its parts do not fit together */
    public CampaignResult {
        configurations = List.copyOf(configurations);
        coverage = List.copyOf(coverage);
        findings = List.copyOf(findings);
        Checks.requireCount("nextScenario", nextScenario);
        if (!configurations.stream().map(ConfigurationResult::name).toList().equals(plan.configurations())) {
            throw new IllegalArgumentException("the configurations are not those of the plan");
        }
        if (coverage.stream().map(RuleCount::rule).distinct().count() < coverage.size()) {
            throw new IllegalArgumentException("a rule is counted twice");
        }
        if (findings.stream().map(Finding::signature).distinct().count() < findings.size()) {
            throw new IllegalArgumentException("findings of the same signature are not merged");
        }
    }

    /** {@return the same result with what the litmus corpus said} */
    public CampaignResult with(CorpusResult said) {
        return new CampaignResult(plan, finished, nextScenario, configurations, coverage, findings, said);
    }

    /** {@return how many operations were checked} */
    public long operations() {
        return configurations.stream()
                .mapToLong(ConfigurationResult::operations)
                .sum();
    }

    /** {@return how many scenarios were judged, each configuration counted by itself} */
    public long scenarios() {
        return configurations.stream().mapToLong(ConfigurationResult::scenarios).sum();
    }

    /** {@return how many of them failed} */
    public long failures() {
        return configurations.stream()
                .mapToLong(c -> c.divergent() + c.crashed())
                .sum();
    }

    /** {@return how many outcomes were suspicious} */
    public long suspiciousOutcomes() {
        return configurations.stream()
                .mapToLong(ConfigurationResult::suspiciousOutcomes)
                .sum();
    }

    /** {@return what this says of the subject} */
    public Verdict verdict() {
        if (findings.stream().anyMatch(finding -> finding.kind() == Finding.Kind.CRASHED)) {
            return Verdict.CRASHES;
        }
        boolean corpusFailed = corpus != null && !corpus.failures().isEmpty();
        return findings.isEmpty() && !corpusFailed ? Verdict.CONFORMS : Verdict.DIVERGES;
    }
}
