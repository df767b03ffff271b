package org.stalemate.specification.caching;

import org.stalemate.specification.paging.AccessRights;

/**
 * What a cached translation, or a cached paging-structure entry, holds besides its key, packed in a long: rights in bits 2:0
 * as in {@link AccessRights}; for a translation D in bit 3, the level of its leaf (1 for 4 KB, 2, 3) in bits 5:4 and the
 * physical frame number of the 4 KB piece from bit 8; for a paging-structure entry the place of the next table from bit 8.
 */
public final class CachedItem {
    private static final long DIRTY = 1L << 3;
    private static final int LEVEL = 4;
    private static final int TARGET = 8;

    private CachedItem() {}

    public static long translation(long frame, int leafLevel, int rights, boolean dirty) {
        return frame << TARGET | (long) leafLevel << LEVEL | (dirty ? DIRTY : 0) | rights;
    }

    public static long structureEntry(int nextTable, int rights) {
        return (long) nextTable << TARGET | rights;
    }

    public static int rights(long item) {
        return (int) item & AccessRights.ALL;
    }

    /** {@return whether a translation holds D=1} */
    public static boolean isDirty(long translation) {
        return (translation & DIRTY) != 0;
    }

    public static int leafLevel(long translation) {
        return (int) (translation >>> LEVEL) & 3;
    }

    public static long frame(long translation) {
        return translation >>> TARGET;
    }

    public static int nextTable(long structureEntry) {
        return (int) (structureEntry >>> TARGET);
    }
}
