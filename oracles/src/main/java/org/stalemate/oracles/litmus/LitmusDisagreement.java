package org.stalemate.oracles.litmus;

import java.util.List;
import org.stalemate.litmus.Expectation;
import org.stalemate.vocabulary.Outcome;

/**
 * An expectation of a litmus test that the model does not share.
 *
 * @param expectation what was expected
 * @param permitted the outcomes that the model permits, each setting of uncertain flags by itself
 * @param message the disagreement in one sentence, with the step as the litmus text spells it
 */
public record LitmusDisagreement(Expectation expectation, List<Outcome> permitted, String message) {
    public LitmusDisagreement {
        permitted = List.copyOf(permitted);
    }
}
