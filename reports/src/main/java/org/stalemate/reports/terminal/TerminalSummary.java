package org.stalemate.reports.terminal;

import static org.stalemate.reports.Numbers.count;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stalemate.reports.CampaignPlan;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Cluster;
import org.stalemate.reports.ConfigurationResult;
import org.stalemate.reports.CorpusResult;
import org.stalemate.reports.CoverageSummary;
import org.stalemate.reports.Finding;
import org.stalemate.reports.Numbers;
import org.stalemate.reports.Occurrence;
import org.stalemate.reports.Witness;
import org.stalemate.reports.statistics.DivergenceBound;
import org.stalemate.vocabulary.Rule;

/** Renders a result as text of at most some 120 columns: the verdict first, then what it rests on, then each finding. */
public final class TerminalSummary {
    private final List<String> lines = new ArrayList<>();

    private TerminalSummary() {}

    /** {@return the text of a result, lines ending in a line feed} */
    public static String render(CampaignResult result) {
        TerminalSummary summary = new TerminalSummary();
        summary.findings(result);
        TriageText.of(result, summary.lines);
        summary.coverage(CoverageSummary.of(result));
        summary.configurations(result);
        summary.verdict(result);
        return String.join("\n", summary.lines) + "\n";
    }

    /** {@return the text of one finding, lines ending in a line feed} */
    public static String render(CampaignPlan plan, Finding finding, int number) {
        TerminalSummary summary = new TerminalSummary();
        summary.finding(plan, finding, number);
        return String.join("\n", summary.lines) + "\n";
    }

    private void verdict(CampaignResult result) {
        CampaignPlan plan = result.plan();
        lines.add("%s %s%s"
                .formatted(
                        plan.subject(), result.verdict().word().toUpperCase(Locale.ROOT), TriageText.butFor(result)));
        plan.about().forEach(line -> lines.add("  " + line));
        lines.add("  %s checked: %s of %s steps (seed %s, mix %s) on %s%s"
                .formatted(
                        count(result.operations(), "operation"),
                        count(result.nextScenario(), "scenario"),
                        plan.length(),
                        plan.seed(),
                        plan.mix(),
                        count(plan.configurations().size(), "configuration"),
                        result.finished() || plan.operations() == 0 ? "" : ", not finished"));
        if (result.stepsCut() > 0) {
            lines.add("  %s left out: the target lacks them, or one that comes before them in the scenario"
                    .formatted(count(result.stepsCut(), "more operation")));
        }
        if (result.nextScenario() > 0) {
            double upper = result.configurations().stream()
                    .mapToDouble(c -> bound(c).upper())
                    .max()
                    .orElse(1);
            lines.add(("  with %s %% confidence, such a scenario diverges with a probability below %s in every"
                            + " configuration")
                    .formatted(DivergenceBound.PERCENT, Numbers.probability(upper)));
        }
        corpus(result.corpus());
    }

    private static DivergenceBound bound(ConfigurationResult configuration) {
        return DivergenceBound.of(
                configuration.scenarios() - configuration.noVerdict(),
                configuration.divergent() + configuration.crashed());
    }

    private void corpus(@Nullable CorpusResult corpus) {
        if (corpus == null) {
            return;
        }
        lines.add("  %s in %s: %s"
                .formatted(count(corpus.tests(), "litmus test"), count(corpus.runs(), "run"), corpus.summary()));
        for (CorpusResult.Failure failure : corpus.news()) {
            lines.add("    %s on %s: %s".formatted(failure.test(), failure.configuration(), failure.explanation()));
        }
        corpus.reasons()
                .forEach((reason, runs) -> lines.add("    not run to the end: %s, %s".formatted(count(runs), reason)));
    }

    private void configurations(CampaignResult result) {
        int width = result.plan().configurations().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        width = Math.max(width, "configuration".length());
        lines.add(("%-" + width + "s %12s %10s %13s %10s %10s %8s")
                .formatted(
                        "configuration",
                        "operations",
                        "divergent",
                        "stale, lawful",
                        "suspicious",
                        "no verdict",
                        "crashed"));
        for (ConfigurationResult c : result.configurations()) {
            lines.add(("%-" + width + "s %12s %10s %13s %10s %10s %8s")
                    .formatted(
                            c.name(),
                            count(c.operations()),
                            count(c.divergent()),
                            count(c.staleOutcomes()),
                            count(c.suspiciousOutcomes()),
                            count(c.noVerdict()),
                            count(c.crashed())));
        }
        TriageText.cuts(result, lines);
        lines.add("");
    }

    private void coverage(CoverageSummary coverage) {
        lines.add("%-40s %18s %22s".formatted("rules", "mandatory, checked", "permissions, exhibited"));
        for (CoverageSummary.Family family : coverage.families()) {
            lines.add("%-40s %18s %22s"
                    .formatted(
                            family.family().title(),
                            share(family.checked(), family.mandatory()),
                            share(family.exhibited(), family.permissions())));
        }
        for (Rule rule : coverage.byCorpus()) {
            lines.add("  checked by the litmus corpus only: %s (%s)".formatted(rule.id(), rule.title()));
        }
        for (Rule rule : coverage.unchecked()) {
            lines.add("  not checked: %s (%s)".formatted(rule.id(), rule.title()));
        }
        coverage.accepted()
                .forEach((rule, reason) -> lines.add("  not checked: %s, because %s".formatted(rule.id(), reason)));
        lines.add("");
    }

    private static String share(int part, int all) {
        return all == 0 ? "-" : part + " of " + all;
    }

    private void findings(CampaignResult result) {
        int number = 1;
        for (Cluster cluster : Cluster.of(result.news())) {
            finding(result.plan(), cluster.first(), number++);
            for (Finding other : cluster.others()) {
                lines.add("  also in %s, with the same steps in other surroundings: %s"
                        .formatted(count(other.total(), "scenario"), replay(result.plan(), other)));
            }
            lines.add("");
        }
    }

    private void finding(CampaignPlan plan, Finding finding, int number) {
        Witness witness = finding.witness();
        String where =
                finding.occurrences().stream().map(Occurrence::configuration).collect(Collectors.joining(", "));
        lines.add("Finding %s: %s".formatted(number, finding.signature()));
        lines.add("  in %s of %s".formatted(count(finding.total(), "scenario"), where));
        lines.add("  first in scenario %s (seed %s) on %s, after %s"
                .formatted(
                        count(finding.scenario()),
                        finding.replaySeed(),
                        finding.configuration(),
                        count(finding.afterOperations(), "operation")));
        lines.add("  shrunk to %s%s:"
                .formatted(
                        count(witness.length(), "step"),
                        witness.oneMinimal() ? ", of which none can be left out" : ""));
        lines.add("");
        witness.litmus().lines().forEach(line -> lines.add(line.isEmpty() ? "" : "    " + line));
        lines.add("");
        witness.explanation().lines().forEach(line -> lines.add(line.isEmpty() ? "" : "  " + line));
        lines.add("  replay: %s".formatted(replay(plan, finding)));
    }

    private static String replay(CampaignPlan plan, Finding finding) {
        return plan.replay().isEmpty()
                ? finding.witness().token()
                : plan.replay() + " --configuration " + finding.configuration() + " "
                        + finding.witness().token();
    }
}
