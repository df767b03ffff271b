package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stalemate.reports.Finding;
import org.stalemate.reports.Occurrence;

/** What was found, by signature, with where and how often it occurred. */
final class FindingBook {
    private final List<String> configurations;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private static final class Entry {
        final Finding first;
        /** By configuration. */
        final long[] occurrences;

        Entry(Finding first, long[] occurrences) {
            this.first = first;
            this.occurrences = occurrences;
        }
    }

    /** @param configurations their names, in the order of the plan */
    FindingBook(List<String> configurations, List<Finding> before) {
        this.configurations = configurations;
        for (Finding finding : before) {
            long[] counts = new long[configurations.size()];
            for (Occurrence occurrence : finding.occurrences()) {
                counts[configurations.indexOf(occurrence.configuration())] = occurrence.scenarios();
            }
            entries.put(finding.signature(), new Entry(finding, counts));
        }
    }

    int size() {
        return entries.size();
    }

    /** Counts a further occurrence; false if the signature is new. */
    boolean countAgain(String signature, int configuration) {
        Entry entry = entries.get(signature);
        if (entry == null) {
            return false;
        }
        entry.occurrences[configuration]++;
        return true;
    }

    /** Adds a finding of a new signature, with its one occurrence. */
    void add(Finding finding) {
        long[] counts = new long[configurations.size()];
        counts[configurations.indexOf(finding.configuration())] = 1;
        entries.put(finding.signature(), new Entry(finding, counts));
    }

    List<Finding> findings() {
        return entries.values().stream()
                .map(entry -> withOccurrences(entry.first, entry.occurrences))
                .toList();
    }

    private Finding withOccurrences(Finding first, long[] counts) {
        List<Occurrence> occurrences = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                occurrences.add(new Occurrence(configurations.get(i), counts[i]));
            }
        }
        return new Finding(
                first.signature(),
                first.kind(),
                first.configuration(),
                first.scenario(),
                first.scenarioSeed(),
                first.afterOperations(),
                first.witness(),
                occurrences);
    }
}
