package org.stalemate.specification.paging;

/** Bits of an entry of a paging structure of 8 bytes, most of which an entry of 4 bytes has as well (SDM 4.3 to 4.5). */
public final class PagingEntry {
    /** P, bit 0. */
    public static final long PRESENT = 1L;

    /** R/W, bit 1. */
    public static final long WRITABLE = 1L << 1;

    /** U/S, bit 2. */
    public static final long USER = 1L << 2;

    /** A, bit 5. */
    public static final long ACCESSED = 1L << 5;

    /** D, bit 6, of an entry that maps a page. */
    public static final long DIRTY = 1L << 6;

    /** PS, bit 7, of a PDPTE or PDE: the entry maps a page. */
    public static final long PAGE_SIZE = 1L << 7;

    /** G, bit 8, of an entry that maps a page. */
    public static final long GLOBAL = 1L << 8;

    /** XD, bit 63. */
    public static final long EXECUTE_DISABLE = 1L << 63;

    /** Bits 51:12, of which those at or above MAXPHYADDR are reserved. */
    public static final long ADDRESS = 0x000F_FFFF_FFFF_F000L;

    private PagingEntry() {}

    /** {@return the physical frame number that an entry holds} */
    public static long frame(long entry) {
        return (entry & ADDRESS) >>> 12;
    }

    /**
     * {@return the physical frame number of the 4 KB piece of a page that a linear address falls into}
     *
     * @param entry the entry that maps the page; for a large page bit 12 is PAT and the bits above are reserved
     * @param level the level of that entry: 3 maps 1 GB, 2 maps 2 MB, 1 maps 4 KB
     */
    public static long frameOfPiece(long entry, int level, long linearAddress) {
        long below = (1L << (9 * (level - 1))) - 1;
        return (frame(entry) & ~below) | ((linearAddress >>> 12) & below);
    }
}
