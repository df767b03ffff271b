package org.stalemate.mmu.invalidation;

/** Whose translations an event takes away. */
public enum Scope {
    NOTHING,
    /** Those of one PCID, global ones excepted. */
    ONE_PCID,
    /** Those of all PCIDs, global ones excepted. */
    ALL_BUT_GLOBALS,
    EVERYTHING
}
