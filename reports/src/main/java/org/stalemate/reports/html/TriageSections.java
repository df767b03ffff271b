package org.stalemate.reports.html;

import static org.stalemate.reports.Markup.escape;
import static org.stalemate.reports.Numbers.count;

import java.util.stream.Collectors;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.ConfigurationResult;
import org.stalemate.reports.Cut;
import org.stalemate.reports.Finding;
import org.stalemate.reports.KnownResult;
import org.stalemate.reports.SignatureCount;

/** The parts of the page about what is known already, what was not shrunk, and what was left out. */
final class TriageSections {
    private TriageSections() {}

    /** {@return what to add to the verdict; empty if nothing known was seen} */
    static String butFor(CampaignResult result) {
        long seen = result.knownSeen();
        return seen == 0 ? "" : " but for " + count(seen, "known divergence");
    }

    /** {@return a note on the failures that were not shrunk, by signature; empty if there are none} */
    static String unshrunk(CampaignResult result, boolean known) {
        return result.unshrunk(known).stream()
                .map(TriageSections::unshrunk)
                .collect(Collectors.joining("", "<ul>\n", "</ul>\n"))
                .replace("<ul>\n</ul>\n", "");
    }

    private static String unshrunk(SignatureCount signature) {
        return "<li>%s of <code>%s</code> were counted and not shrunk; %s were.</li>\n"
                .formatted(
                        count(signature.unshrunk(), "more failure"),
                        escape(signature.signature()),
                        count(signature.shrunk()));
    }

    static String known(CampaignResult result) {
        if (result.known().isEmpty()) {
            return "";
        }
        String entries =
                result.known().stream().map(known -> known(known, result)).collect(Collectors.joining());
        return "<section>\n<h2>Known divergences</h2>\n" + entries + unshrunk(result, true) + "</section>\n";
    }

    private static String known(KnownResult known, CampaignResult result) {
        String seen = known.wasSeen()
                ? "Seen in %s, %s of litmus tests and %s of the %s that ought to show it."
                        .formatted(
                                count(known.scenarios(), "scenario"),
                                count(known.litmusTests(), "run"),
                                known.formsShown(),
                                known.formsRun())
                : "Not seen in %s.".formatted(count(result.operations(), "operation"));
        return """
            <article>
            <h3><code>%s</code>: %s</h3>
            <p>%s The %s is wrong: %s (%s)</p>
            %s</article>
            """.formatted(
                        escape(known.id()),
                        escape(known.title()),
                        seen,
                        known.wrong() == KnownResult.Wrong.TARGET ? "target" : "model",
                        escape(known.why()),
                        escape(known.source()),
                        forms(known, result));
    }

    private static String forms(KnownResult known, CampaignResult result) {
        return result.findings().stream()
                .filter(finding -> known.id().equals(finding.known()))
                .map(TriageSections::form)
                .collect(Collectors.joining());
    }

    private static String form(Finding finding) {
        return "<details><summary>%s, %s</summary>\n<pre>%s</pre>\n</details>\n"
                .formatted(
                        escape(finding.signature()),
                        count(finding.total(), "scenario"),
                        escape(finding.witness().litmus()));
    }

    static String cuts(CampaignResult result) {
        String rows = result.configurations().stream().map(TriageSections::cuts).collect(Collectors.joining());
        return rows.isEmpty() ? "" : """
            <h3>Left out</h3>
            <div class="wide"><table>
            <thead><tr><th>configuration</th><th class="n">scenarios</th><th class="n">operations</th>\
            <th>what the target does not have</th></tr></thead>
            <tbody>
            %s</tbody>
            </table></div>
            """.formatted(rows);
    }

    private static String cuts(ConfigurationResult configuration) {
        return configuration.cuts().stream()
                .map(cut -> cut(configuration.name(), cut))
                .collect(Collectors.joining());
    }

    private static String cut(String configuration, Cut cut) {
        return "<tr><td><code>%s</code></td>%s%s<td>%s</td></tr>\n"
                .formatted(
                        escape(configuration),
                        HtmlPage.number(cut.scenarios()),
                        HtmlPage.number(cut.steps()),
                        escape(cut.reason()));
    }
}
