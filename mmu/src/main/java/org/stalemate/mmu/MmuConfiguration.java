package org.stalemate.mmu;

import org.stalemate.mmu.host.Retention;

/**
 * How an MMU is built.
 *
 * @param mode how guest paging is virtualised
 * @param retention how long the simulated hardware keeps what it caches
 * @param previousRoots how many shadow roots are kept besides the one in use, 0 or more
 */
public record MmuConfiguration(MmuMode mode, Retention retention, int previousRoots) {
    /** How many previous roots KVM keeps. */
    public static final int DEFAULT_PREVIOUS_ROOTS = 3;

    /** Shadow paging on hardware that keeps everything. */
    public static final MmuConfiguration SHADOW = of(MmuMode.SHADOW, Retention.HOARD);
    /** Two-dimensional paging on hardware that keeps everything. */
    public static final MmuConfiguration TDP = of(MmuMode.TDP, Retention.HOARD);

    /** @throws IllegalArgumentException if the number of previous roots is negative or above 64 */
    public MmuConfiguration {
        if (previousRoots < 0 || previousRoots > 64) {
            throw new IllegalArgumentException("0 to 64 previous roots can be kept, not " + previousRoots);
        }
    }

    /** {@return a configuration with the usual number of previous roots} */
    public static MmuConfiguration of(MmuMode mode, Retention retention) {
        return new MmuConfiguration(mode, retention, DEFAULT_PREVIOUS_ROOTS);
    }
}
