package org.stalemate.specification;

import org.stalemate.specification.caching.Filling;
import org.stalemate.specification.caching.Forgetting;
import org.stalemate.specification.paging.Decisions;

/**
 * How a model departs from the architecture. Tests of the model plant an error with one, and then have to fail; the model that
 * judges subjects never has one but {@link #NONE}.
 */
public interface Variation {
    /** The architecture as it is. */
    Variation NONE = new Variation() {};

    /** {@return the decisions of walks, rights, legality} */
    default Decisions decisions() {
        return Decisions.ARCHITECTURAL;
    }

    /** {@return what forgets in place of the given} */
    default Forgetting forgetting(Forgetting architectural) {
        return architectural;
    }

    /** {@return what fills in place of the given} */
    default Filling filling(Filling architectural) {
        return architectural;
    }
}
