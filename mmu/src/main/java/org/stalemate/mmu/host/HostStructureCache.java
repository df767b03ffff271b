package org.stalemate.mmu.host;

/**
 * The paging-structure caches of one logical processor of the host: which table the upper levels of a walk led to, with the
 * rights accumulated on the way. Nothing here is global (C-GLOBAL-PSC).
 */
public class HostStructureCache {
    /** The highest level of a table that can be remembered: 3, found through a PML4E. */
    public static final int TOP = 3;

    private final TaggedEntries entries = new TaggedEntries();
    private final RetentionChoices choices;

    /** An empty cache. */
    public HostStructureCache(Retention retention) {
        choices = new RetentionChoices(retention);
    }

    final void reset(int processor) {
        choices.reset(processor + 0x100);
        entries.clear();
    }

    /** {@return the oldest pointer remembered for an address to a table of a level (1 page table, 2 directory, 3), or 0} */
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
            entries.add(key(linear, level), tag, pointer);
        }
    }

    final void dropAll() {
        entries.clear();
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
        for (int level = 1; level <= TOP; level++) {
            entries.removeAll(key(linear, level), tag, allTags);
        }
        entries.compact();
    }

    private static long key(long linear, int level) {
        return ((linear & 0xFFFF_FFFF_FFFFL) >>> (12 + 9 * level) << 2) | level;
    }
}
