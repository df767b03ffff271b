package org.stalemate.reports.html;

import static org.stalemate.reports.Markup.escape;
import static org.stalemate.reports.Numbers.count;

import java.util.stream.Collectors;
import org.stalemate.reports.CampaignPlan;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Cluster;
import org.stalemate.reports.Finding;
import org.stalemate.reports.Witness;
import org.stalemate.vocabulary.Rule;

/** The part of the page that tells each finding. */
final class FindingSections {
    private FindingSections() {}

    static String render(CampaignResult result) {
        if (result.news().isEmpty()) {
            return "";
        }
        StringBuilder sections = new StringBuilder("<section>\n<h2>Findings</h2>\n");
        int number = 1;
        for (Cluster cluster : Cluster.of(result.news())) {
            sections.append(finding(result.plan(), cluster, number++));
        }
        return sections.append(TriageSections.unshrunk(result, false))
                .append("</section>\n")
                .toString();
    }

    private static String finding(CampaignPlan plan, Cluster cluster, int number) {
        Finding finding = cluster.first();
        Witness witness = finding.witness();
        return """
            <article>
            <h3>%s. %s</h3>
            <p>%s</p>
            <pre class="story">%s</pre>
            <h4>The shrunk scenario: %s%s</h4>
            <pre>%s</pre>
            <h4>Where it occurred</h4>
            <ul>
            %s</ul>
            <p>First in scenario %s of the campaign (seed <code>%s</code>), after %s.</p>
            <h4>Replay</h4>
            <pre class="token">%s</pre>
            %s</article>
            """.formatted(
                        number,
                        escape(finding.signature()),
                        blame(finding),
                        escape(witness.explanation()),
                        count(witness.length(), "step"),
                        witness.oneMinimal() ? ", of which none can be left out" : "",
                        escape(witness.litmus()),
                        occurrences(finding),
                        count(finding.scenario()),
                        escape(finding.replaySeed()),
                        count(finding.afterOperations(), "operation"),
                        escape(replay(plan, finding)),
                        others(plan, cluster));
    }

    private static String others(CampaignPlan plan, Cluster cluster) {
        return cluster.others().stream().map(other -> other(plan, other)).collect(Collectors.joining());
    }

    private static String other(CampaignPlan plan, Finding finding) {
        return """
            <details><summary>The same steps in other surroundings, in %s</summary>
            <pre>%s</pre>
            <pre class="token">%s</pre>
            </details>
            """.formatted(
                count(finding.total(), "scenario"), escape(finding.witness().litmus()), escape(replay(plan, finding)));
    }

    private static String blame(Finding finding) {
        if (finding.kind().isFailure()) {
            return "The subject failed instead of giving an outcome.";
        }
        if (finding.witness().blamed().isEmpty()) {
            return "No single broken rule gives this outcome.";
        }
        return finding.witness().blamed().stream()
                .map(FindingSections::rule)
                .collect(Collectors.joining("; ", "Broken: ", "."));
    }

    private static String rule(Rule rule) {
        return "<code>%s</code> %s (%s)".formatted(rule.id(), escape(rule.title()), escape(rule.source()));
    }

    private static String occurrences(Finding finding) {
        return finding.occurrences().stream()
                .map(occurrence -> "<li><code>%s</code>: %s</li>\n"
                        .formatted(escape(occurrence.configuration()), count(occurrence.scenarios(), "scenario")))
                .collect(Collectors.joining());
    }

    private static String replay(CampaignPlan plan, Finding finding) {
        String token = finding.witness().token();
        return plan.replay().isEmpty()
                ? token
                : plan.replay() + " --configuration " + finding.configuration() + " " + token;
    }
}
