package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stalemate.litmus.ScenarioToken;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Finding;
import org.stalemate.reports.KnownResult;
import org.stalemate.reports.Occurrence;
import org.stalemate.reports.SignatureCount;
import org.stalemate.reports.known.CanonicalForm;
import org.stalemate.reports.known.KnownDivergences;
import org.stalemate.vocabulary.Scenario;

/**
 * What was found. Failures of one signature may have several causes, which shrinking tells apart: the first few are shrunk, and of
 * the others ever fewer. Those that shrink to the same form are one finding.
 */
final class FindingBook {
    private final List<String> configurations;
    private final KnownDivergences known;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Count> signatures = new LinkedHashMap<>();

    private record Entry(Finding first, Tallies occurrences) {}

    /** Failures of one signature. */
    private static final class Count {
        final Tallies others;
        long shrunk;

        Count(Tallies others) {
            this.others = others;
        }

        /** Those up to a limit, and the ones whose numbers are the limit times 2, 4, 8 and so on. */
        boolean isNextToBeShrunk(int limit) {
            long number = shrunk + others.sum() + 1;
            return number <= limit || (number % limit == 0 && Long.bitCount(number / limit) == 1);
        }
    }

    /** @param configurations their names, in the order of the plan */
    FindingBook(List<String> configurations, CampaignResult before, KnownDivergences known) {
        this.configurations = configurations;
        this.known = known;
        for (Finding finding : before.findings()) {
            Entry entry = new Entry(recognised(finding), new Tallies(configurations));
            finding.occurrences().forEach(entry.occurrences::add);
            entries.put(key(finding), entry);
        }
        for (SignatureCount count : before.signatures()) {
            Count counted = new Count(new Tallies(configurations));
            counted.shrunk = count.shrunk();
            count.others().forEach(counted.others::add);
            signatures.put(count.signature(), counted);
        }
    }

    int size() {
        return entries.size();
    }

    /**
     * Counts a failure, unless it is one to be shrunk.
     *
     * @param limit how many failures of the signature are shrunk at first
     */
    boolean countsOnly(String signature, int configuration, int limit) {
        Count count = signatures.computeIfAbsent(signature, _ -> new Count(new Tallies(configurations)));
        boolean isKnown = known.recognise(signature, null) != null;
        if (count.isNextToBeShrunk(isKnown ? 1 : limit)) {
            return false;
        }
        count.others.add(configuration);
        return true;
    }

    /** Adds a failure that was shrunk, with its one occurrence; false if it shrank to the form of another one. */
    boolean add(Finding finding) {
        Count count = signatures.computeIfAbsent(finding.signature(), _ -> new Count(new Tallies(configurations)));
        count.shrunk++;
        Entry same = entries.get(key(finding));
        if (same == null) {
            same = new Entry(recognised(finding), new Tallies(configurations));
            entries.put(key(finding), same);
        }
        finding.occurrences().forEach(same.occurrences::add);
        return same.occurrences.sum() == 1;
    }

    private static String key(Finding finding) {
        Scenario shrunk = shrunk(finding);
        String form = shrunk == null ? "unrepeatable" : ScenarioToken.encode(CanonicalForm.of(shrunk));
        return finding.signature() + " " + form;
    }

    private static @Nullable Scenario shrunk(Finding finding) {
        return finding.witness().repeatable()
                ? ScenarioToken.decode(finding.witness().token())
                : null;
    }

    private Finding recognised(Finding finding) {
        return finding.with(known.recognise(finding.signature(), shrunk(finding)), finding.occurrences());
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Entry entry : entries.values()) {
            findings.add(entry.first.with(entry.first.known(), entry.occurrences.list()));
        }
        return findings;
    }

    List<SignatureCount> signatures() {
        List<SignatureCount> counts = new ArrayList<>();
        signatures.forEach(
                (signature, count) -> counts.add(new SignatureCount(signature, count.shrunk, count.others.list())));
        return counts;
    }

    List<KnownResult> known() {
        return known.seenIn(findings());
    }

    /** How often something occurred, by configuration. */
    private static final class Tallies {
        private final List<String> names;
        private final long[] counts;

        Tallies(List<String> names) {
            this.names = names;
            counts = new long[names.size()];
        }

        void add(int configuration) {
            counts[configuration]++;
        }

        void add(Occurrence occurrence) {
            counts[names.indexOf(occurrence.configuration())] += occurrence.scenarios();
        }

        long sum() {
            long sum = 0;
            for (long count : counts) {
                sum += count;
            }
            return sum;
        }

        List<Occurrence> list() {
            List<Occurrence> occurrences = new ArrayList<>();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    occurrences.add(new Occurrence(names.get(i), counts[i]));
                }
            }
            return occurrences;
        }
    }
}
