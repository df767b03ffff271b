package org.stalemate.generators;

/** The entries that a walk of current memory reads for a linear address, as far as it stays within known tables. */
final class WalkPath {
    private final long[] addresses = new long[TableFormat.LEVEL_5.rootLevel()];
    private final long[] entries = new long[TableFormat.LEVEL_5.rootLevel()];
    private TableFormat format = TableFormat.LEVEL_4;
    private int length;

    /** Walks from a root table at a physical address; an unknown root leaves the path empty. */
    void walk(Recorder recorder, Layout layout, TableFormat ofTables, long root, long linearAddress) {
        format = ofTables;
        length = 0;
        long table = root;
        int level = format.rootLevel();
        while (level >= 1 && layout.isTable(table)) {
            long address = format.entryAddress(table, linearAddress, level);
            long entry = recorder.entry(address, format);
            addresses[length] = address;
            entries[length++] = entry;
            if (!TableFormat.isPresent(entry) || format.mapsPage(entry, level)) {
                return;
            }
            table = format.target(entry);
            level--;
        }
    }

    TableFormat format() {
        return format;
    }

    /** {@return how many entries the walk read, 0 to 5} */
    int length() {
        return length;
    }

    /** {@return the level of the entry read as number {@code i}, that of the root for number 0} */
    int level(int i) {
        return format.rootLevel() - i;
    }

    /** {@return the number of the entry read at a level, or -1 if the walk did not get there} */
    int atLevel(int level) {
        int i = format.rootLevel() - level;
        return i >= 0 && i < length ? i : -1;
    }

    /** {@return the physical address of the entry} */
    long address(int i) {
        return addresses[i];
    }

    long entry(int i) {
        return entries[i];
    }
}
