package org.stalemate.reports.terminal;

import static org.stalemate.reports.Numbers.count;

import java.util.List;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.ConfigurationResult;
import org.stalemate.reports.Cut;
import org.stalemate.reports.KnownResult;
import org.stalemate.reports.SignatureCount;

/** The lines about what is known already, what was not shrunk, and what was left out. */
final class TriageText {
    private TriageText() {}

    /** {@return what to add to the verdict; empty if nothing known was seen} */
    static String butFor(CampaignResult result) {
        long seen = result.knownSeen();
        return seen == 0 ? "" : " but for " + count(seen, "known divergence");
    }

    static void of(CampaignResult result, List<String> lines) {
        int before = lines.size();
        for (SignatureCount signature : result.unshrunk(false)) {
            lines.add("%s of %s: counted, not shrunk (%s)"
                    .formatted(
                            count(signature.unshrunk(), "more failure"),
                            signature.signature(),
                            count(signature.shrunk()) + " were shrunk"));
        }
        result.known().forEach(known -> known(known, result, lines));
        for (SignatureCount signature : result.unshrunk(true)) {
            lines.add("%s of %s: not shrunk; each of the %s that were is known"
                    .formatted(
                            count(signature.unshrunk(), "more failure"),
                            signature.signature(),
                            count(signature.shrunk())));
        }
        if (lines.size() > before) {
            lines.add("");
        }
    }

    private static void known(KnownResult known, CampaignResult result, List<String> lines) {
        if (!known.wasSeen()) {
            lines.add("Known divergence %s was not seen in %s: %s"
                    .formatted(known.id(), count(result.operations(), "operation"), known.title()));
            return;
        }
        lines.add("Known divergence %s: %s".formatted(known.id(), known.title()));
        lines.add("  in " + seen(known));
        lines.add("  %s is wrong: %s (%s)"
                .formatted(
                        known.wrong() == KnownResult.Wrong.TARGET ? "the target" : "the model",
                        known.why(),
                        known.source()));
    }

    private static String seen(KnownResult known) {
        String scenarios = count(known.scenarios(), "scenario");
        String tests = known.litmusTests() == 0 ? "" : " and " + count(known.litmusTests(), "run") + " of litmus tests";
        String forms = known.formsRun() == 0
                ? ""
                : ", and in " + known.formsShown() + " of the " + known.formsRun() + " that ought to show it";
        return scenarios + tests + forms;
    }

    static void cuts(CampaignResult result, List<String> lines) {
        for (ConfigurationResult configuration : result.configurations()) {
            for (Cut cut : configuration.cuts()) {
                lines.add("  %s, left out: %s of %s, %s"
                        .formatted(
                                configuration.name(),
                                count(cut.steps(), "operation"),
                                count(cut.scenarios(), "scenario"),
                                cut.reason()));
            }
        }
    }
}
