package org.stalemate.reports;

import java.util.List;

/**
 * One way in which the subject failed. Failures of the same signature are one finding; the first of them is kept.
 *
 * @param signature what is blamed and how it showed: what shrinking keeps and findings are merged by
 * @param kind whether the subject diverged or crashed
 * @param configuration in which configuration it occurred first
 * @param scenario the number of the scenario in the campaign, from 0
 * @param scenarioSeed that scenario's seed, which replays it
 * @param afterOperations how many operations of the campaign had been checked when it was found, the failing one included
 * @param witness the scenario shrunk
 * @param occurrences in which configurations it occurred and how often, in the order of the plan
 */
public record Finding(
        String signature,
        Kind kind,
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
        /** It threw. */
        CRASHED
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

    /** {@return in how many scenarios it occurred, each configuration counted by itself} */
    public long total() {
        return occurrences.stream().mapToLong(Occurrence::scenarios).sum();
    }

    /** {@return how the scenario's seed is written on the command line} */
    public String replaySeed() {
        return "0x" + Long.toHexString(scenarioSeed);
    }
}
