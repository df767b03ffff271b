package org.stalemate.cli;

import org.jspecify.annotations.Nullable;
import org.stalemate.faults.Fault;
import org.stalemate.hunt.Campaign;
import org.stalemate.hunt.CampaignObserver;
import org.stalemate.hunt.CampaignSettings;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Finding;
import org.stalemate.reports.Witness;

/**
 * One campaign on the MMU with a fault, up to the first finding.
 *
 * @param fault the fault
 * @param result how far the campaign came
 * @param detectedAfterNanos how long it took to see the failure, its shrinking excluded; 0 if none was seen
 */
record FaultTrial(Fault fault, CampaignResult result, long detectedAfterNanos) {
    /** Runs the campaign of a seed until something is found or a number of operations is checked. */
    static FaultTrial run(Fault fault, long seed, long operations, CampaignObserver progress) {
        CampaignSettings settings = Subjects.with(fault).campaign("faults", seed, operations);
        FirstFinding first = new FirstFinding(progress);
        CampaignResult result = new Campaign(settings).run(first);
        return new FaultTrial(fault, result, first.detectedAfterNanos);
    }

    @Nullable
    Finding finding() {
        return result.findings().isEmpty() ? null : result.findings().getFirst();
    }

    /** {@return whether it was found, blamed on a rule that people expect, in no more steps than the shortest known} */
    boolean isAsReviewed() {
        Finding finding = finding();
        if (finding == null) {
            return false;
        }
        Witness witness = finding.witness();
        return !witness.blamed().isEmpty()
                && fault.blame().contains(witness.blamed().getFirst())
                && witness.length() <= fault.shortest().steps().size();
    }

    private static final class FirstFinding implements CampaignObserver {
        private final CampaignObserver progress;
        private final long started = System.nanoTime();
        private long detectedAfterNanos;
        private boolean found;

        FirstFinding(CampaignObserver progress) {
            this.progress = progress;
        }

        @Override
        public void detected(Campaign campaign) {
            if (detectedAfterNanos == 0) {
                detectedAfterNanos = System.nanoTime() - started;
            }
        }

        @Override
        public void found(Finding finding) {
            found = true;
        }

        @Override
        public void scenarioDone(Campaign campaign) {
            progress.scenarioDone(campaign);
        }

        @Override
        public boolean wantsToStop() {
            return found || progress.wantsToStop();
        }
    }
}
