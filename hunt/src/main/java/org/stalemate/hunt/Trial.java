package org.stalemate.hunt;

import java.util.List;
import org.stalemate.oracles.Judgement;
import org.stalemate.vocabulary.Outcome;

/**
 * One scenario on one subject.
 *
 * @param judgement the verdict on it
 * @param outcomes those of the steps that were executed; valid until the subject runs another scenario
 * @param cutReason what the target does not have, where that ended the scenario; else empty
 */
record Trial(Judgement judgement, List<Outcome> outcomes, String cutReason) {
    /** {@return the same, valid for ever} */
    Trial kept() {
        return new Trial(judgement, List.copyOf(outcomes), cutReason);
    }
}
