package org.stalemate.generators;

import java.util.Arrays;

/**
 * The entries that a scenario's linear pages select, level by level: two at each, so that pages share and differ at every level, and
 * pages below different tables have equal low indices. Under 32-bit paging the page tables have four, in both halves of the region that
 * a directory entry spans and in both halves of one word.
 */
final class PageIndices {
    private final TableFormat format;
    private final int[][] byLevel;
    private final int selfMapSlot;

    private PageIndices(TableFormat format, int[][] byLevel, int selfMapSlot) {
        this.format = format;
        this.byLevel = byLevel;
        this.selfMapSlot = selfMapSlot;
    }

    static PageIndices draw(TableFormat format, TargetLimits limits, RandomSource random) {
        int level1 = random.oneOf(new int[] {0, 1, 1, 5});
        int level2 = random.below(2);
        boolean highSlot = random.chance(50);
        if (format == TableFormat.BITS_32) {
            int low = level1 == 1 && random.chance(60) ? 2 : level1;
            int other = random.chance(60) ? level2 + 1 : level2 + 256;
            int[][] indices = {{}, {low, low + 1, low + 512, low + 513}, {level2, other}};
            return new PageIndices(format, indices, highSlot ? 1022 : 4);
        }
        int level3 = random.chance(75) ? 0 : format == TableFormat.PAE ? 2 : 3;
        int next3 = level3 == 0 && !limits.secondGigabyte() ? 2 : level3 + 1;
        int[][] indices = {{}, {level1, level1 + 1}, {level2, level2 + 1}, {level3, next3}, {}, {}};
        if (format.isOfLongMode()) {
            boolean highHalf = random.chance(25);
            int level4 = highHalf ? 256 : random.chance(75) ? 0 : 1;
            indices[4] = new int[] {level4, random.chance(50) ? 511 : level4 + 1};
            int level5 = highHalf ? 511 : 0;
            indices[5] = new int[] {level5, random.chance(50) ? 256 : level5 == 0 ? 1 : 255};
        }
        return new PageIndices(format, Arrays.copyOf(indices, format.rootLevel() + 1), highSlot ? 510 : 4);
    }

    /** {@return the entries that pages select in tables of a level} */
    int[] at(int level) {
        return byLevel[level];
    }

    /** {@return the first entry of level 1} */
    int low() {
        return byLevel[1][0];
    }

    /** {@return the level of the tables that reference themselves: the root, or a PAE page directory} */
    int selfMapLevel() {
        return format == TableFormat.PAE ? 2 : format.rootLevel();
    }

    /** {@return the entry of a table in which it references itself} */
    int selfMapSlot() {
        return selfMapSlot;
    }

    /** {@return every word of a table in use, ascending, each once} */
    int[] usedWords(boolean selfMap) {
        int[] all = new int[12];
        int count = 0;
        for (int level = 1; level <= format.rootLevel(); level++) {
            for (int index : byLevel[level]) {
                all[count++] = index * format.entryBytes() / 8;
            }
        }
        if (selfMap) {
            all[count++] = selfMapSlot * format.entryBytes() / 8;
        }
        Arrays.sort(all, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (distinct == 0 || all[distinct - 1] != all[i]) {
                all[distinct++] = all[i];
            }
        }
        return Arrays.copyOf(all, distinct);
    }

    /** {@return 4 to 8 distinct pages, the first with the first entry at every level; with a self-map some that reach tables} */
    long[] drawPages(RandomSource random, boolean selfMap) {
        int combinations = 1;
        for (int level = 1; level <= format.rootLevel(); level++) {
            combinations *= byLevel[level].length;
        }
        int[] order = new int[combinations - 1];
        for (int i = 0; i < order.length; i++) {
            order[i] = i + 1;
        }
        long[] pages = new long[4 + random.below(5)];
        pages[0] = page(0);
        for (int i = 1; i < pages.length; i++) {
            int drawn = i - 1 + random.below(order.length - i + 1);
            int choice = order[drawn];
            order[drawn] = order[i - 1];
            pages[i] = page(choice);
        }
        if (selfMap) {
            pages[1] = throughSelfMap(0);
            pages[2] = throughSelfMap(1 + random.below(selfMapLevel() - 1));
        }
        return pages;
    }

    /**
     * {@return two pages that follow each other though different tables of level 1 map them: the last of the region that an entry of a
     * higher level spans and the first of the next one, or, where addresses have 32 bits, the last page of all and page 0}
     */
    long[] drawPairAcrossTables(TargetLimits limits, RandomSource random) {
        if (!format.isOfLongMode() && random.chance(20)) {
            return new long[] {0xFFFF_F000L, 0};
        }
        int drawn = 2 + random.below(Math.min(format.rootLevel(), 3) - 1);
        int level = limits.isMemoryLimited() ? 2 : drawn; // else a 1 GB page has to be there to its end
        long second = (long) byLevel[level][1] << format.shift(level);
        for (int above = level + 1; above <= format.rootLevel(); above++) {
            second |= (long) byLevel[above][0] << format.shift(above);
        }
        return new long[] {format.canonical(second - 0x1000), format.canonical(second)};
    }

    /** The choice, as a number of mixed base, tells which of its entries the page selects at each level. */
    private long page(int choice) {
        long address = 0;
        int left = choice;
        for (int level = 1; level <= format.rootLevel(); level++) {
            int[] indices = byLevel[level];
            address |= (long) indices[left % indices.length] << format.shift(level);
            left /= indices.length;
        }
        return format.canonical(address);
    }

    /** {@return the page that shows a table on the first page's path: 0 for the last table, 1 for the one above it} */
    private long throughSelfMap(int up) {
        long address = 0;
        for (int level = format.rootLevel(); level > selfMapLevel(); level--) {
            address |= (long) byLevel[level][0] << format.shift(level);
        }
        for (int level = selfMapLevel(); level >= 1; level--) {
            boolean inside = selfMapLevel() - level <= up;
            int index = inside ? selfMapSlot : byLevel[level + up + 1][0];
            address |= (long) index << format.shift(level);
        }
        return format.canonical(address);
    }
}
