package org.stalemate.mmu;

/** How guest paging is virtualised. */
public enum MmuMode {
    /** The hardware walks tables that the hypervisor derives from the guest's. */
    SHADOW,
    /** The hardware walks the guest's tables and the hypervisor's table of guest-physical memory. */
    TDP
}
