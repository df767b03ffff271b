package org.stalemate.generators;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;

/**
 * Lays out tables, pages and frames so that they share and alias: tables with two parents, of two levels or reached under
 * different rights, roots that map themselves, large pages over the frames of small ones, pages with equal low indices. Tables of a
 * second mode share those levels that look alike.
 */
final class LayoutMaker {
    /** The frames of the two 2 MB pages; data frames lie within them. */
    private static final long[] LARGE_PAGES = {0x200, 0x400};

    /** The frames of the two 4 MB pages, likewise. */
    private static final long[] LARGE_PAGES_32 = {0x400, 0x800};

    /** The frames of the 1 GB pages: the first overlies the data frames too. */
    private static final long[] HUGE_PAGES = {0, 0x4_0000};

    private final RandomSource random;
    private final Platform platform;
    private final EntryStyle style;
    private final ModePlan plan;
    private final TargetLimits limits;
    private final PageIndices indices;
    private final TableMaker tables;
    private final long[] largePages;
    private final long[] hugePages;
    private final int largePercent;
    private final int hugePercent;
    private final boolean crossesLevels;
    private final boolean pairsAcrossTables;
    private final int twinPercent;
    private long lastLargePage;

    private LayoutMaker(RandomSource random, Platform platform, EntryStyle style, ModePlan plan, TargetLimits limits) {
        this.random = random;
        this.platform = platform;
        this.style = style;
        this.plan = plan;
        this.limits = limits;
        indices = PageIndices.draw(plan.main(), limits, random);
        tables = new TableMaker(random, platform, limits);
        boolean high = random.chance(15);
        largePages = drawLargePages(high);
        hugePages = high && !limits.isMemoryLimited() ? new long[] {HUGE_PAGES[0], atTop(0x4_0000)} : HUGE_PAGES;
        largePercent = random.oneOf(new int[] {0, 15, 40});
        hugePercent = random.oneOf(new int[] {0, 0, 15}) * (platform.has(Feature.PAGE_1G) ? 1 : 0);
        crossesLevels = random.chance(15);
        pairsAcrossTables = random.chance(15) && plan.home() != PagingMode.NONE;
        twinPercent = random.oneOf(new int[] {0, 0, 50});
    }

    static Layout draw(RandomSource random, Platform platform, EntryStyle style, ModePlan plan, TargetLimits limits) {
        return new LayoutMaker(random, platform, style, plan, limits).draw();
    }

    private Layout draw() {
        boolean selfMap = random.chance(25);
        Tables main = tables.drawMain(plan.main());
        TableFormat other = plan.second();
        Tables second = other == null ? null : tables.drawSecond(other, main);
        moveTables(main, second);
        Layout layout = new Layout(
                main,
                second,
                drawPages(selfMap, main),
                drawDataFrames(),
                largePages,
                hugePages,
                drawPcids(),
                indices.usedWords(selfMap));
        if (selfMap) {
            mapTablesToThemselves(layout);
        }
        for (int level = main.format().rootLevel(); level >= 1; level--) {
            for (long table : main.at(level)) {
                fill(layout, table, level);
            }
        }
        if (pairsAcrossTables) {
            fillFor(layout, main, layout.pages());
        }
        if (second != null) {
            fillFor(layout, second, layout.pages());
        }
        return layout;
    }

    /** A table in frame 0, one in the first frame of a large page, roots of two formats that differ above bit 31 alone. */
    private void moveTables(Tables main, @Nullable Tables second) {
        if (random.chance(plan.main() == TableFormat.BITS_32 ? 18 : 6)) {
            main.roots()[0] = 0;
        }
        if (random.chance(6)) {
            main.at(1)[main.at(1).length - 1] = firstFrame(random.below(2)) << 12;
        }
        if (second != null && random.chance(30)) {
            tables.raiseRoot(main, second);
        }
    }

    /** @param high whether the second lies at the end of memory */
    private long[] drawLargePages(boolean high) {
        if (plan.main() != TableFormat.BITS_32) {
            return high ? new long[] {LARGE_PAGES[0], atTop(0x200)} : LARGE_PAGES;
        }
        return drawLargePages32();
    }

    /** {@return the frame in which a large page begins, as far as an entry that maps a small page can hold it} */
    private long firstFrame(int page) {
        return plan.main() == TableFormat.BITS_32 ? largePages[page] & 0xF_FFFF : largePages[page];
    }

    /** {@return the last page of so many frames} */
    private long atTop(long frames) {
        return limits.frames(platform.maxPhyAddr()) - frames;
    }

    private long[] drawLargePages32() {
        boolean extended = platform.has(Feature.PSE36) && random.chance(25) && limits.hasMemoryAbove4G();
        long upper = extended ? 1L + random.below(15) : 0;
        return new long[] {LARGE_PAGES_32[0], LARGE_PAGES_32[1] | upper << 20};
    }

    /** Where paging is off at home, pages are physical addresses, and some are those of tables. */
    private long[] drawPages(boolean selfMap, Tables main) {
        long[] pages = withPair(indices.drawPages(random, selfMap));
        if (plan.home() == PagingMode.NONE) {
            for (int i = 1; i < pages.length; i++) {
                pages[i] &= 0xFFFF_F000L;
                if (random.chance(35)) {
                    long table =
                            random.oneOf(main.at(1 + random.below(main.format().rootLevel())));
                    pages[i] = table & 0xFFFF_F000L;
                }
            }
            pages[0] &= 0xFFFF_F000L;
        }
        return pages;
    }

