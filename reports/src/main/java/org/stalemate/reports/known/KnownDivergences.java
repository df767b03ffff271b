package org.stalemate.reports.known;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.reports.Finding;
import org.stalemate.reports.KnownResult;
import org.stalemate.reports.Occurrence;
import org.stalemate.vocabulary.Scenario;

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
 * signature: TLB-INVLPG / * / *   (any number of these three, but at least one)
 * litmus test: 510-invlpg-removes-one-page-under-one-pcid
 * form:
 *     a litmus text as a finding shows it, indented
 * </pre>
 *
 * A failure is recognised by its signature, whether it was shrunk or not, or by the form that it was shrunk to, whatever the names
 * and the platform are.
 */
public final class KnownDivergences {
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
     * @param shrunk the shrunk scenario, or null if the failure was not shrunk or could not be repeated
     */
    public @Nullable String recognise(String signature, @Nullable Scenario shrunk) {
        return entries.stream()
                .filter(entry -> entry.recognises(signature, shrunk))
                .map(KnownDivergence::id)
                .findFirst()
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

    /** {@return what became of each of them in a campaign with these findings} */
    public List<KnownResult> seenIn(List<Finding> findings) {
        return entries.stream()
                .map(entry -> entry.seen(findings.stream()
                        .filter(finding -> entry.id().equals(finding.known()))
                        .flatMap(finding -> finding.occurrences().stream())
                        .mapToLong(Occurrence::scenarios)
                        .sum()))
                .toList();
    }
}
