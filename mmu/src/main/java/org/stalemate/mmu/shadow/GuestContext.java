package org.stalemate.mmu.shadow;

import org.stalemate.mmu.guest.EntryFormat;
import org.stalemate.mmu.guest.PagingShape;
import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.host.HostStructureCache;
import org.stalemate.mmu.role.RoleComparison;
import org.stalemate.mmu.role.TreeKey;

/** What shadow paging knows of a processor's registers: one snapshot, taken when one of them changed. */
final class GuestContext {
    private final EntryFormat format;
    private final RoleComparison comparison;
    private final PagingShape shape = new PagingShape();
    private int pcid;
    private long key;
    private int hostRootLevel;
    private int highestRemembered;

    GuestContext(EntryFormat format, RoleComparison comparison) {
        this.format = format;
        this.comparison = comparison;
    }

    /** Takes a new snapshot. */
    void rebuild(ProcessorState state) {
        shape.copy(state.shape());
        pcid = state.pcid();
        key = TreeKey.of(state, shape, format.pointerTable(state.cr3())) & comparison.treeBits();
        hostRootLevel = switch (shape.mode()) {
            case NONE, LEVEL_4 -> 4;
            case BITS_32, PAE -> 3;
            case LEVEL_5 -> 5;
        };
        highestRemembered = shape.paging() ? shape.highestRemembered() : hostRootLevel - 1;
    }

    boolean paging() {
        return shape.paging();
    }

    PagingShape shape() {
        return shape;
    }

    /** The hardware tag, too. */
    int pcid() {
        return pcid;
    }

    /** {@return what distinguishes the tree that serves this context} */
    long key() {
        return key;
    }

    /**
     * {@return the level of the shadow table that the hardware starts from} Under 32-bit and PAE paging it has four entries, for the
     * quarters of the directory and the PDPTE registers.
     */
    int hostRootLevel() {
        return hostRootLevel;
    }

    /** {@return as what the hardware remembers a shadow table of a level} */
    int rememberedAs(int level) {
        return shape.fourByteEntries() ? HostStructureCache.HALF_TABLE_OF_32_BIT : level;
    }

    /** {@return the highest level of a shadow table that the hardware may remember} */
    int highestRemembered() {
        return highestRemembered;
    }
}
