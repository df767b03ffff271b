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
 * One campaign on the MMU with a fault, up to the first finding that is as people expect. A fault has several consequences, and
 * not every one of them points at it: an INIT that drops nothing, say, is seen as well through a later MOV to CR3.
 *
 * @param fault the fault
 * @param result how far the campaign came
 * @param detectedAfterNanos how long it took to see the first failure, its shrinking excluded; 0 if none was seen
 */
record FaultTrial(Fault fault, CampaignResult result, long detectedAfterNanos) {
    /** Runs the campaign of a seed until something is found as expected or a number of operations is checked. */
    static FaultTrial run(Fault fault, long seed, long operations) {
        CampaignSettings settings = KvmLikeSubjects.with(fault).campaign("faults", seed, operations);
        Search search = new Search(fault);
        CampaignResult result = new Campaign(settings).run(search);
        return new FaultTrial(fault, result, search.detectedAfterNanos);
    }

    /** {@return the first finding, or null if there is none} */
    @Nullable
    Finding first() {
        return result.findings().isEmpty() ? null : result.findings().getFirst();
    }

    /** {@return the finding that is as people expect, or null if there is none} */
    @Nullable
    Finding reviewed() {
        return result.findings().stream()
                .filter(finding -> isAsReviewed(fault, finding))
                .findFirst()
                .orElse(null);
    }

    /** {@return whether it is blamed on a rule that people expect, in no more steps than the shortest scenario known} */
    private static boolean isAsReviewed(Fault fault, Finding finding) {
        Witness witness = finding.witness();
        return !witness.blamed().isEmpty()
                && fault.blame().contains(witness.blamed().getFirst())
                && witness.length() <= fault.shortest().steps().size();
    }

    private static final class Search implements CampaignObserver {
        private final Fault fault;
        private final long started = System.nanoTime();
        private long detectedAfterNanos;
        private boolean done;

        Search(Fault fault) {
            this.fault = fault;
        }

        @Override
        public void detected(Campaign campaign) {
            if (detectedAfterNanos == 0) {
                detectedAfterNanos = System.nanoTime() - started;
            }
        }

        @Override
        public void found(Finding finding) {
            done |= isAsReviewed(fault, finding);
        }

        @Override
        public boolean wantsToStop() {
            return done;
        }
    }
}
