package org.stalemate.reports.known;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
 * @param signatures what the signatures of its failures look like
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
        List<SignaturePattern> signatures,
        List<Scenario> forms,
        List<WrongBits> wrongBits,
        List<String> litmusTests) {
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
     * @param outcome what was observed where what was permitted, which is asked for where it decides
     * @param shrunk the shrunk scenario, or null if the failure was not shrunk or could not be repeated
     */
    boolean recognises(String signature, Supplier<String> outcome, @Nullable Scenario shrunk) {
        return signatures.stream().anyMatch(pattern -> pattern.matches(signature, outcome, shrunk))
                || (shrunk != null && forms.contains(CanonicalForm.of(shrunk)));
    }

    KnownResult seen(long scenarios) {
        return new KnownResult(id, title, wrong, why, source, scenarios, 0, 0, 0);
    }
}
