package org.stalemate.oracles.proof;

import org.stalemate.specification.Variation;

/**
 * A world, and how the right model compares with the machine along some random sequences in it: equal, or larger in a few steps.
 * A model with an error is told apart by comparing otherwise along the same sequences.
 */
record Baseline(World world, int sequences, String right) {
    private static final int LENGTH = 8;

    static Baseline of(World world, int sequences) {
        return new Baseline(world, sequences, counts(world, sequences, Variation.NONE));
    }

    boolean tells(Variation variation) {
        return !counts(world, sequences, variation).equals(right);
    }

    private static String counts(World world, int sequences, Variation variation) {
        Comparison<?> comparison = Comparisons.withFlagWorlds(world, variation).randomly(sequences, LENGTH);
        return comparison.larger() + " too large, " + comparison.missing() + " too small";
    }
}
