package org.stalemate.reports.junit;

import java.util.ArrayList;
import java.util.List;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.ConfigurationResult;
import org.stalemate.reports.CorpusResult;
import org.stalemate.reports.Finding;
import org.stalemate.reports.KnownResult;
import org.stalemate.reports.Markup;
import org.stalemate.reports.Occurrence;
import org.stalemate.reports.SignatureCount;

/**
 * Renders a result as JUnit XML: one suite, one test case for each configuration, which fails with the findings that occurred in
 * it, and one for the litmus corpus.
 */
public final class JUnitXml {
    private JUnitXml() {}

    private record Case(String name, List<String> failures, boolean crashed, String skipped) {}

    /** {@return the document of a result} */
    public static String render(CampaignResult result) {
        List<Case> cases = new ArrayList<>();
        for (ConfigurationResult configuration : result.configurations()) {
            cases.add(configuration(configuration.name(), result));
        }
        CorpusResult corpus = result.corpus();
        if (corpus != null) {
            List<String> failures = corpus.news().stream()
                    .map(failure -> failure.test() + " on " + failure.configuration() + ": " + failure.explanation())
                    .toList();
            cases.add(new Case("litmus corpus", failures, false, ""));
        }
        result.known().forEach(known -> cases.add(known(known)));
        String suite =
                "stalemate " + result.plan().command() + ", " + result.plan().subject();
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"%s\" tests=\"%s\" failures=\"%s\" errors=\"%s\" skipped=\"%s\">\n"
                .formatted(
                        Markup.escape(suite),
                        cases.size(),
                        cases.stream()
                                .filter(c -> !c.failures.isEmpty() && !c.crashed)
                                .count(),
                        cases.stream().filter(Case::crashed).count(),
                        cases.stream().filter(c -> !c.skipped.isEmpty()).count()));
        cases.forEach(testCase -> xml.append(testCase(suite, testCase)));
        return xml.append("</testsuite>\n").toString();
    }

    private static Case configuration(String name, CampaignResult result) {
        List<Finding> its = result.news().stream()
                .filter(finding -> occursIn(name, finding.occurrences()))
                .toList();
        List<String> failures = new ArrayList<>();
        for (Finding finding : its) {
            failures.add(finding.signature() + "\n" + finding.witness().explanation()
                    + finding.witness().token());
        }
        for (SignatureCount signature : result.unshrunk(false)) {
            if (occursIn(name, signature.others())) {
                failures.add(signature.signature() + "\nfurther failures were counted, but not shrunk");
            }
        }
        return new Case(
                name, failures, its.stream().anyMatch(finding -> finding.kind().isFailure()), "");
    }

    private static boolean occursIn(String configuration, List<Occurrence> occurrences) {
        return occurrences.stream()
                .anyMatch(occurrence -> occurrence.configuration().equals(configuration));
    }

    /** A known divergence that was seen is skipped, one that was not passes: an expectation that may be out of date. */
    private static Case known(KnownResult known) {
        String name = "known divergence " + known.id();
        return known.wasSeen()
                ? new Case(name, List.of(), false, known.title() + ": " + known.why() + " (" + known.source() + ")")
                : new Case(name + ", not seen", List.of(), false, "");
    }

    private static String testCase(String suite, Case testCase) {
        String open = "  <testcase classname=\"%s\" name=\"%s\""
                .formatted(Markup.escape(suite), Markup.escape(testCase.name));
        if (!testCase.skipped.isEmpty()) {
            return "%s>\n    <skipped message=\"%s\"/>\n  </testcase>\n"
                    .formatted(open, Markup.escape(testCase.skipped));
        }
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
