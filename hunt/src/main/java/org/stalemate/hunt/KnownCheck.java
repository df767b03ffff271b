package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.List;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.KnownResult;
import org.stalemate.reports.known.KnownDivergences;
import org.stalemate.vocabulary.Scenario;

/**
 * Runs the scenarios of the known divergences, each by itself: campaigns may go around what a target does not survive, and what is
 * rare need not come up in one.
 */
public final class KnownCheck {
    private final Judge judge = new Judge();
    private final RuleCoverage uncounted = new RuleCoverage();

    private KnownCheck() {}

    /** {@return the result with whether each known divergence is still there} */
    public static CampaignResult on(
            List<SubjectConfiguration> configurations, KnownDivergences known, CampaignResult result) {
        KnownCheck check = new KnownCheck();
        CampaignResult checked = result;
        for (SubjectConfiguration configuration : configurations) {
            if (configuration instanceof SubjectConfiguration.Batched batched && known.size() > 0) {
                checked = checked.with(check.on(batched.daring(), known, checked.known()));
            }
        }
        return checked;
    }

    private List<KnownResult> on(
            SubjectConfiguration.Batched configuration, KnownDivergences known, List<KnownResult> before) {
        List<KnownResult> after = new ArrayList<>();
        try (Specimen specimen = Specimen.of(configuration)) {
            for (KnownResult entry : before) {
                int run = 0;
                int shown = 0;
                for (Scenario form : known.forms(entry.id())) {
                    Transplant there = Transplant.onto(configuration, form);
                    if (there.obstacle().isEmpty()) {
                        run++;
                        shown += shows(there.scenario(), specimen) ? 1 : 0;
                    }
                }
                after.add(entry.withForms(run, shown));
            }
        }
        return after;
    }

    private boolean shows(Scenario scenario, Specimen specimen) {
        return specimen.run(scenario, judge, uncounted).judgement().divergence() != null;
    }
}
