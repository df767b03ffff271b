package org.stalemate.oracles;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.Sighting;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Step;

/**
 * An outcome that the architecture does not permit, or no outcome at all.
 *
 * @param step the number of the step, from 0
 * @param what the step
 * @param observed what the subject gave; null where it failed
 * @param permitted what it might have given
 * @param blamed the rules that it broke, the one to name first first; empty where none explains it
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
        blamed = List.copyOf(blamed);
    }

    /** {@return what this divergence has in common with others of the same cause} */
    public Signature signature() {
        return Signature.of(this);
    }
}
