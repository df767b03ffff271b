package org.stalemate.hunt;

import java.time.Duration;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Finding;
import org.stalemate.reports.files.ResultDirectory;

/** Keeps the result of a running campaign in a directory: from the start on, now and then, at each finding, and at the end. */
public final class SavedRun {
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final ResultDirectory directory;
    private final long intervalNanos;

    /** Saves into a directory every ten seconds. */
    public SavedRun(ResultDirectory directory) {
        this(directory, EVERY);
    }

    SavedRun(ResultDirectory directory, Duration every) {
        this.directory = directory;
        intervalNanos = every.toNanos();
    }

    /**
     * Runs a campaign as {@link Campaign#run} does.
     *
     * @throws org.stalemate.reports.files.ResultFileException if the result cannot be written
     */
    public CampaignResult run(Campaign campaign, CampaignObserver observer) {
        directory.save(campaign.result());
        CampaignResult result = campaign.run(new Saving(observer));
        directory.save(result);
        return result;
    }

    private final class Saving implements CampaignObserver {
        private final CampaignObserver observer;
        private long savedAt = System.nanoTime();
        private boolean foundSince;

        Saving(CampaignObserver observer) {
            this.observer = observer;
        }

        @Override
        public void detected(Campaign campaign) {
            observer.detected(campaign);
        }

        @Override
        public void found(Finding finding) {
            foundSince = true;
            observer.found(finding);
        }

        @Override
        public void scenarioDone(Campaign campaign) {
            long now = System.nanoTime();
            if (foundSince || now - savedAt >= intervalNanos) {
                directory.save(campaign.result());
                savedAt = now;
                foundSince = false;
            }
            observer.scenarioDone(campaign);
        }

        @Override
        public boolean wantsToStop() {
            return observer.wantsToStop();
        }
    }
}
