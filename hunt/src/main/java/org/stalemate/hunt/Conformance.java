package org.stalemate.hunt;

import java.util.List;
import java.util.function.Supplier;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Verdict;
import org.stalemate.reports.terminal.TerminalSummary;
import org.stalemate.vocabulary.Mmu;

/** The campaign as one call, for the tests of an MMU. */
public final class Conformance {
    private static final long SEED = 1;

    private Conformance() {}

    /**
     * {@return the result of a campaign over the standard mix, with seed 1: the same every time}
     *
     * @param name what to call the MMU
     * @param factory makes one
     * @param operations after how many checked operations to end
     * @throws AssertionError if the MMU does not conform; the message tells each finding and how to replay it
     */
    public static CampaignResult require(String name, Supplier<? extends Mmu> factory, long operations) {
        SubjectConfiguration configuration = SubjectConfiguration.of(name, factory);
        CampaignSettings settings =
                CampaignSettings.standard("test", name, "", SEED, operations, List.of(configuration));
        CampaignResult result = new Campaign(settings).run(CampaignObserver.NONE);
        if (result.verdict() != Verdict.CONFORMS) {
            throw new AssertionError(TerminalSummary.render(result));
        }
        return result;
    }
}
