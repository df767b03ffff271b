package org.stalemate.generators;

/** The tables that a scenario has ready for one paging mode, by level; some may serve another mode too. */
final class Tables {
    private final TableFormat format;
    private final long[][] byLevel;

    /** @param byLevel physical addresses of the tables of each level up to the format's root level; index 0 is unused */
    Tables(TableFormat format, long[][] byLevel) {
        this.format = format;
        this.byLevel = byLevel;
    }

    TableFormat format() {
        return format;
    }

    long[] roots() {
        return byLevel[format.rootLevel()];
    }

    long[] at(int level) {
        return byLevel[level];
    }

    /** {@return whether a table of any level lies at the physical address} */
    boolean has(long address) {
        for (int level = format.rootLevel(); level >= 1; level--) {
            for (long table : byLevel[level]) {
                if (table == address) {
                    return true;
                }
            }
        }
        return false;
    }
}
