package org.stalemate.mmu.role;

import org.stalemate.mmu.guest.PagingShape;
import org.stalemate.mmu.guest.ProcessorState;

/** What distinguishes the shadow trees: processor, PCID, guest root and whatever changes the meaning of guest entries, as bits. */
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
    /** Paging is off. */
    public static final long DIRECT = 1L << 62;

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
                | switch (shape.mode()) {
                    case NONE -> DIRECT;
                    case BITS_32 -> shape.rootFrame() | (shape.pagesOf4M() ? PAGES_OF_4M : 0);
                    case PAE -> pointerTable >>> 5 | 1L << MODE_SHIFT | executeDisable;
                    case LEVEL_4 -> shape.rootFrame() | 2L << MODE_SHIFT | executeDisable | pcid;
                    case LEVEL_5 -> shape.rootFrame() | 3L << MODE_SHIFT | executeDisable | pcid;
                };
    }

    /** {@return the PCID of the tree with a key} */
    public static int pcid(long key) {
        return (int) (key >>> PCID_SHIFT) & 0xFFF;
    }
}
