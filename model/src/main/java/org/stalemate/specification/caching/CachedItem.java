package org.stalemate.specification.caching;

import org.stalemate.specification.paging.AccessRights;

/**
 * What a cached translation, or a cached paging-structure entry, holds besides its key, packed in a long: rights in bits 2:0
 * as in {@link AccessRights}; for a translation D in bit 3, the {@link org.stalemate.specification.paging.PageSize} in bits 5:4,
 * the protection key in bits 9:6, whether it holds no key in bit 10, and the physical frame number of the 4 KB piece from bit 16;
 * for a paging-structure entry the location of the next table from bit 16.
 */
public final class CachedItem {
    private static final long DIRTY = 1L << 3;
    private static final int SIZE = 4;
    private static final int KEY = 6;
    private static final long KEYLESS = 1L << 10;
    private static final int TARGET = 16;

    private CachedItem() {}

    public static long translation(long frame, int pageSize, int rights, int key, boolean dirty) {
        return frame << TARGET | (long) key << KEY | (long) pageSize << SIZE | (dirty ? DIRTY : 0) | rights;
    }

    /** {@return a translation as it is cached where no key is held} */
    public static long withoutKey(long translation) {
        return (translation & ~(15L << KEY)) | KEYLESS;
    }

    /** {@return a translation that holds D=1} */
    public static long dirty(long translation) {
        return translation | DIRTY;
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

    /** {@return the size of the page that a translation was made from, as in {@link org.stalemate.specification.paging.PageSize}} */
    public static int pageSize(long translation) {
        return (int) (translation >>> SIZE) & 3;
    }

    /** {@return whether the protection key that a translation holds denies an access} (PG-PK-LIVE) */
    public static boolean keyDenies(long translation, long access) {
        int key = (int) (translation >>> KEY) & 15;
        return (translation & KEYLESS) == 0 && AccessRights.keyDenies(rights(translation), key, access);
    }

    public static long frame(long translation) {
        return translation >>> TARGET;
    }

    /** {@return the location of the table that a paging-structure entry references} */
    public static int nextTable(long structureEntry) {
        return (int) (structureEntry >>> TARGET);
    }
}
