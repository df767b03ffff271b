package org.stalemate.mmu.host;

/**
 * The paging-structure caches of one logical processor of the host: which table the upper levels of a walk led to, with the
 * rights accumulated on the way. Nothing here is global (C-GLOBAL-PSC). A level is that of the table found: 1 page table, 2 directory,
 * 3 and 4 those above, or {@link #TABLE_OF_32_BIT} or {@link #HALF_TABLE_OF_32_BIT}.
 */
public class HostStructureCache {
    /** A page table of 32-bit paging, which serves 4 MB of linear addresses. */
    public static final int TABLE_OF_32_BIT = 5;

    /** A shadow of one half of such a page table, which serves 2 MB. The halves come from one guest entry and go together. */
    public static final int HALF_TABLE_OF_32_BIT = 6;

    /** By level, the bits of an address that select within a table. */
    private static final int[] SHIFTS = {0, 21, 30, 39, 48, 22, 21};

    private static final long OTHER_HALF = 1L << 21;

    private final TaggedEntries entries = new TaggedEntries();
    private final RetentionChoices choices;
    private int levelsUsed;

    /** An empty cache. */
    public HostStructureCache(Retention retention) {
        choices = new RetentionChoices(retention);
    }

    final void reset(int processor) {
        choices.reset(processor + 0x100);
        dropAll();
    }

    /** {@return the oldest pointer remembered for an address to a table of a level, or 0} */
    final long find(int tag, long linear, int level) {
        long key = key(linear, level);
        for (int i = entries.first(key); i >= 0; i = entries.next(i)) {
            if (entries.keys[i] == key && entries.tags[i] == tag && choices.uses()) {
                return entries.payloads[i];
            }
        }
        return 0;
    }

    final void add(int tag, long linear, int level, long pointer) {
        if (choices.keeps()) {
            levelsUsed |= 1 << level;
            entries.add(key(linear, level), tag, pointer);
        }
    }

    final void dropAll() {
        entries.clear();
        levelsUsed = 0;
    }

    final void dropTag(int tag) {
        for (int i = 0; i < entries.count(); i++) {
            if (entries.tags[i] == tag) {
                entries.remove(i);
            }
        }
        entries.compact();
    }

    /** Drops what a walk for an address would use under a tag. */
    final void dropPath(int tag, long linear) {
        dropPath(tag, false, linear);
    }

    /** Drops what a walk for an address would use under any tag. */
    final void dropPathOfAllTags(long linear) {
        dropPath(0, true, linear);
    }

    private void dropPath(int tag, boolean allTags, long linear) {
        for (int levels = levelsUsed; levels != 0; levels &= levels - 1) {
            entries.removeAll(key(linear, Integer.numberOfTrailingZeros(levels)), tag, allTags);
        }
        if ((levelsUsed >>> HALF_TABLE_OF_32_BIT & 1) != 0) {
            entries.removeAll(key(linear ^ OTHER_HALF, HALF_TABLE_OF_32_BIT), tag, allTags);
        }
        entries.compact();
    }

    private static long key(long linear, int level) {
        return ((linear & 0x1FF_FFFF_FFFF_FFFFL) >>> SHIFTS[level] << 3) | level;
    }
}