    /** In some scenarios the last pages are neighbours of each other, or of the first page, whatever else was drawn. */
    private long[] withPair(long[] pages) {
        if (pairsAcrossTables) {
            long[] pair = indices.drawPairAcrossTables(limits, random);
            long[] more = Arrays.copyOf(pages, Math.max(pages.length, 5));
            System.arraycopy(pair, 0, more, more.length - 2, 2);
            return Arrays.stream(more).distinct().toArray();
        }
        long next = pages[0] + 0x1000;
        boolean isThere = Arrays.stream(pages).anyMatch(page -> page == next);
        if (!isThere && random.chance(30)) {
            pages[pages.length - 1] = next;
        }
        return pages;
    }

    /** The first four are pieces of the large pages under the indices in use, so that both sizes reach one frame. */
    private long[] drawDataFrames() {
        long[] frames = new long[4 + random.below(7)];
        int first = indices.low();
        boolean quadrants = plan.main() == TableFormat.BITS_32;
        for (int i = 0; i < frames.length; i++) {
            long further = quadrants ? (i >> 2 & 1) * 0x200L + (i >> 3) * 0x10L : (i >> 2) * 0x10L;
            frames[i] = firstFrame(i >> 1 & 1) + first + (i & 1) + further;
        }
        if (random.chance(20)) {
            frames[frames.length - 1] = tables.lastFrame(plan.main());
        }
        return frames;
    }

    private int[] drawPcids() {
        int[] pcids = {0, 1, 2, random.chance(30) ? 0xFFF : 5};
        return Arrays.copyOf(pcids, 2 + random.below(3));
    }

    private void mapTablesToThemselves(Layout layout) {
        TableFormat format = plan.main();
        int level = indices.selfMapLevel();
        for (long table : layout.main().at(level)) {
            if (random.chance(80)) {
                long entry = table + (long) format.entryBytes() * indices.selfMapSlot();
                layout.put(entry, format, level, style.table(table, format, level));
            }
        }
    }

    private void fill(Layout layout, long table, int level) {
        TableFormat format = plan.main();
        for (int index : indices.at(level)) {
            if (random.chance(level > 1 ? 97 : 92)) {
                long entry = table + (long) format.entryBytes() * index;
                layout.put(entry, format, level, drawEntry(layout, layout.main(), level));
            }
        }
    }

    /** The entries that the pages' addresses select, as far as they are not filled already. */
    private void fillFor(Layout layout, Tables own, long[] pages) {
        TableFormat format = own.format();
        for (int level = format.rootLevel(); level >= 1; level--) {
            for (long table : own.at(level)) {
                for (long page : pages) {
                    long entry = format.entryAddress(table, page, level);
                    if (layout.initially(entry) == 0 && random.chance(level > 1 ? 97 : 92)) {
                        layout.put(entry, format, level, drawEntry(layout, own, level));
                    }
                }
            }
        }
    }

    /** {@return a present entry for a table of a level} */
    private long drawEntry(Layout layout, Tables own, int level) {
        TableFormat format = own.format();
        if (level == 1) {
            return style.page(drawMappedFrame(layout, own), format, 1);
        }
        if (level == 2 && random.chance(largePercent)) {
            return drawLargePage(layout, format);
        }
        if (level == 3 && format.isOfLongMode() && random.chance(hugePercent)) {
            return style.page(random.oneOf(hugePages), format, 3);
        }
        int highest = format == TableFormat.PAE ? 2 : format.rootLevel();
        int below = crossesLevels && random.chance(20) ? 1 + random.below(highest) : level - 1;
        return style.table(random.oneOf(own.at(below)), format, level);
    }

    /** Now and then the one drawn before once more, where flags are live maybe with another dirty flag. */
    private long drawLargePage(Layout layout, TableFormat format) {
        if (lastLargePage != 0 && format == plan.main() && random.chance(twinPercent)) {
            boolean otherFlag = !style.presetFlags() && random.chance(70);
            return otherFlag ? (lastLargePage ^ PagingEntry.DIRTY) | PagingEntry.ACCESSED : lastLargePage;
        }
        long entry = style.page(drawPageFrame(layout, format, 2, random), format, 2);
        if (format == plan.main()) {
            lastLargePage = entry;
        }
        return entry;
    }

    private long drawMappedFrame(Layout layout, Tables own) {
        return random.chance(4)
                ? Address.frame(
                        random.oneOf(own.at(1 + random.below(own.format().rootLevel()))))
                : random.oneOf(layout.dataFrames());
    }

    /** {@return a frame for a page of the size that a level's entries map} */
    static long drawPageFrame(Layout layout, TableFormat format, int level, RandomSource random) {
        return switch (level) {
            case 3 -> random.oneOf(layout.hugePages());
            case 2 -> random.oneOf(largePages(layout, format));
            default -> random.oneOf(layout.dataFrames());
        };
    }

    private static long[] largePages(Layout layout, TableFormat format) {
        if (layout.main().format() == format) {
            return layout.largePages();
        }
        return format == TableFormat.BITS_32 ? LARGE_PAGES_32 : LARGE_PAGES;
    }
}
