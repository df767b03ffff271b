package org.stalemate.reports.known;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stalemate.oracles.Tolerance;
import org.stalemate.reports.Finding;
import org.stalemate.reports.KnownResult;
import org.stalemate.reports.SignatureCount;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/**
 * The divergences that are known of some subjects. A list is a text:
 *
 * <pre>
 * # A comment.
 * known: QEMU-EXAMPLE
 * title: INVLPG leaves everything as it is
 * target: qemu
 * versions: 7.0 to 8.1            (or 'all', or '7.2', which stands for 7.2.22, too)
 * wrong: target                   (or 'model')
 * source: SDM 4.10.4.1
 * why: a sentence or two; lines that begin
 *   with a blank continue the one above
 * signature: TLB-INVLPG / * / *   (any number of these five, but at least one)
 * signature: PG-*-WALK / Store / PageFault: #PF(P W PK)* where stored*
 * signature: PG-PAE-WALK / * / * after MovToCr0 or Lmsw   (steps that the shrunk scenario has before the last one)
 * error code: access lacks P beside RSVD   (or 'Fetch adds I')
 * word: LoadTableEntry adds A without RW US
 * litmus test: 510-invlpg-removes-one-page-under-one-pcid
 * form:
 *     a litmus text as a finding shows it, indented
 * </pre>
 *
 * A failure is recognised by its signature, whether it was shrunk or not, or by the form that it was shrunk to, whatever the names
 * and the platform are. Bits of an error code, or of a word read, that are told wrongly do not end a scenario: the outcome is taken for the one that was
 * meant.
 */
public final class KnownDivergences implements Tolerance {
    /** Knows nothing. */
    public static final KnownDivergences NONE = new KnownDivergences(List.of());

    private final List<KnownDivergence> entries;

    KnownDivergences(List<KnownDivergence> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * {@return the list that a text holds}
     *
     * @param name what to call the text in a message, such as its file
     * @throws IllegalArgumentException if the text is no such list; the message says where and why
     */
    public static KnownDivergences parse(String text, String name) {
        return new KnownDivergences(KnownListParser.parse(text, name));
    }

    /**
     * {@return the rules that signatures of failures at such a step name without a star, and without demanding certain outcomes or steps
     * before} Such a demand says that another fault looks like a breach of the rule there.
     */
    @Override
    public List<Rule> broken(Step step) {
        return rules(signature -> signature.isUnconditionalAt(step));
    }

    @Override
    public List<Rule> lookBroken(Scenario scenario) {
        return rules(signature -> signature.looksBroken(scenario));
    }

    private List<Rule> rules(Predicate<SignaturePattern> which) {
        List<String> named = entries.stream()
                .flatMap(entry -> entry.signatures().stream())
                .filter(which)
                .map(SignaturePattern::rule)
                .toList();
        return Arrays.stream(Rule.values())
                .filter(rule -> named.contains(rule.id()) && canBeBroken(rule))
                .toList();
    }

    private static boolean canBeBroken(Rule rule) {
        return switch (rule.kind()) {
            case DECIDES, REMOVES -> true;
            default -> false;
        };
    }

    /** {@return those that a version of a target has} */
    public KnownDivergences of(String target, String version) {
        return new KnownDivergences(entries.stream()
                .filter(entry -> entry.appliesTo(target, version))
                .toList());
    }

    /** {@return how many there are} */
    public int size() {
        return entries.size();
    }

    /**
     * {@return the ID of the first that recognises a failure, or null if none does}
     *
     * @param outcome what was observed where what is permitted, see {@link #outcome}; asked for where it decides
     * @param shrunk the shrunk scenario, or null if the failure was not shrunk or could not be repeated
     */
    public @Nullable String recognise(String signature, Supplier<String> outcome, @Nullable Scenario shrunk) {
        return entries.stream()
                .filter(entry -> entry.recognises(signature, outcome, shrunk))
                .map(KnownDivergence::id)
                .findFirst()
                .orElse(null);
    }

    /** {@return how an outcome that is not permitted is told to {@link #recognise}, each part spelled as in a litmus text} */
    public static String outcome(String observed, List<String> permitted) {
        return observed + " where " + String.join(" | ", permitted);
    }

    @Override
    public @Nullable Meaning meaning(Step step, Outcome observed, List<Outcome> permitted) {
        return meaning(step, observed, permitted, List.of());
    }

    /** Several bits may be wrong for several reasons; the fewest reasons come first. */
    private @Nullable Meaning meaning(Step step, Outcome observed, List<Outcome> permitted, List<String> reasons) {
        List<Meaning> partial = new ArrayList<>();
        for (KnownDivergence entry : entries) {
            for (WrongBits wrong : entry.wrongBits()) {
                Outcome meant = reasons.contains(entry.id()) ? null : wrong.meant(step, observed);
                if (meant == null) {
                    continue;
                }
                List<String> with =
                        Stream.concat(reasons.stream(), Stream.of(entry.id())).toList();
                Outcome instance = WrongBits.among(permitted, meant);
                if (instance != null) {
                    return new Meaning(with, instance);
                }
                partial.add(new Meaning(with, meant));
            }
        }
        return partial.stream()
                .map(some -> meaning(step, some.outcome(), permitted, some.known()))
                .filter(Objects::nonNull)
                .min(Comparator.comparingInt(found -> found.known().size()))
                .orElse(null);
    }

    /** {@return the ID of the first that a litmus test shows, or null if it shows none} */
    public @Nullable String recogniseTest(String litmusTest) {
        return entries.stream()
                .filter(entry -> entry.litmusTests().contains(litmusTest))
                .map(KnownDivergence::id)
                .findFirst()
                .orElse(null);
    }

    /** {@return the scenarios that are known to show one of them; which processor they run on is open} */
    public List<Scenario> forms(String id) {
        return entries.stream()
                .filter(entry -> entry.id().equals(id))
                .flatMap(entry -> entry.forms().stream())
                .toList();
    }

    /**
     * {@return what became of each of them in a campaign}
     *
     * @param findings its findings
     * @param signatures its failures by signature
     * @param tolerated in how many scenarios each was tolerated, by its ID
     */
    public List<KnownResult> seenIn(
            List<Finding> findings, List<SignatureCount> signatures, Map<String, Long> tolerated) {
        return entries.stream()
                .map(entry ->
                        entry.seen(ended(entry.id(), findings, signatures) + tolerated.getOrDefault(entry.id(), 0L)))
                .toList();
    }

    /** {@return how many scenarios one ended: those that were shrunk, and others that it was recognised in} */
    public static long ended(String id, List<Finding> findings, List<SignatureCount> signatures) {
        long shrunk = findings.stream()
                .filter(finding -> id.equals(finding.known()))
                .mapToLong(Finding::total)
                .sum();
        long others = signatures.stream()
                .filter(count -> id.equals(count.known()))
                .mapToLong(SignatureCount::unshrunk)
                .sum();
        return shrunk + others;
    }
}
