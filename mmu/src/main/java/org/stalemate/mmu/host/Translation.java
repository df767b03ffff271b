package org.stalemate.mmu.host;

/** A cached translation or table pointer, as a {@code long}: a protection key in bits 59:56, what it leads to in bits 43:12, flags
 * below. */
public final class Translation {
    /** The accumulated rights of the guest's walk, as {@code AccessRights} numbers them. */
    public static final long RIGHTS = 7;
    /** Writes may go through without a look at memory: the guest's leaf is dirty and the host allows writing. */
    public static final long WRITE_THROUGH = 1L << 3;
    /** Usable under every tag. */
    public static final long GLOBAL = 1L << 4;
    /** Always set, so that no translation is 0. */
    public static final long VALID = 1L << 7;

    /** Comes from a leaf with G=1, but is used under its own tag alone. Flushed wherever a global one is. */
    public static final long OF_GLOBAL_LEAF = 1L << 8;

    /** Leads to a shadow table and not to a host frame. */
    public static final long LINK = 1L << 9;

    private static final int SIZE_SHIFT = 5;
    private static final int KEY_SHIFT = 56;
    private static final int LOG_PIECES_OF_4M = 10;
    /** The size of a page of 4 MB. */
    public static final int SIZE_4M = 3;

    private Translation() {}

    /** {@return a translation of a piece of a guest page of 4 KB (size 0), 2 MB (1), 1 GB (2) or 4 MB (3)} */
    public static long of(int target, int rights, int size) {
        return (long) target << 12 | VALID | (long) size << SIZE_SHIFT | rights;
    }

    /** {@return what a protection key adds to a translation} */
    public static long withKey(int key) {
        return (long) key << KEY_SHIFT;
    }

    /** {@return the protection key} */
    public static int key(long translation) {
        return (int) (translation >>> KEY_SHIFT) & 15;
    }

    /** {@return the binary logarithm of how many 4 KB pieces the guest page has} */
    static int logPieces(long translation) {
        int size = size(translation);
        return size == SIZE_4M ? LOG_PIECES_OF_4M : 9 * size;
    }

    /** {@return whether it is present and leads to a shadow table} */
    public static boolean isLink(long translation) {
        return (translation & LINK) != 0;
    }

    /** {@return the host frame or shadow page it leads to} */
    public static int target(long translation) {
        return (int) (translation >>> 12);
    }

    /** {@return the accumulated rights} */
    public static int rights(long translation) {
        return (int) (translation & RIGHTS);
    }

    /** {@return the size of the guest page: 0 for 4 KB, 1 for 2 MB, 2 for 1 GB, 3 for 4 MB} */
    public static int size(long translation) {
        return (int) (translation >>> SIZE_SHIFT) & 3;
    }
}
