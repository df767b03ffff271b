package org.stalemate.generators;

import static org.stalemate.specification.paging.PagingEntry.ACCESSED;
import static org.stalemate.specification.paging.PagingEntry.DIRTY;
import static org.stalemate.specification.paging.PagingEntry.EXECUTE_DISABLE;
import static org.stalemate.specification.paging.PagingEntry.GLOBAL;
import static org.stalemate.specification.paging.PagingEntry.PAGE_SIZE;
import static org.stalemate.specification.paging.PagingEntry.PRESENT;
import static org.stalemate.specification.paging.PagingEntry.USER;
import static org.stalemate.specification.paging.PagingEntry.WRITABLE;

/** How one scenario likes its paging entries: which rights, flags and keys new ones have. */
final class EntryStyle {
    private static final int KEY_SHIFT = 59;

    /** Bits 62:59 of an entry that maps a page: its protection key. */
    static final long KEY = 0xFL << KEY_SHIFT;

    /** PWT and PCD, and bits that every format and profile ignores; the last ones only those of long mode. */
    private static final long[] WITHOUT_MEANING = {1L << 3, 1L << 4, 1L << 9, 1L << 11, 1L << 52, 1L << 62};

    private static final int WITHOUT_MEANING_ANYWHERE = 4;

    private final RandomSource random;
    private final boolean presetFlags;
    private final boolean executeDisable;
    private final int writablePercent;
    private final int userPercent;
    private final int executeDisablePercent;
    private final int globalPercent;
    private final int keyPercent;
    private final int[] keys;

    /**
     * @param executeDisable whether XD is not reserved when the scenario starts
     * @param mayHaveKeys whether keys exist and no table serves PAE paging, which has none
     */
    EntryStyle(RandomSource random, boolean presetFlags, boolean executeDisable, boolean mayHaveKeys) {
        this.random = random;
        this.presetFlags = presetFlags;
        this.executeDisable = executeDisable;
        writablePercent = random.oneOf(new int[] {100, 97, 88});
        userPercent = random.oneOf(new int[] {100, 97, 85});
        executeDisablePercent = executeDisable ? random.oneOf(new int[] {0, 10, 25}) : 0;
        globalPercent = random.oneOf(new int[] {0, 15, 50});
        keyPercent = random.oneOf(new int[] {0, 15, 50}) * (mayHaveKeys ? 1 : 0);
        keys = new int[] {1 + random.below(14), 15, 0};
    }

    boolean presetFlags() {
        return presetFlags;
    }

    /** {@return whether the scenario starts with EFER.NXE set} */
    boolean executeDisable() {
        return executeDisable;
    }

    /** {@return one of the few keys that the scenario uses} */
    int key() {
        return keys[random.below(10) < 6 ? 0 : 1 + random.below(2)];
    }

    /** {@return an entry that maps a page, or any other, with another key} */
    long withKey(long entry, int key) {
        return (entry & ~KEY) | (long) key << KEY_SHIFT;
    }

    /** {@return an entry of a level that references the table at a physical address} */
    long table(long address, TableFormat format, int level) {
        if (!format.hasRights(level)) {
            return (address & format.address()) | PRESENT | (random.chance(3) ? withoutMeaning(format) : 0);
        }
        long entry = entry(address & format.address(), format);
        return random.chance(2) ? entry | GLOBAL : entry;
    }

    /** {@return an entry of a level that maps a page, whose frame is aligned to the page's size} */
    long page(long frame, TableFormat format, int level) {
        long entry = entry(address(frame, format, level), format);
        if (level > 1) {
            entry |= PAGE_SIZE;
        }
        if (presetFlags || ((entry & ACCESSED) != 0 && random.chance(40))) {
            entry |= DIRTY;
        }
        if (format.isOfLongMode() && keyPercent > 0 && random.chance(keyPercent)) {
            entry = withKey(entry, key());
        }
        return random.chance(globalPercent) ? entry | GLOBAL : entry;
    }

    /** {@return a frame as the entry of a level that maps a page holds it; 4 MB pages have address bits 39:32 in bits 20:13} */
    static long address(long frame, TableFormat format, int level) {
        if (format != TableFormat.BITS_32) {
            return frame << 12;
        }
        long low = frame << 12 & 0xFFFF_F000L;
        return level == 1 ? low : (low & 0xFFC0_0000L) | (frame >>> 20 & 0xFF) << 13;
    }

    private long entry(long address, TableFormat format) {
        long entry = address | PRESENT;
        if (random.chance(writablePercent)) {
            entry |= WRITABLE;
        }
        if (random.chance(userPercent)) {
            entry |= USER;
        }
        if (random.chance(executeDisablePercent) && format != TableFormat.BITS_32) {
            entry |= EXECUTE_DISABLE;
        }
        if (presetFlags || random.chance(50)) {
            entry |= ACCESSED;
        }
        return random.chance(3) ? entry | withoutMeaning(format) : entry;
    }

    private long withoutMeaning(TableFormat format) {
        return WITHOUT_MEANING[random.below(format.isOfLongMode() ? WITHOUT_MEANING.length : WITHOUT_MEANING_ANYWHERE)];
    }
}
