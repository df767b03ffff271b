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

    /** The level of the root table of 4-level paging, the PML4. */
    public static final int ROOT_LEVEL = 4;

    private PagingEntry() {}

    /** {@return the word index, 0 to 511, that a linear address selects in a table at a level, 4 (PML4) to 1 (PT)} */
    public static int index(long linearAddress, int level) {
        return (int) (linearAddress >>> shift(level)) & 511;
    }

    /** {@return how many low linear-address bits an entry at a level leaves untranslated: 39, 30, 21, 12} */
    public static int shift(int level) {
        return 3 + 9 * level;
    }

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

    /** {@return whether an entry at a level maps a page rather than referencing a table} (PG-SIZE-2M, PG-SIZE-1G) */
    public static boolean mapsPage(long entry, int level) {
        return level == 1 || (level < ROOT_LEVEL && (entry & PAGE_SIZE) != 0);
    }
}
