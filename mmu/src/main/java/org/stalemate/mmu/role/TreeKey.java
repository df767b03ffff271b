package org.stalemate.mmu.role;

import org.stalemate.mmu.guest.PagingShape;
import org.stalemate.mmu.guest.ProcessorState;

/**
 * What distinguishes the shadow trees: processor, PCID, guest root, whatever changes the meaning of guest entries, and whatever
 * changes the rights that {@link org.stalemate.mmu.guest.AccessRights#shadowed} gives to shadow entries (IMPL-ROLE), as bits. With CR0.WP=1
 * those are the guest's, so that SMEP, SMAP and protection keys make a difference only without it.
 */
public final class TreeKey {
    /** The guest frame of the root table; under PAE paging the 32-byte unit where the PDPTEs lie. */
    public static final long ROOT = (1L << 40) - 1;

    public static final long PCID = 0xFFFL << 40;
    public static final long EXECUTE_DISABLE = 1L << 52;
    /** 32-bit, PAE, 4-level or 5-level paging. */
    public static final long MODE = 3L << 53;
    /** Whether PS=1 maps 4 MB, under 32-bit paging. */
    public static final long PAGES_OF_4M = 1L << 55;

    public static final long PROCESSOR = 7L << 56;
    public static final long WRITE_PROTECT = 1L << 59;
    public static final long SMEP_WITHOUT_WP = 1L << 60;
    public static final long SMAP_WITHOUT_WP = 1L << 61;
    /** Paging is off. */
    public static final long DIRECT = 1L << 62;

    public static final long KEYS_WITHOUT_WP = 1L << 63;
    private static final long RIGHTS = WRITE_PROTECT | SMEP_WITHOUT_WP | SMAP_WITHOUT_WP | KEYS_WITHOUT_WP;

    private static final int PCID_SHIFT = 40;
    private static final int MODE_SHIFT = 53;
    private static final int PROCESSOR_SHIFT = 56;

    private TreeKey() {}

    /** {@return the key of the tree that serves a processor with its registers} */
    public static long of(ProcessorState state, PagingShape shape, long pointerTable) {
        long processor = (long) state.number() << PROCESSOR_SHIFT;
        long pcid = (long) state.pcid() << PCID_SHIFT;
        long executeDisable = shape.executeDisable() ? EXECUTE_DISABLE : 0;
        return processor
                | rights(state)
                | switch (shape.mode()) {
                    case NONE -> DIRECT;
                    case BITS_32 -> shape.rootFrame() | (shape.pagesOf4M() ? PAGES_OF_4M : 0);
                    case PAE -> pointerTable >>> 5 | 1L << MODE_SHIFT | executeDisable;
                    case LEVEL_4 -> shape.rootFrame() | 2L << MODE_SHIFT | executeDisable | pcid;
                    case LEVEL_5 -> shape.rootFrame() | 3L << MODE_SHIFT | executeDisable | pcid;
                };
    }

    private static long rights(ProcessorState state) {
        if (!state.paging()) {
            return 0;
        }
        if (state.writeProtect()) {
            return WRITE_PROTECT;
        }
        return (state.smep() ? SMEP_WITHOUT_WP : 0)
                | (state.smap() ? SMAP_WITHOUT_WP : 0)
                | (state.hasKeys() ? KEYS_WITHOUT_WP : 0);
    }

    /** {@return whether a tree may have entries whose rights are too wide for another tree's context} Those made for writes without WP. */
    public static boolean isTooWide(long key, long other) {
        return (key & (DIRECT | WRITE_PROTECT)) == 0 && (other & ~key & RIGHTS) != 0;
    }

    /** {@return the PCID of the tree with a key} */
    public static int pcid(long key) {
        return (int) (key >>> PCID_SHIFT) & 0xFFF;
    }
}
