package org.stalemate.reports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way in which the subject failed. Failures that shrink to the same scenario are one finding; the first of them is kept.
 *
 * @param signature what is blamed and how it showed: what shrinking keeps
 * @param kind what the subject did
 * @param known the ID of the known divergence that it is, or null if it is news
 * @param configuration in which configuration it occurred first
 * @param scenario the number of the scenario in the campaign, from 0
 * @param scenarioSeed that scenario's seed, which replays it
 * @param afterOperations how many operations of the campaign had been checked when it was found, the failing one included
 * @param witness the scenario shrunk
 * @param occurrences in which configurations it was recognised and how often, in the order of the plan
 */
public record Finding(
        String signature,
        Kind kind,
        @Nullable String known,
        String configuration,
        long scenario,
        long scenarioSeed,
        long afterOperations,
        Witness witness,
        List<Occurrence> occurrences) {

    /** What a subject can do wrong. */
    public enum Kind {
        /** An outcome that no reading of the rules permits. */
        DIVERGENT,
        /** It threw, or ended. */
        CRASHED,
        /** It did not come back. */
        HUNG,
        /** It started anew. */
        RESET,
        /** It answered something that makes no sense. */
        MALFORMED;

        /** {@return whether the subject failed instead of giving an outcome} */
        public boolean isFailure() {
            return this != DIVERGENT;
        }
    }

    /** @throws IllegalArgumentException if a text is empty, a count is not positive or it occurred nowhere */
    public Finding {
        occurrences = List.copyOf(occurrences);
        Checks.requireText("the signature", signature);
        Checks.requireText("the configuration", configuration);
        Checks.requireCount("scenario", scenario);
        if (afterOperations < 1 || occurrences.isEmpty()) {
            throw new IllegalArgumentException("the finding " + signature + " occurred nowhere");
        }
    }

    /** {@return the same finding as a known divergence, or as news, with other occurrences} */
    public Finding with(@Nullable String knownAs, List<Occurrence> others) {
        return new Finding(
                signature, kind, knownAs, configuration, scenario, scenarioSeed, afterOperations, witness, others);
    }

    /** {@return in how many scenarios it occurred, each configuration counted by itself} */
    public long total() {
        return occurrences.stream().mapToLong(Occurrence::scenarios).sum();
    }

    /** {@return whether nobody has looked at it yet} */
    public boolean news() {
        return known == null;
    }

    /** {@return how the scenario's seed is written on the command line} */
    public String replaySeed() {
        return "0x" + Long.toHexString(scenarioSeed);
    }
}
