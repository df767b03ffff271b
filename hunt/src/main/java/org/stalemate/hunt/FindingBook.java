package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stalemate.litmus.LitmusPrinter;
import org.stalemate.litmus.ScenarioToken;
import org.stalemate.oracles.Divergence;
import org.stalemate.oracles.Judgement;
import org.stalemate.oracles.Signature;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Finding;
import org.stalemate.reports.KnownResult;
import org.stalemate.reports.Occurrence;
import org.stalemate.reports.SignatureCount;
import org.stalemate.reports.Witness;
import org.stalemate.reports.known.CanonicalForm;
import org.stalemate.reports.known.KnownDivergences;
import org.stalemate.vocabulary.Scenario;

/**
 * What was found. Failures of one signature may have several causes, which shrinking tells apart: the first few are shrunk, and of
 * the others ever fewer, whatever kind of access they show at, and in the end none, so that a subject with many causes does not make a
 * campaign take for ever. Of what is known already an example now and then is enough. Those that shrink to the same form are one finding.
 */
final class FindingBook {
    /** Once so many failures were shrunk, only the first one of each signature is; the others are counted. */
    static final long ALLOWANCE = 300;

    private final List<String> configurations;
    private final KnownDivergences known;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<Cause, Count> signatures = new LinkedHashMap<>();
    /** In how many scenarios each known divergence was tolerated, by its ID. */
    private final Map<String, Long> tolerated = new HashMap<>();

    private record Entry(Finding first, Tallies occurrences) {}

    /** What failures are counted by: the signature of their cause, and the ID of what they are known as. */
    private record Cause(String signature, @Nullable String known) {}

    /** Failures of one cause. */
    private static final class Count {
        final Tallies others;
        /** Of which findings the shrunk ones are, by their places. */
        final SortedSet<Integer> found = new TreeSet<>();

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
            counted.found.addAll(count.findings());
            count.others().forEach(counted.others::add);
            signatures.put(new Cause(count.signature(), count.known()), counted);
        }
        for (KnownResult result : before.known()) {
            long ended = KnownDivergences.ended(result.id(), before.findings(), before.signatures());
            tolerated.put(result.id(), result.scenarios() - ended);
        }
    }

    int size() {
        return entries.size();
    }

    /** Counts what was tolerated in a scenario. */
    void addTolerated(Judgement judgement) {
        judgement.tolerated().stream()
                .flatMap(one -> one.meaning().known().stream())
                .distinct()
                .forEach(id -> tolerated.merge(id, 1L, Long::sum));
    }

    /** {@return the ID of what a failure is known as by its signature or outcome, or null} */
    @Nullable
    String known(Scenario scenario, Divergence divergence) {
        return known.recognise(
                divergence.signature().toString(),
                () -> KnownDivergences.outcome(
                        divergence.told(scenario),
                        LitmusPrinter.outcomes(scenario, divergence.step(), divergence.permitted())),
                null);
    }

    /**
     * Counts a failure, and says whether that is all: otherwise it is to be shrunk, and {@link #add added} then.
     *
     * @param id what it is known as, or null
     * @param limit how many failures of its cause are shrunk at first, unless it is known
     */
    boolean countsOnly(Signature signature, @Nullable String id, int configuration, int limit) {
        Count count = count(signature, id);
        boolean shrinks = id == null
                ? count.shrunk == 0 || (shrunk() < ALLOWANCE && count.isNextToBeShrunk(limit))
                : isExample(seen(id) + 1);
        if (shrinks) {
            count.shrunk++;
        } else {
            count.others.add(configuration);
        }
        return !shrinks;
    }

    private long shrunk() {
        return signatures.values().stream().mapToLong(count -> count.shrunk).sum();
    }

    /** The 1st, 10th, 100th failure and so on that is known as the same. */
    private static boolean isExample(long number) {
        long rest = number;
        while (rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }

    private long seen(String id) {
        long seen = 0;
        for (Map.Entry<Cause, Count> entry : signatures.entrySet()) {
            if (id.equals(entry.getKey().known)) {
                seen += entry.getValue().shrunk + entry.getValue().others.sum();
            }
        }
        return seen;
    }

    /** {@return the count of failures of the same cause} What is known is counted apart. */
    private Count count(Signature signature, @Nullable String id) {
        Cause cause = new Cause(signature.cause().toString(), id);
        return signatures.computeIfAbsent(cause, _ -> new Count(new Tallies(configurations)));
    }

    /**
     * Adds a failure that was shrunk, with its one occurrence; false if it shrank to the form of another one.
     *
     * @param signature how it failed before it was shrunk
     * @param id what it was known as then, or null
     */
    boolean add(Signature signature, @Nullable String id, Finding finding) {
        Count count = count(signature, id);
        String key = key(finding);
        Entry entry = entries.computeIfAbsent(key, _ -> new Entry(recognised(finding), new Tallies(configurations)));
        finding.occurrences().forEach(entry.occurrences::add);
        count.found.add(List.copyOf(entries.keySet()).indexOf(key));
        return entry.occurrences.sum() == 1;
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
        Witness witness = finding.witness();
        String id = known.recognise(
                finding.signature(),
                () -> KnownDivergences.outcome(witness.observed(), witness.permitted()),
                shrunk(finding));
        return finding.with(id, finding.occurrences());
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
        signatures.forEach((cause, count) -> counts.add(new SignatureCount(
                cause.signature, cause.known, count.shrunk, List.copyOf(count.found), count.others.list())));
        return counts;
    }

    List<KnownResult> known() {
        return known.seenIn(findings(), signatures(), tolerated);
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
