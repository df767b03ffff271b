package org.stalemate.mmu.role;

/**
 * Which bits of roles are compared. A bit left out makes the MMU take up again what was made for another role: a shadow page, a
 * shadow tree, the software walker's configuration.
 */
public class RoleComparison {
    /** {@return the bits of {@link PageRole} by which a shadow page of a guest table or stretch of memory is found} */
    public int pageBits() {
        return -1;
    }

    /** {@return the bits of {@link TreeKey} by which a tree is found} */
    public long treeBits() {
        return -1;
    }

    /** {@return the bits of {@link WalkerRole} of which a change makes the software walker be configured anew} */
    public int walkerBits() {
        return -1;
    }
}
