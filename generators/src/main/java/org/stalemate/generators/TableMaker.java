package org.stalemate.generators;

import org.stalemate.vocabulary.Platform;

/** Gives tables their places: one frame each, but PAE page-directory-pointer tables at any 32 bytes of a frame. */
final class TableMaker {
    /** Tables lie here and above. */
    private static final long FIRST_TABLE = 0x10;

    /** The last frame that a 4-byte entry reaches. */
    private static final long LAST_FRAME_32 = 0xF_FFFF;

    private static final int[] POINTER_TABLE_OFFSETS = {0, 0x20, 0xFE0, 0x40};

    private final RandomSource random;
    private final Platform platform;
    private final TargetLimits limits;
    private long next = FIRST_TABLE << 12;

    TableMaker(RandomSource random, Platform platform, TargetLimits limits) {
        this.random = random;
        this.platform = platform;
        this.limits = limits;
    }

    /** {@return the last frame of memory that tables of the format can reference} */
    long lastFrame(TableFormat format) {
        long last = limits.frames(platform.maxPhyAddr()) - 1;
        return format == TableFormat.BITS_32 ? Math.min(LAST_FRAME_32, last) : last;
    }

    /** {@return several tables of each level} */
    Tables drawMain(TableFormat format) {
        int rootLevel = format.rootLevel();
        long[][] tables = new long[rootLevel + 1][];
        tables[0] = new long[0];
        for (int level = rootLevel; level >= 1; level--) {
            tables[level] = drawLevel(format, level, howMany(format, level));
        }
        if (random.chance(10)) {
            tables[1][0] = (lastFrame(format) - 1) << 12;
        }
        return new Tables(format, tables);
    }

    private int howMany(TableFormat format, int level) {
        if (level == format.rootLevel()) {
            return 2 + random.below(format == TableFormat.LEVEL_5 ? 2 : 3);
        }
        if (level == 1) {
            return format == TableFormat.BITS_32 ? 2 + random.below(3) : 1 + random.below(4);
        }
        return format == TableFormat.PAE ? 2 + random.below(3) : 1 + random.below(3);
    }

    private long[] drawLevel(TableFormat format, int level, int howMany) {
        long[] tables = new long[howMany];
        boolean pointers = format == TableFormat.PAE && level == 3;
        int offset = 0;
        for (int i = 0; i < howMany; i++) {
            if (pointers && i > 0 && random.chance(70)) {
                tables[i] = tables[0] | POINTER_TABLE_OFFSETS[++offset];
            } else {
                tables[i] = next;
                next += 0x1000;
            }
        }
        return tables;
    }

    /** {@return tables of another format: the home's own at the levels that look alike, else one or two, and sometimes the home's} */
    Tables drawSecond(TableFormat format, Tables main) {
        int rootLevel = format.rootLevel();
        long[][] tables = new long[rootLevel + 1][];
        tables[0] = new long[0];
        for (int level = rootLevel; level >= 1; level--) {
            boolean shared = level <= main.format().rootLevel() && main.format().sharesLevel(format, level);
            if (shared) {
                tables[level] = main.at(level);
                continue;
            }
            tables[level] = drawLevel(format, level, 1 + random.below(2));
            boolean bothSizes =
                    format == TableFormat.BITS_32 && level <= main.format().rootLevel();
            if (bothSizes && tables[level].length > 1 && random.chance(50)) {
                tables[level][1] = main.at(level)[0] & 0xFFFF_F000L;
            }
        }
        return new Tables(format, tables);
    }

    /**
     * Where one of the formats is of long mode and the other is not, moves the last of several roots of the former to where bits 31:12
     * of CR3 alone name a root of the latter: code that leaves long mode with that CR3 need not load it.
     */
    void raiseRoot(Tables main, Tables second) {
        if (main.format().isOfLongMode() == second.format().isOfLongMode() || !limits.hasMemoryAbove4G()) {
            return;
        }
        Tables ofLongMode = main.format().isOfLongMode() ? main : second;
        Tables legacy = ofLongMode == main ? second : main;
        long[] roots = ofLongMode.roots();
        if (roots.length > 1) {
            roots[roots.length - 1] = drawAbove4G() | (legacy.roots()[0] & 0xFFFF_F000L);
        }
    }

    /** {@return an address with one bit set, above bit 31 and below MAXPHYADDR} */
    private long drawAbove4G() {
        return 1L << (32 + random.below(platform.maxPhyAddr() - 32));
    }
}
