package org.stalemate.reports.html;

import static org.stalemate.reports.Markup.escape;
import static org.stalemate.reports.Numbers.count;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stalemate.reports.CampaignPlan;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Cluster;
import org.stalemate.reports.ConfigurationResult;
import org.stalemate.reports.CorpusResult;
import org.stalemate.reports.CoverageSummary;
import org.stalemate.reports.Numbers;
import org.stalemate.reports.statistics.DivergenceBound;

/** Renders a result as one self-contained page: verdict, findings, configurations, coverage. */
public final class HtmlPage {
    private HtmlPage() {}

    /** {@return the page of a result} */
    public static String render(CampaignResult result) {
        CampaignPlan plan = result.plan();
        CoverageSummary coverage = CoverageSummary.of(result);
        String title = plan.subject() + " " + result.verdict().word();
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s: stalemate</title>
            <style>
            %s</style>
            </head>
            <body>
            <header>
            <p class="kicker">stalemate %s</p>
            <h1>%s <span class="verdict %s">%s</span></h1>
            %s%s</header>
            <main>
            %s%s%s%s%s</main>
            </body>
            </html>
            """.formatted(
                        escape(title),
                        style(),
                        escape(plan.command()),
                        escape(plan.subject()),
                        result.verdict().name().toLowerCase(Locale.ROOT),
                        result.verdict().word() + TriageSections.butFor(result),
                        about(plan),
                        facts(result, coverage),
                        FindingSections.render(result),
                        TriageSections.known(result),
                        configurations(result),
                        corpus(result.corpus()),
                        CoverageSection.render(coverage));
    }

    private static String style() {
        try (InputStream in = HtmlPage.class.getResourceAsStream("page.css")) {
            if (in == null) {
                throw new IllegalStateException("the resource page.css is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String about(CampaignPlan plan) {
        return plan.about().stream()
                .map(line -> "<p class=\"note\">" + escape(line) + "</p>\n")
                .collect(Collectors.joining());
    }

    private static String facts(CampaignResult result, CoverageSummary coverage) {
        CampaignPlan plan = result.plan();
        return """
            <dl class="facts">
            <div><dt>operations checked</dt><dd>%s</dd></div>
            <div><dt>scenarios of %s steps</dt><dd>%s</dd></div>
            <div><dt>configurations</dt><dd>%s</dd></div>
            <div><dt>findings</dt><dd>%s</dd></div>%s
            <div><dt>mandatory rules checked</dt><dd>%s of %s</dd></div>
            </dl>
            <p class="note">Seed %s, mix %s, generator %s.%s</p>
            """.formatted(
                        count(result.operations()),
                        plan.length(),
                        count(result.nextScenario()),
                        count(plan.configurations().size()),
                        count(Cluster.of(result.news()).size()),
                        leftOut(result),
                        coverage.checked(),
                        coverage.mandatory(),
                        plan.seed(),
                        escape(plan.mix()),
                        escape(plan.generator()),
                        result.finished() || plan.operations() == 0
                                ? ""
                                : " Not finished: the budget is " + count(plan.operations()) + " operations.");
    }

    private static String leftOut(CampaignResult result) {
        return result.stepsCut() == 0
                ? ""
                : "\n<div><dt>operations left out</dt><dd>" + count(result.stepsCut()) + "</dd></div>";
    }

    private static String configurations(CampaignResult result) {
        String rows =
                result.configurations().stream().map(HtmlPage::configuration).collect(Collectors.joining());
        return """
            <section>
            <h2>Configurations</h2>
            <div class="wide"><table>
            <thead><tr><th>configuration</th><th class="n">scenarios</th><th class="n">operations</th>\
            <th class="n">divergent</th><th class="n">crashed</th><th class="n">stale, lawful</th>\
            <th class="n">suspicious</th><th class="n">no verdict</th><th class="n">P(divergence) below</th></tr></thead>
            <tbody>
            %s</tbody>
            </table></div>
            <p class="note">Stale outcomes are permitted: a cached translation gave them that memory no longer holds. \
            Suspicious ones are forbidden only by a rule on which the manuals contradict themselves. Scenarios without \
            a verdict end at a step that leaves open what it did. The last column bounds the probability that a \
            scenario of this mix diverges, with %s %% confidence (Clopper and Pearson).</p>
            %s</section>
            """.formatted(rows, DivergenceBound.PERCENT, TriageSections.cuts(result));
    }

    private static String configuration(ConfigurationResult c) {
        DivergenceBound bound = DivergenceBound.of(c.scenarios() - c.noVerdict(), c.divergent() + c.crashed());
        return "<tr%s><td><code>%s</code></td>%s%s%s%s%s%s%s<td class=\"n\">%s</td></tr>\n"
                .formatted(
                        c.divergent() + c.crashed() > 0 ? " class=\"bad\"" : "",
                        escape(c.name()),
                        number(c.scenarios()),
                        number(c.operations()),
                        number(c.divergent()),
                        number(c.crashed()),
                        number(c.staleOutcomes()),
                        number(c.suspiciousOutcomes()),
                        number(c.noVerdict()),
                        Numbers.probability(bound.upper()));
    }

    static String number(long count) {
        return "<td class=\"n\">" + count(count) + "</td>";
    }

    private static String corpus(@Nullable CorpusResult corpus) {
        if (corpus == null) {
            return "";
        }
        String failures = corpus.news().stream()
                .map(failure -> "<li><code>%s</code> on <code>%s</code>: %s</li>\n"
                        .formatted(
                                escape(failure.test()), escape(failure.configuration()), escape(failure.explanation())))
                .collect(Collectors.joining());
        return """
            <section>
            <h2>Litmus corpus</h2>
            <p>%s in %s: %s.</p>
            %s%s</section>
            """.formatted(
                        count(corpus.tests(), "litmus test"),
                        count(corpus.runs(), "run"),
                        corpus.summary(),
                        failures.isEmpty() ? "" : "<ul>\n" + failures + "</ul>\n",
                        notApplicable(corpus));
    }

    private static String notApplicable(CorpusResult corpus) {
        String rows = corpus.reasons().entrySet().stream()
                .map(reason -> "<li>%s: %s</li>\n".formatted(count(reason.getValue(), "run"), escape(reason.getKey())))
                .collect(Collectors.joining());
        return rows.isEmpty() ? "" : "<p>Not run to the end:</p>\n<ul>\n" + rows + "</ul>\n";
    }
}
