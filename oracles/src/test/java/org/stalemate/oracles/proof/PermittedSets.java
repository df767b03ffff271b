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
        outcomes.removeIf(outcome -> permitted.match(outcome) < 0); // two flags may exclude each other
        return outcomes;
    }

    /** {@return the outcomes that current memory gives, but for the flags of what they load} */
    static Set<Outcome> fresh(Permitted permitted) {
        Set<Outcome> outcomes = new HashSet<>();
        for (int i = 0; i < permitted.size(); i++) {
            if (permitted.fresh(i)) {
                outcomes.add(withoutFlags(permitted.outcome(i)));
            }
        }
        return outcomes;
    }

    /** {@return the outcomes, but for the flags of what they load} */
    static Set<Outcome> withoutFlags(Set<Outcome> outcomes) {
        Set<Outcome> bare = new HashSet<>();
        outcomes.forEach(outcome -> bare.add(withoutFlags(outcome)));
        return bare;
    }

    private static Outcome withoutFlags(Outcome outcome) {
        return outcome instanceof Outcome.Loaded(long value, long frame)
                ? new Outcome.Loaded(value & ~0x60L, frame)
                : outcome;
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
