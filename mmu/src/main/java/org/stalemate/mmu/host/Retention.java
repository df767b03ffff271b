package org.stalemate.mmu.host;

/**
 * How long the simulated hardware keeps what it caches.
 *
 * @param kind the way of choosing
 * @param seed of the choices, for {@link Kind#RANDOM}
 */
public record Retention(Kind kind, long seed) {
    /** Ways of choosing. */
    public enum Kind {
        /** Keeps everything until told to drop it and prefers the oldest usable entry: shows every missing hardware flush. */
        HOARD,
        /** Keeps nothing: what is still stale is a shadow table that was not synchronised. */
        FORGET,
        /** Keeps, drops and uses by pseudo-random choice, the same after every reset. */
        RANDOM
    }

    public static final Retention HOARD = new Retention(Kind.HOARD, 0);
    public static final Retention FORGET = new Retention(Kind.FORGET, 0);

    /** {@return random retention with a seed} */
    public static Retention random(long seed) {
        return new Retention(Kind.RANDOM, seed);
    }
}
