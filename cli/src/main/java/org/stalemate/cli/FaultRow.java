package org.stalemate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.stalemate.faults.Fault;
import org.stalemate.reports.Finding;
import org.stalemate.reports.Numbers;
import org.stalemate.vocabulary.Rule;

/**
 * What several campaigns made of one fault.
 *
 * @param fault the fault
 * @param trials how many campaigns there were
 * @param findings what those found that found it
 * @param operations the median of the operations until it was found
 * @param seconds the median of the seconds until it was seen
 * @param asReviewed how many found it as people expect
 */
record FaultRow(Fault fault, int trials, List<Finding> findings, long operations, double seconds, int asReviewed) {
    FaultRow {
        findings = List.copyOf(findings);
    }

    static FaultRow of(Fault fault, List<FaultTrial> trials) {
        List<Finding> findings = trials.stream()
                .map(FaultTrial::finding)
                .filter(Objects::nonNull)
                .toList();
        List<Long> operations = findings.stream().map(Finding::afterOperations).toList();
        List<Long> nanos = trials.stream()
                .filter(trial -> trial.finding() != null)
                .map(FaultTrial::detectedAfterNanos)
                .toList();
        int asReviewed = (int) trials.stream().filter(FaultTrial::isAsReviewed).count();
        return new FaultRow(fault, trials.size(), findings, median(operations), median(nanos) / 1e9, asReviewed);
    }

    /** The upper one of two in the middle, or 0 of none. */
    private static long median(List<Long> values) {
        return values.isEmpty() ? 0 : values.stream().sorted().toList().get(values.size() / 2);
    }

    boolean isAsReviewed() {
        return asReviewed == trials;
    }

    @Override
    public String toString() {
        int longest = findings.stream()
                .mapToInt(finding -> finding.witness().length())
                .max()
                .orElse(0);
        String blamed = findings.stream()
                .map(finding -> finding.witness().blamed().stream()
                        .findFirst()
                        .map(Rule::id)
                        .orElse("none"))
                .distinct()
                .collect(Collectors.joining(", "));
        List<String> remarks = new ArrayList<>();
        remarks.add(blamed);
        if (!isAsReviewed()) {
            remarks.add("NOT AS REVIEWED in " + (trials - asReviewed) + " of " + trials + ", which blames "
                    + fault.blame().stream().map(Rule::id).collect(Collectors.joining(" or ")));
        }
        return "%-24s %6s %12s %8s %6s %6s  %s"
                .formatted(
                        fault.id(),
                        findings.size() + "/" + trials,
                        Numbers.count(operations),
                        String.format(Locale.ROOT, "%.3f", seconds),
                        longest,
                        fault.shortest().steps().size(),
                        String.join("; ", remarks));
    }
}
