package org.stalemate.oracles.proof;

import java.util.HashSet;
import java.util.Set;
import org.stalemate.specification.Permitted;
import org.stalemate.vocabulary.Outcome;

/** The model's permitted outcomes spelt out. */
final class PermittedSets {
    private PermittedSets() {}

    /** {@return all permitted outcomes, each value of the uncertain flags of a loaded word listed} */
    static Set<Outcome> all(Permitted permitted) {
        Set<Outcome> outcomes = new HashSet<>();
        for (int i = 0; i < permitted.size(); i++) {
            addVariants(outcomes, permitted.outcome(i), permitted.uncertainBits(i));
        }
        return outcomes;
    }

    /** {@return the outcomes that current memory gives, each value of uncertain flags listed} */
    static Set<Outcome> fresh(Permitted permitted) {
        Set<Outcome> outcomes = new HashSet<>();
        for (int i = 0; i < permitted.size(); i++) {
            if (permitted.fresh(i)) {
                addVariants(outcomes, permitted.outcome(i), permitted.uncertainBits(i));
            }
        }
        return outcomes;
    }

    private static void addVariants(Set<Outcome> outcomes, Outcome outcome, long uncertain) {
        if (!(outcome instanceof Outcome.Loaded(long value, long frame))) {
            outcomes.add(outcome);
            return;
        }
        long bits = uncertain;
        while (true) {
            outcomes.add(new Outcome.Loaded((value & ~uncertain) | bits, frame));
            if (bits == 0) {
                return;
            }
            bits = (bits - 1) & uncertain;
        }
    }
}
