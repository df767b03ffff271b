package org.stalemate.oracles.reference;

/** A small, fast source of pseudo-random choices: a SplitMix64 sequence. */
final class Dice {
    private long state;

    Dice(long seed) {
        state = seed;
    }

    private long next() {
        state += 0x9E37_79B9_7F4A_7C15L;
        long mixed = (state ^ state >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }

    /** {@return a number from 0 to {@code bound - 1}} */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** {@return true as often as {@code chance} in 256 times} */
    boolean happens(int chance) {
        return chance != 0 && (chance >= 256 || below(256) < chance);
    }

    /** Settles a question that is open to the processor. */
    boolean settle(Answer answer) {
        return switch (answer) {
            case NO -> false;
            case YES -> true;
            case EITHER -> below(2) == 1;
        };
    }
}
