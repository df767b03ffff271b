package org.stalemate.generators;

import org.stalemate.specification.paging.PagingEntry;

/** The entries that a walk of current memory reads for a linear address, as far as it stays within known tables. */
final class WalkPath {
    private final long[] tables = new long[PagingEntry.ROOT_LEVEL];
    private final long[] entries = new long[PagingEntry.ROOT_LEVEL];
    private long address;
    private int length;

    /** Walks from a root; an unknown root leaves the path empty. */
    void walk(Recorder recorder, Layout layout, long root, long linearAddress) {
        address = linearAddress;
        length = 0;
        long table = root;
        int level = PagingEntry.ROOT_LEVEL;
        while (level >= 1 && layout.isTable(table)) {
            long entry = recorder.word(table, PagingEntry.index(linearAddress, level));
            tables[length] = table;
            entries[length++] = entry;
            if ((entry & PagingEntry.PRESENT) == 0 || PagingEntry.mapsPage(entry, level)) {
                return;
            }
            table = PagingEntry.frame(entry);
            level--;
        }
    }

    /** {@return how many entries the walk read, 0 to 4} */
    int length() {
        return length;
    }

    /** {@return the level of the entry read as number {@code i}, 4 for number 0} */
    int level(int i) {
        return PagingEntry.ROOT_LEVEL - i;
    }

    long table(int i) {
        return tables[i];
    }

    int index(int i) {
        return PagingEntry.index(address, level(i));
    }

    long entry(int i) {
        return entries[i];
    }
}
