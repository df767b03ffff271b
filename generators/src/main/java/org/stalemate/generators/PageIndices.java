package org.stalemate.generators;

import java.util.Arrays;

/**
 * The word indices that a scenario's linear pages select: two at each level, so that pages share and differ at every
 * level, and pages below different tables have equal low indices.
 */
final class PageIndices {
    private final int[] first;
    private final int[] second;
    private final int selfMapSlot;

    private PageIndices(int[] first, int[] second, int selfMapSlot) {
        this.first = first;
        this.second = second;
        this.selfMapSlot = selfMapSlot;
    }

    static PageIndices draw(RandomSource random) {
        int level1 = random.oneOf(new int[] {0, 1, 1, 5});
        int level2 = random.below(2);
        int level3 = random.chance(75) ? 0 : 3;
        boolean highHalf = random.chance(25);
        int level4 = highHalf ? 256 : random.chance(75) ? 0 : 1;
        int otherLevel4 = random.chance(50) ? 511 : level4 + 1;
        int slot = random.chance(50) ? 510 : 4;
        return new PageIndices(
                new int[] {0, level1, level2, level3, level4},
                new int[] {0, level1 + 1, level2 + 1, level3 + 1, otherLevel4},
                slot);
    }

    /** {@return the index that pages select at a level: the first or the second of two} */
    int at(int level, int which) {
        return which == 0 ? first[level] : second[level];
    }

    /** {@return the first index of level 1} */
    int low() {
        return first[1];
    }

    /** {@return the slot of a root in which it references itself} */
    int selfMapSlot() {
        return selfMapSlot;
    }

    /** {@return every index in use, ascending, each once} */
    int[] used(boolean selfMap) {
        int[] all = new int[selfMap ? 9 : 8];
        for (int level = 1; level <= 4; level++) {
            all[2 * level - 2] = first[level];
            all[2 * level - 1] = second[level];
        }
        if (selfMap) {
            all[8] = selfMapSlot;
        }
        Arrays.sort(all);
        int distinct = 0;
        for (int index : all) {
            if (distinct == 0 || all[distinct - 1] != index) {
                all[distinct++] = index;
            }
        }
        return Arrays.copyOf(all, distinct);
    }

    /** {@return 4 to 8 distinct pages, the first with the first index at every level; with a self-map some that reach tables} */
    long[] drawPages(RandomSource random, boolean selfMap) {
        int[] order = new int[15];
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
            pages[2] = throughSelfMap(1 + random.below(3));
        }
        return pages;
    }

    /** Bit {@code level - 1} of the choice tells which of the two indices the page selects there. */
    private long page(int choice) {
        return address(at(4, choice >> 3 & 1), at(3, choice >> 2 & 1), at(2, choice >> 1 & 1), at(1, choice & 1));
    }

    /** {@return the page that shows the table of a level on the first page's path, 0 for the last table, 3 for the root} */
    private long throughSelfMap(int up) {
        int s = selfMapSlot;
        return switch (up) {
            case 0 -> address(s, first[4], first[3], first[2]);
            case 1 -> address(s, s, first[4], first[3]);
            case 2 -> address(s, s, s, first[4]);
            default -> address(s, s, s, s);
        };
    }

    private static long address(int level4, int level3, int level2, int level1) {
        long address = (long) level4 << 39 | (long) level3 << 30 | (long) level2 << 21 | (long) level1 << 12;
        return address << 16 >> 16;
    }
}
