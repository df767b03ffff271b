package org.stalemate.reports.known;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stalemate.oracles.Signature;
import org.stalemate.reports.KnownResult;
import org.stalemate.vocabulary.Scenario;

/**
 * A divergence that people have looked at.
 *
 * @param id its ID
 * @param title what is wrong, in one line
 * @param target the target that has it
 * @param versions the versions of the target that have it
 * @param wrong who is wrong
 * @param why why that is so, in plain words
 * @param source the section of the manual that decides it
 * @param signatures the signatures of its failures, with or without outcomes; {@code *} stands for anything
 * @param forms the canonical forms that its failures shrink to
 * @param wrongBits the bits that it tells wrongly
 * @param litmusTests the names of the litmus tests that show it
 */
record KnownDivergence(
        String id,
        String title,
        String target,
        Versions versions,
        KnownResult.Wrong wrong,
        String why,
        String source,
        List<String> signatures,
        List<Scenario> forms,
        List<WrongBits> wrongBits,
        List<String> litmusTests) {
    /** What stands between a signature and an outcome. */
    private static final String OUTCOME = ": ";

    /** What stands between a signature and the operations of which the shrunk scenario has one before the last step. */
    private static final String AFTER = " after ";

    KnownDivergence {
        wrongBits = List.copyOf(wrongBits);
        signatures = List.copyOf(signatures);
        forms = List.copyOf(forms);
        litmusTests = List.copyOf(litmusTests);
    }

    boolean appliesTo(String name, String version) {
        return target.equals(name) && versions.contain(version);
    }

    /**
     * {@return whether a failure is this divergence}
     *
     * @param shrunk the shrunk scenario, or null if the failure was not shrunk or could not be repeated
     */
    boolean recognises(String signature, String outcome, @Nullable Scenario shrunk) {
        String whole = signature + OUTCOME + outcome;
        return signatures.stream()
                        .anyMatch(pattern -> matches(pattern, pattern.contains(OUTCOME) ? whole : signature, shrunk))
                || (shrunk != null && forms.contains(CanonicalForm.of(shrunk)));
    }

    /** A pattern may demand a step before the last one, which counts only where shrinking has left it. */
    private static boolean matches(String pattern, String signature, @Nullable Scenario shrunk) {
        int after = pattern.lastIndexOf(AFTER);
        if (after < 0) {
            return matches(pattern, signature);
        }
        List<String> operations =
                List.of(pattern.substring(after + AFTER.length()).split(" or ", -1));
        return shrunk != null
                && matches(pattern.substring(0, after), signature)
                && shrunk.steps().subList(0, shrunk.steps().size() - 1).stream()
                        .anyMatch(step -> operations.stream().anyMatch(name -> Signature.names(name, step)));
    }

    private static boolean matches(String pattern, String signature) {
        String expression =
                Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return signature.matches(expression);
    }

    KnownResult seen(long scenarios) {
        return new KnownResult(id, title, wrong, why, source, scenarios, 0, 0, 0);
    }
}
