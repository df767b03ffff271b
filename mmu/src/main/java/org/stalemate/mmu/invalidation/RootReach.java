package org.stalemate.mmu.invalidation;

/** Which shadow roots of a logical processor an invalidation reaches: those in use and those kept from before. */
public enum RootReach {
    NONE,
    /** The root in use. */
    CURRENT,
    /** Every root of the PCID in question. */
    OF_PCID,
    ALL
}
