package org.stalemate.cli;

import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.stalemate.hunt.Campaign;
import org.stalemate.hunt.SavedRun;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.files.ResultDirectory;
import org.stalemate.reports.json.ResultJson;
import org.stalemate.reports.terminal.TerminalSummary;

/** Runs a campaign on the command line: saved, shown, and stopped when the user wants it. */
final class CampaignRun {
    private final PrintWriter out;
    private final PrintWriter err;
    private final ResultDirectory directory;

    CampaignRun(PrintWriter out, PrintWriter err, ResultDirectory directory) {
        this.out = out;
        this.err = err;
        this.directory = directory;
    }

    /** What else to find out about the subject before the result is complete. */
    interface Completion {
        CampaignResult complete(CampaignResult result);
    }

    /**
     * {@return the exit code}
     *
     * @param time how long it may run, or null for any time
     * @param budget how many operations it may check, or 0 for any number
     * @param json whether to print the result itself rather than the summary
     */
    int run(Campaign campaign, @Nullable Duration time, long budget, boolean json, Completion completion) {
        try (StopRequest stop = new StopRequest()) {
            Progress progress = new Progress(err, stop, time, budget);
            CampaignResult ran = new SavedRun(directory).run(campaign, progress);
            progress.finish(err);
            CampaignResult result = completion.complete(ran);
            directory.save(result);
            directory.render(result);
            out.print(json ? ResultJson.write(result) : TerminalSummary.render(result));
            out.flush();
            err.println("results are in " + directory.path() + ", for a browser in " + directory.page());
            return result.verdict().exitCode();
        }
    }
}
