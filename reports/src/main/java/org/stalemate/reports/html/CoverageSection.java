package org.stalemate.reports.html;

import static org.stalemate.reports.Markup.escape;
import static org.stalemate.reports.html.HtmlPage.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.stalemate.reports.CoverageSummary;
import org.stalemate.reports.CoverageSummary.Family;
import org.stalemate.reports.RuleCount;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.RuleKind;

/** The part of the page that says which rules the campaign could have seen broken. */
final class CoverageSection {
    private static final String NOT_COUNTED = "<td class=\"n\">&ndash;</td>";

    private CoverageSection() {}

    static String render(CoverageSummary coverage) {
        return """
            <section>
            <h2>Rule coverage</h2>
            <p>A rule is <em>checked</em> when a subject that breaks it would have been noticed; executing what it is \
            about is not enough. Rules that remove nothing are not looked for again once they are checked, so their \
            counts stay small. A permission is <em>exhibited</em> when an outcome was seen that rests on it.</p>
            %s%s</section>
            """.formatted(
                gaps(coverage),
                coverage.families().stream().map(CoverageSection::family).collect(Collectors.joining()));
    }

    private static String gaps(CoverageSummary coverage) {
        List<String> gaps = new ArrayList<>();
        coverage.unchecked().forEach(rule -> gaps.add(named(rule)));
        coverage.accepted().forEach((rule, reason) -> gaps.add(named(rule) + ": " + escape(reason)));
        return list("Mandatory rules that were not checked:", gaps)
                + list(
                        "Mandatory rules that only the litmus corpus checked:",
                        coverage.byCorpus().stream().map(CoverageSection::named).toList())
                + (gaps.isEmpty() ? "<p>Every mandatory rule was checked.</p>\n" : "");
    }

    private static String named(Rule rule) {
        return "<code>%s</code> %s".formatted(rule.id(), escape(rule.title()));
    }

    private static String list(String heading, List<String> items) {
        return items.isEmpty()
                ? ""
                : items.stream()
                        .map(item -> "<li>" + item + "</li>\n")
                        .collect(Collectors.joining("", "<p>" + heading + "</p>\n<ul>\n", "</ul>\n"));
    }

    private static String family(Family family) {
        String rows = family.counts().stream().map(CoverageSection::row).collect(Collectors.joining());
        return """
            <details%s>
            <summary>%s <span class="share">%s</span></summary>
            <div class="wide"><table>
            <thead><tr><th>rule</th><th>about</th><th>strength</th><th class="n">executed</th>\
            <th class="n">checked</th><th class="n">exhibited</th></tr></thead>
            <tbody>
            %s</tbody>
            </table></div>
            </details>
            """.formatted(
                        family.checked() < family.mandatory() ? " open" : "",
                        escape(family.family().title()),
                        share(family),
                        rows);
    }

    private static String share(Family family) {
        String checked = family.mandatory() == 0
                ? ""
                : "%s of %s mandatory checked".formatted(family.checked(), family.mandatory());
        String exhibited = family.permissions() == 0
                ? ""
                : "%s of %s permissions exhibited".formatted(family.exhibited(), family.permissions());
        return checked + (checked.isEmpty() || exhibited.isEmpty() ? "" : ", ") + exhibited;
    }

    private static String row(RuleCount count) {
        Rule rule = count.rule();
        boolean gap = CoverageSummary.hasToBeChecked(rule) && count.checked() == 0;
        boolean permission = CoverageSummary.isPermission(rule);
        return "<tr%s><td><code>%s</code></td><td>%s</td><td>%s</td>%s%s%s</tr>\n"
                .formatted(
                        gap ? " class=\"gap\"" : "",
                        rule.id(),
                        escape(rule.title()),
                        rule.strength().name().toLowerCase(Locale.ROOT),
                        rule.kind() == RuleKind.REMOVES ? number(count.executed()) : NOT_COUNTED,
                        permission ? NOT_COUNTED : number(count.checked()),
                        permission ? number(count.exhibited()) : NOT_COUNTED);
    }
}
