package org.stalemate.reports.junit;

import java.util.ArrayList;
import java.util.List;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.ConfigurationResult;
import org.stalemate.reports.CorpusResult;
import org.stalemate.reports.Finding;
import org.stalemate.reports.Markup;

/**
 * Renders a result as JUnit XML: one suite, one test case for each configuration, which fails with the findings that occurred in
 * it, and one for the litmus corpus.
 */
public final class JUnitXml {
    private JUnitXml() {}

    private record Case(String name, List<String> failures, boolean crashed) {}

    /** {@return the document of a result} */
    public static String render(CampaignResult result) {
        List<Case> cases = new ArrayList<>();
        for (ConfigurationResult configuration : result.configurations()) {
            cases.add(configuration(configuration.name(), result.findings()));
        }
        CorpusResult corpus = result.corpus();
        if (corpus != null) {
            List<String> failures = corpus.failures().stream()
                    .map(failure -> failure.test() + " on " + failure.configuration() + ": " + failure.explanation())
                    .toList();
            cases.add(new Case("litmus corpus", failures, false));
        }
        String suite =
                "stalemate " + result.plan().command() + ", " + result.plan().subject();
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"%s\" tests=\"%s\" failures=\"%s\" errors=\"%s\" skipped=\"0\">\n"
                .formatted(
                        Markup.escape(suite),
                        cases.size(),
                        cases.stream()
                                .filter(c -> !c.failures.isEmpty() && !c.crashed)
                                .count(),
                        cases.stream().filter(Case::crashed).count()));
        cases.forEach(testCase -> xml.append(testCase(suite, testCase)));
        return xml.append("</testsuite>\n").toString();
    }

    private static Case configuration(String name, List<Finding> findings) {
        List<Finding> its = findings.stream()
                .filter(finding -> finding.occurrences().stream()
                        .anyMatch(occurrence -> occurrence.configuration().equals(name)))
                .toList();
        List<String> failures = its.stream()
                .map(finding -> finding.signature() + "\n" + finding.witness().explanation()
                        + finding.witness().token())
                .toList();
        return new Case(name, failures, its.stream().anyMatch(finding -> finding.kind() == Finding.Kind.CRASHED));
    }

    private static String testCase(String suite, Case testCase) {
        String open = "  <testcase classname=\"%s\" name=\"%s\""
                .formatted(Markup.escape(suite), Markup.escape(testCase.name));
        if (testCase.failures.isEmpty()) {
            return open + "/>\n";
        }
        String element = testCase.crashed ? "error" : "failure";
        String message = testCase.failures.getFirst().lines().findFirst().orElse("");
        return "%s>\n    <%s message=\"%s\">%s</%s>\n  </testcase>\n"
                .formatted(
                        open,
                        element,
                        Markup.escape(message),
                        Markup.escape(String.join("\n\n", testCase.failures)),
                        element);
    }
}
