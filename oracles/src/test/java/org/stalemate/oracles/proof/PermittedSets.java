package org.stalemate.oracles.proof;

import java.util.HashSet;
import java.util.Set;
import org.stalemate.specification.Permitted;
import org.stalemate.vocabulary.Outcome;

/** The model's permitted outcomes spelt out. */
final class PermittedSets {
    /** Where accessed and dirty flags can be, in entries of 8 and of 4 bytes. */
    private static final long FLAGS = 0x60L | 0x60L << 32;

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
        return switch (outcome) {
            case Outcome.Loaded(long value, long frame) -> new Outcome.Loaded(value & ~FLAGS, frame);
            case Outcome.Exchanged(long value, long frame) -> new Outcome.Exchanged(value & ~FLAGS, frame);
            case Outcome.SplitLoaded(long value, long low, long high) ->
                new Outcome.SplitLoaded(value & ~FLAGS, low, high);
            default -> outcome;
        };
    }

    private static void addVariants(Set<Outcome> outcomes, Outcome outcome, long uncertain) {
        long bits = uncertain;
        while (true) {
            outcomes.add(
                    switch (outcome) {
                        case Outcome.Loaded(long value, long frame) ->
                            new Outcome.Loaded((value & ~uncertain) | bits, frame);
                        case Outcome.Exchanged(long value, long frame) ->
                            new Outcome.Exchanged((value & ~uncertain) | bits, frame);
                        case Outcome.SplitLoaded(long value, long low, long high) ->
                            new Outcome.SplitLoaded((value & ~uncertain) | bits, low, high);
                        default -> outcome;
                    });
            if (bits == 0) {
                return;
            }
            bits = (bits - 1) & uncertain;
        }
    }
}
