package org.stalemate.oracles;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.litmus.LitmusPrinter;
import org.stalemate.specification.Sighting;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/**
 * An outcome that the architecture does not permit, or no outcome at all.
 *
 * @param step the number of the step, from 0
 * @param what the step
 * @param observed what the subject gave; null where it failed
 * @param permitted what it might have given
 * @param blamed the rules that it broke, the one to name first first; empty where none explains it; found out when first asked for, which costs time
 * @param ghost what would have given the outcome, had it not had to be gone; null where nothing cached explains it
 * @param failure in what way it failed; COMPLETE where it gave an outcome
 * @param crash how the subject failed, in one line; empty where it did not
 */
public record Divergence(
        int step,
        Step what,
        @Nullable Outcome observed,
        List<Outcome> permitted,
        List<Rule> blamed,
        @Nullable Sighting ghost,
        Execution.Ending failure,
        String crash) {
    public Divergence {
        permitted = List.copyOf(permitted);
    }

    /** {@return what was observed as a litmus text spells it, or how the subject failed} */
    public String told(Scenario scenario) {
        return observed == null ? crash : LitmusPrinter.outcome(scenario, step, observed);
    }

    /** {@return what this divergence has in common with others of the same cause} */
    public Signature signature() {
        return Signature.of(this);
    }

    /** {@return whether a signature is of the same kind of operation and outcome, whatever the rule} */
    public boolean looksLike(Signature cause) {
        return Signature.ofRule(cause.rule(), this).cause().equals(cause.cause());
    }

    /** {@return whether it has the same cause as one of a signature} Rules are looked for only where the rest is the same. */
    public boolean hasCauseOf(Signature cause) {
        return looksLike(cause) && signature().cause().equals(cause.cause());
    }
}
