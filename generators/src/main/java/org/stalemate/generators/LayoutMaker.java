package org.stalemate.generators;

import java.util.Arrays;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;

/**
 * Lays out tables, pages and frames so that they share and alias: tables with two parents, of two levels or reached under
 * different rights, roots that map themselves, large pages over the frames of small ones, pages with equal low indices.
 */
final class LayoutMaker {
    /** Tables lie here and above, one frame each. */
    private static final long FIRST_TABLE = 0x10;

    /** The frames of the two 2 MB pages; data frames lie within them. */
    private static final long[] LARGE_PAGES = {0x200, 0x400};

    /** The frames of the 1 GB pages: the first overlies the data frames too. */
    private static final long[] HUGE_PAGES = {0, 0x4_0000};

    private final RandomSource random;
    private final Platform platform;
    private final EntryStyle style;
    private final PageIndices indices;
    private final int largePercent;
    private final int hugePercent;
    private final boolean crossesLevels;

    private LayoutMaker(RandomSource random, Platform platform, EntryStyle style) {
        this.random = random;
        this.platform = platform;
        this.style = style;
        indices = PageIndices.draw(random);
        largePercent = random.oneOf(new int[] {0, 15, 40});
        hugePercent = random.oneOf(new int[] {0, 0, 15}) * (platform.has(Feature.PAGE_1G) ? 1 : 0);
        crossesLevels = random.chance(15);
    }

    static Layout draw(RandomSource random, Platform platform, EntryStyle style) {
        return new LayoutMaker(random, platform, style).draw();
    }

    private Layout draw() {
        boolean selfMap = random.chance(25);
        Layout layout = new Layout(
                drawTables(), indices.drawPages(random, selfMap), drawDataFrames(), drawPcids(), indices.used(selfMap));
        if (selfMap) {
            mapRootsToThemselves(layout);
        }
        for (int level = 4; level >= 1; level--) {
            for (long table : layout.tables(level)) {
                fill(layout, table, level);
            }
        }
        return layout;
    }

    private long[][] drawTables() {
        int[] howMany = {0, 1 + random.below(4), 1 + random.below(3), 1 + random.below(3), 2 + random.below(3)};
        long[][] tables = new long[howMany.length][];
        long next = FIRST_TABLE;
        for (int level = 4; level >= 1; level--) {
            tables[level] = new long[howMany[level]];
            for (int i = 0; i < howMany[level]; i++) {
                tables[level][i] = next++;
            }
        }
        if (random.chance(10)) {
            tables[1][0] = lastFrame() - 1;
        }
        return tables;
    }

    private long lastFrame() {
        return (1L << (platform.maxPhyAddr() - 12)) - 1;
    }

    /** The first four are pieces of the large pages under the indices in use, so that both sizes reach one frame. */
    private long[] drawDataFrames() {
        long[] frames = new long[4 + random.below(7)];
        int first = indices.low();
        for (int i = 0; i < frames.length; i++) {
            frames[i] = LARGE_PAGES[i >> 1 & 1] + first + (i & 1) + (i >> 2) * 0x10L;
        }
        if (random.chance(20)) {
            frames[frames.length - 1] = lastFrame();
        }
        return frames;
    }

    private int[] drawPcids() {
        int[] pcids = {0, 1, 2, random.chance(30) ? 0xFFF : 5};
        return Arrays.copyOf(pcids, 2 + random.below(3));
    }

    private void mapRootsToThemselves(Layout layout) {
        for (long root : layout.roots()) {
            if (random.chance(80)) {
                layout.put(root, indices.selfMapSlot(), 4, style.table(root));
            }
        }
    }

    private void fill(Layout layout, long table, int level) {
        for (int which = 0; which < 2; which++) {
            if (random.chance(level > 1 ? 97 : 92)) {
                layout.put(table, indices.at(level, which), level, drawEntry(layout, level));
            }
        }
    }

    /** {@return a present entry for a table of a level} */
    private long drawEntry(Layout layout, int level) {
        if (level == 1) {
            return style.page(drawMappedFrame(layout), 1);
        }
        if (level == 2 && random.chance(largePercent)) {
            return style.page(random.oneOf(LARGE_PAGES), 2);
        }
        if (level == 3 && random.chance(hugePercent)) {
            return style.page(random.oneOf(HUGE_PAGES), 3);
        }
        int below = crossesLevels && random.chance(20) ? 1 + random.below(4) : level - 1;
        return style.table(random.oneOf(layout.tables(below)));
    }

    private long drawMappedFrame(Layout layout) {
        return random.chance(4) ? random.oneOf(layout.tables(1 + random.below(4))) : random.oneOf(layout.dataFrames());
    }

    /** {@return a frame for a page of the size that a level's entries map} */
    static long drawPageFrame(Layout layout, int level, RandomSource random) {
        return switch (level) {
            case 3 -> random.oneOf(HUGE_PAGES);
            case 2 -> random.oneOf(LARGE_PAGES);
            default -> random.oneOf(layout.dataFrames());
        };
    }
}
