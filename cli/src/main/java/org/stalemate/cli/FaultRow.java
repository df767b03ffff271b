package org.stalemate.cli;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.stalemate.faults.Fault;
import org.stalemate.reports.Finding;
import org.stalemate.reports.Numbers;

/**
 * What several campaigns made of one fault.
 *
 * @param fault the fault
 * @param trials the campaigns
 * @param operations the median of the operations until the first failure was seen
 * @param seconds the median of the seconds until then
 */
record FaultRow(Fault fault, List<FaultTrial> trials, long operations, double seconds) {
    /** Columns of an ID on the terminal. */
    static final int ID = 32;

    private static final String COLUMNS = "%-" + ID + "s %6s %12s %8s %6s %6s  %s";

    static final String HEADINGS =
            COLUMNS.formatted("fault", "found", "operations", "seconds", "steps", "known", "blamed rule");

    FaultRow {
        trials = List.copyOf(trials);
    }

    static FaultRow of(Fault fault, List<FaultTrial> trials) {
        List<Long> operations = trials.stream()
                .map(FaultTrial::first)
                .filter(Objects::nonNull)
                .map(Finding::afterOperations)
                .toList();
        List<Long> nanos = trials.stream()
                .filter(trial -> trial.first() != null)
                .map(FaultTrial::detectedAfterNanos)
                .toList();
        return new FaultRow(fault, trials, median(operations), median(nanos) / 1e9);
    }

    /** The upper one of two in the middle, or 0 of none. */
    private static long median(List<Long> values) {
        return values.isEmpty() ? 0 : values.stream().sorted().toList().get(values.size() / 2);
    }

    /** {@return whether every campaign found the fault as people expect} */
    boolean isAsReviewed() {
        return trials.stream().allMatch(trial -> trial.reviewed() != null);
    }

    @Override
    public String toString() {
        List<Finding> reviewed = trials.stream()
                .map(FaultTrial::reviewed)
                .filter(Objects::nonNull)
                .toList();
        int longest = reviewed.stream()
                .mapToInt(finding -> finding.witness().length())
                .max()
                .orElse(0);
        return COLUMNS.formatted(
                fault.id(),
                reviewed.size() + "/" + trials.size(),
                Numbers.count(operations),
                String.format(Locale.ROOT, "%.3f", seconds),
                longest == 0 ? "-" : longest,
                fault.shortest().steps().size(),
                reviewed.isEmpty() ? "not as reviewed" : blamed(reviewed));
    }

    private static String blamed(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.witness().blamed().getFirst().id())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
