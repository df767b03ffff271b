package org.stalemate.shrinking;

import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Scenario;

/** One way to make scenarios simpler, tried at many places. It proposes; whether a proposal is adopted is decided elsewhere. */
interface Simplification {
    /** {@return how many places there are to try} */
    int places(Scenario scenario);

    /** {@return the scenario simplified at a place, or null where there is nothing to simplify} */
    @Nullable
    Scenario at(Scenario scenario, int place);
}
