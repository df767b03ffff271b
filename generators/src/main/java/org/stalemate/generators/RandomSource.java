package org.stalemate.generators;

/**
 * A splittable stream of pseudo-random numbers (SplitMix64). It is the project's own, so that a seed means the same scenario
 * on every JDK.
 */
public final class RandomSource {
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private long state;

    /** Starts the stream of a seed; every seed is as good as any other. */
    public RandomSource(long seed) {
        state = mix(seed);
    }

    /**
     * {@return the seed of one of many scenarios}
     *
     * @param campaign the seed of them all
     * @param number which of them, from 0
     */
    public static long seed(long campaign, long number) {
        return mix(mix(campaign) + number * GOLDEN_GAMMA);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }

    /** {@return the next 64 bits} */
    public long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** {@return a number from 0 to {@code bound - 1}, {@code bound} being positive} */
    public int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** {@return true in {@code percent} of 100 calls} */
    public boolean chance(int percent) {
        return below(100) < percent;
    }

    /** {@return one of the values} */
    public long oneOf(long[] values) {
        return values[below(values.length)];
    }

    /** {@return one of the values} */
    public int oneOf(int[] values) {
        return values[below(values.length)];
    }

    /** {@return a stream of its own, whose use leaves this one where it is} */
    public RandomSource split() {
        return new RandomSource(next());
    }
}
