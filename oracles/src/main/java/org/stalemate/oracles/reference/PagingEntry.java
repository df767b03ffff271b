package org.stalemate.oracles.reference;

/**
 * Paging-structure entries of 4-level paging (SDM 4.5). Levels are counted from the leaf: 4 is a PML4E, 3 a PDPTE, 2 a
 * PDE, 1 a PTE. A linear page is numbered by bits 47:12 of its address.
 */
final class PagingEntry {
    static final long PRESENT = 1L;
    static final long WRITABLE = 1L << 1;
    static final long USER = 1L << 2;
    static final long ACCESSED = 1L << 5;
    static final long DIRTY = 1L << 6;
    static final long PAGE_SIZE = 1L << 7;
    static final long GLOBAL = 1L << 8;
    static final long EXECUTE_DISABLE = 1L << 63;

    /** Level of the entries that CR3 leads to. */
    static final int ROOT_LEVEL = 4;

    private static final long ADDRESS = 0x000F_FFFF_FFFF_F000L;

    private PagingEntry() {}

    static boolean has(long entry, long bit) {
        return (entry & bit) != 0;
    }

    /** Whether the entry maps a page: PG-4L-WALK, PG-SIZE-2M, PG-SIZE-1G. */
    static boolean isLeaf(long entry, int level) {
        return level == 1 || (level < ROOT_LEVEL && has(entry, PAGE_SIZE));
    }

    /**
     * Whether a present entry has a reserved bit set (A.3), leaving aside bit 8 of a PML4E.
     *
     * @param executeDisable EFER.NXE
     */
    static boolean reserved(long entry, int level, boolean executeDisable, Architecture architecture) {
        if ((entry & ADDRESS) >>> architecture.maxPhyAddr != 0) {
            return true; // PG-RSVD-PA
        }
        if (has(entry, EXECUTE_DISABLE) && !executeDisable) {
            return true; // PG-RSVD-XD
        }
        if (level == 1 || !has(entry, PAGE_SIZE)) {
            return false;
        }
        return switch (level) {
            case 2 -> (entry & bits(20, 13)) != 0; // PG-RSVD-PDE-2M
            case 3 -> !architecture.gigabytePages || (entry & bits(29, 13)) != 0; // PG-RSVD-PDPTE-1G
            default -> true; // PG-RSVD-PML45-PS
        };
    }

    /** Whether the vendors differ on the entry: PG-RSVD-G-AMD. */
    static boolean hasDisputedBit8(long entry, int level) {
        return level == ROOT_LEVEL && has(entry, GLOBAL);
    }

    /** {@return the frame of the next table, or the first frame of the page} */
    static long frame(long entry, int level) {
        long frame = (entry & ADDRESS) >>> 12;
        return isLeaf(entry, level) ? frame & -pages(level) : frame;
    }

    /** {@return how many 4 KB pages an entry of that level maps as a leaf} */
    static long pages(int level) {
        return 1L << (9 * (level - 1));
    }

    /** {@return what distinguishes the linear pages that share an entry of that level from all others} */
    static long prefix(long page, int level) {
        return page >>> (9 * (level - 1));
    }

    /** {@return the physical address of the entry that translates the page in the table} */
    static long wordAddress(long table, long page, int level) {
        return (table << 12) | ((prefix(page, level) & 511) << 3);
    }

    private static long bits(int high, int low) {
        return (1L << (high + 1)) - (1L << low);
    }
}
