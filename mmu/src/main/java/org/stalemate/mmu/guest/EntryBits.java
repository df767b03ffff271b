package org.stalemate.mmu.guest;

/** Bits of a guest paging-structure entry (SDM 4.3 to 4.5), as masks. */
public final class EntryBits {
    public static final long PRESENT = 1L;
    public static final long WRITABLE = 1L << 1;
    public static final long USER = 1L << 2;
    public static final long ACCESSED = 1L << 5;
    public static final long DIRTY = 1L << 6;
    /** PS: in a PDPTE or PDE, the entry maps a page. */
    public static final long PAGE_SIZE = 1L << 7;
    /** G, in an entry that maps a page. */
    public static final long GLOBAL = 1L << 8;

    public static final long EXECUTE_DISABLE = 1L << 63;
    /** Bits 51:12, where a frame or table address stands. */
    public static final long ADDRESS = 0x000F_FFFF_FFFF_F000L;

    private EntryBits() {}

    /** {@return the page frame number that an entry names, in units of 4 KB} */
    public static long frame(long entry) {
        return (entry & ADDRESS) >>> 12;
    }

    /** {@return which word of a table of a level (5 PML5 to 1 page table) a linear address selects} */
    public static int index(long linear, int level) {
        return (int) (linear >>> (3 + 9 * level)) & 511;
    }

    /** {@return which 4-byte entry of a table of 32-bit paging (2 directory, 1 page table) a linear address selects} */
    public static int indexOf4Bytes(long linear, int level) {
        return (int) (linear >>> (2 + 10 * level)) & 1023;
    }

    /** {@return the protection key of an entry that maps a page: bits 62:59} */
    public static int key(long entry) {
        return (int) (entry >>> 59) & 15;
    }
}
