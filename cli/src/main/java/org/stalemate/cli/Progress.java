package org.stalemate.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stalemate.hunt.Campaign;
import org.stalemate.hunt.CampaignObserver;
import org.stalemate.reports.Finding;
import org.stalemate.reports.Numbers;

/**
 * Shows on one line of a terminal how far a campaign is, and ends it when its time is up or the user wants to stop. Where the
 * output is no terminal it shows nothing.
 */
final class Progress implements CampaignObserver {
    private static final long EVERY_NANOS = Duration.ofMillis(250).toNanos();
    private static final double SLOW = 1e5;
    private static final String CLEARED = "\r\033[K";

    private final @Nullable PrintWriter terminal;
    private final StopRequest stop;
    private final @Nullable Duration time;
    private final long budget;
    private final long started = System.nanoTime();
    private long shownAt = started;
    private long checked;

    /**
     * Follows a campaign.
     *
     * @param err where to show it, if that is a terminal
     * @param time how long it may run, or null for any time
     * @param budget how many operations it may check, or 0 for any number
     */
    Progress(PrintWriter err, StopRequest stop, @Nullable Duration time, long budget) {
        boolean isTerminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        terminal = isTerminal ? err : null;
        this.stop = stop;
        this.time = time;
        this.budget = budget;
    }

    @Override
    public void found(Finding finding) {
        if (terminal != null) {
            terminal.print(CLEARED);
            terminal.println("found %s on %s, shrunk to %s"
                    .formatted(
                            finding.signature(),
                            finding.configuration(),
                            Numbers.count(finding.witness().length(), "step")));
        }
    }

    @Override
    public void scenarioDone(Campaign campaign) {
        checked = campaign.operations() - campaign.operationsBefore();
        long now = System.nanoTime();
        if (terminal != null && now - shownAt >= EVERY_NANOS) {
            shownAt = now;
            terminal.print(CLEARED + line(now, campaign));
            terminal.flush();
        }
    }

    @Override
    public boolean wantsToStop() {
        return stop.isRequested() || (time != null && System.nanoTime() - started >= time.toNanos());
    }

    /** Removes the line, and says how fast it was. */
    void finish(PrintWriter err) {
        if (terminal != null) {
            terminal.print(CLEARED);
        }
        err.println("%s in %s s, %s a second"
                .formatted(
                        Numbers.count(checked, "operation"),
                        String.format(Locale.ROOT, "%.1f", seconds(System.nanoTime())),
                        rate(System.nanoTime())));
    }

    private String line(long now, Campaign campaign) {
        long operations = campaign.operations();
        String share = budget > 0 ? " (" + 100 * operations / budget + " %)" : "";
        return "%s%s, %s a second, %s"
                .formatted(
                        Numbers.count(operations, "operation"),
                        share,
                        rate(now),
                        Numbers.count(campaign.findings(), "finding"));
    }

    private String rate(long now) {
        double each = checked / seconds(now);
        return each < SLOW ? Numbers.count((long) each) : String.format(Locale.ROOT, "%.2f million", each / 1e6);
    }

    private double seconds(long now) {
        return Math.max(now - started, 1) / 1e9;
    }
}
