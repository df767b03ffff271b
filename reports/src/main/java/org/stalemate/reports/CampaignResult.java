package org.stalemate.reports;

import java.util.Arrays;
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
 * @param signatures how many failures of each signature there were, in the order of finding
 * @param known what became of each divergence that is known of the subject
 * @param corpus what the litmus corpus said, or null if it did not run
 */
public record CampaignResult(
        CampaignPlan plan,
        boolean finished,
        long nextScenario,
        List<ConfigurationResult> configurations,
        List<RuleCount> coverage,
        List<Finding> findings,
        List<SignatureCount> signatures,
        List<KnownResult> known,
        @Nullable CorpusResult corpus) {

    /** @throws IllegalArgumentException if its parts do not fit together */
    public CampaignResult {
        configurations = List.copyOf(configurations);
        coverage = List.copyOf(coverage);
        findings = List.copyOf(findings);
        signatures = List.copyOf(signatures);
        known = List.copyOf(known);
        Checks.requireCount("nextScenario", nextScenario);
        if (!configurations.stream().map(ConfigurationResult::name).toList().equals(plan.configurations())) {
            throw new IllegalArgumentException("the configurations are not those of the plan");
        }
        if (coverage.stream().map(RuleCount::rule).distinct().count() < coverage.size()) {
            throw new IllegalArgumentException("a rule is counted twice");
        }
        if (findings.stream()
                        .map(finding -> finding.signature() + finding.witness().token())
                        .distinct()
                        .count()
                < findings.size()) {
            throw new IllegalArgumentException("findings of the same scenario are not merged");
        }
        int last = findings.size() - 1;
        if (signatures.stream()
                .flatMap(count -> count.findings().stream())
                .anyMatch(place -> place < 0 || place > last)) {
            throw new IllegalArgumentException("a signature is counted for a finding that is not there");
        }
        if (signatures.stream()
                        .map(count -> Arrays.asList(count.signature(), count.known()))
                        .distinct()
                        .count()
                < signatures.size()) {
            throw new IllegalArgumentException("a signature is counted twice");
        }
    }

    /** {@return the result of a campaign that has not begun} */
    public static CampaignResult nothingYet(CampaignPlan plan) {
        List<ConfigurationResult> none = plan.configurations().stream()
                .map(ConfigurationResult::nothingYet)
                .toList();
        return new CampaignResult(plan, false, 0, none, List.of(), List.of(), List.of(), List.of(), null);
    }

    /** {@return the same result with what the litmus corpus said} */
    public CampaignResult with(CorpusResult said) {
        List<KnownResult> seen = known.stream()
                .map(entry -> entry.inLitmusTests(said.failures().stream()
                        .filter(failure -> entry.id().equals(failure.known()))
                        .count()))
                .toList();
        return new CampaignResult(
                plan, finished, nextScenario, configurations, coverage, findings, signatures, seen, said);
    }

    /** {@return the same result with something else to say of what is known} */
    public CampaignResult with(List<KnownResult> others) {
        return new CampaignResult(
                plan, finished, nextScenario, configurations, coverage, findings, signatures, others, corpus);
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

    /** {@return how many steps were left out because the target does not have them} */
    public long stepsCut() {
        return configurations.stream().mapToLong(ConfigurationResult::stepsCut).sum();
    }

    /** {@return the findings that nobody has looked at yet} */
    public List<Finding> news() {
        return findings.stream().filter(Finding::news).toList();
    }

    /**
     * {@return the signatures with failures that were not shrunk and are not known by themselves}
     *
     * @param known whether all that were shrunk turned out to be known, or not all
     */
    public List<SignatureCount> unshrunk(boolean known) {
        return signatures.stream()
                .filter(count -> count.known() == null && count.unshrunk() > 0)
                .filter(count -> known
                        == count.findings().stream()
                                .noneMatch(place -> findings.get(place).news()))
                .toList();
    }

    /** {@return how many of the known divergences were seen} */
    public long knownSeen() {
        return known.stream().filter(KnownResult::wasSeen).count();
    }

    /** {@return what this says of the subject: what is known of it counts as expected} */
    public Verdict verdict() {
        List<Finding> news = news();
        if (news.stream().anyMatch(finding -> finding.kind().isFailure())) {
            return Verdict.CRASHES;
        }
        boolean corpusFailed = corpus != null && !corpus.news().isEmpty();
        return news.isEmpty() && !corpusFailed ? Verdict.CONFORMS : Verdict.DIVERGES;
    }
}
