package org.stalemate.generators;

import static org.stalemate.specification.paging.PagingEntry.ACCESSED;
import static org.stalemate.specification.paging.PagingEntry.DIRTY;
import static org.stalemate.specification.paging.PagingEntry.EXECUTE_DISABLE;
import static org.stalemate.specification.paging.PagingEntry.GLOBAL;
import static org.stalemate.specification.paging.PagingEntry.PAGE_SIZE;
import static org.stalemate.specification.paging.PagingEntry.PRESENT;
import static org.stalemate.specification.paging.PagingEntry.USER;
import static org.stalemate.specification.paging.PagingEntry.WRITABLE;

/** How one scenario likes its paging entries: which rights and flags new ones have. */
final class EntryStyle {
    /** PWT and PCD, and bits that every profile ignores. */
    private static final long[] WITHOUT_MEANING = {1L << 3, 1L << 4, 1L << 9, 1L << 11, 1L << 52, 1L << 62};

    private final RandomSource random;
    private final boolean presetFlags;
    private final int writablePercent;
    private final int userPercent;
    private final int executeDisablePercent;
    private final int globalPercent;

    EntryStyle(RandomSource random, boolean presetFlags, boolean executeDisableExists) {
        this.random = random;
        this.presetFlags = presetFlags;
        writablePercent = random.oneOf(new int[] {100, 97, 88});
        userPercent = random.oneOf(new int[] {100, 97, 85});
        executeDisablePercent = executeDisableExists ? random.oneOf(new int[] {0, 10, 25}) : 0;
        globalPercent = random.oneOf(new int[] {0, 15, 50});
    }

    boolean presetFlags() {
        return presetFlags;
    }

    /** {@return an entry that references a table} */
    long table(long frame) {
        long entry = entry(frame);
        return random.chance(2) ? entry | GLOBAL : entry;
    }

    /** {@return an entry that maps a page, whose frame is aligned to the page's size} */
    long page(long frame, int level) {
        long entry = entry(frame);
        if (level > 1) {
            entry |= PAGE_SIZE;
        }
        if (presetFlags || ((entry & ACCESSED) != 0 && random.chance(40))) {
            entry |= DIRTY;
        }
        return random.chance(globalPercent) ? entry | GLOBAL : entry;
    }

    private long entry(long frame) {
        long entry = frame << 12 | PRESENT;
        if (random.chance(writablePercent)) {
            entry |= WRITABLE;
        }
        if (random.chance(userPercent)) {
            entry |= USER;
        }
        if (random.chance(executeDisablePercent)) {
            entry |= EXECUTE_DISABLE;
        }
        if (presetFlags || random.chance(50)) {
            entry |= ACCESSED;
        }
        return random.chance(3) ? entry | random.oneOf(WITHOUT_MEANING) : entry;
    }
}
