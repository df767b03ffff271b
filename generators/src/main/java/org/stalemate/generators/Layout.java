package org.stalemate.generators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.stalemate.vocabulary.TableFrame;

/**
 * What lies where when a scenario starts: which frames are tables of which level, which entries they hold, which linear
 * pages, PCIDs and data frames the scenario uses. It helps to aim; what memory holds later, only the model knows.
 */
final class Layout {
    private final long[][] tablesByLevel;
    private final long[] pages;
    private final long[] dataFrames;
    private final int[] pcids;
    private final int[] usedIndices;

    private long[] entryTable = new long[48];
    private int[] entryIndex = new int[48];
    private int[] entryLevel = new int[48];
    private long[] entryValue = new long[48];
    private int entries;

    /**
     * @param tablesByLevel frame numbers of the tables of each level; those of level 4 are the roots, index 0 is unused
     * @param pages linear addresses of 4 KB pages, canonical
     * @param dataFrames frame numbers below MAXPHYADDR
     * @param usedIndices the word indices that the pages select at any level, ascending
     */
    Layout(long[][] tablesByLevel, long[] pages, long[] dataFrames, int[] pcids, int[] usedIndices) {
        this.tablesByLevel = tablesByLevel;
        this.pages = pages;
        this.dataFrames = dataFrames;
        this.pcids = pcids;
        this.usedIndices = usedIndices;
    }

    long[] roots() {
        return tablesByLevel[4];
    }

    long[] tables(int level) {
        return tablesByLevel[level];
    }

    long[] pages() {
        return pages;
    }

    long[] dataFrames() {
        return dataFrames;
    }

    int[] pcids() {
        return pcids;
    }

    int[] usedIndices() {
        return usedIndices;
    }

    /** {@return whether the frame is a table of any level} */
    boolean isTable(long frame) {
        for (int level = 4; level >= 1; level--) {
            for (long table : tablesByLevel[level]) {
                if (table == frame) {
                    return true;
                }
            }
        }
        return false;
    }

    int entries() {
        return entries;
    }

    long entryTable(int entry) {
        return entryTable[entry];
    }

    int entryIndex(int entry) {
        return entryIndex[entry];
    }

    /** {@return the level of the table that the entry lies in, by its main use} */
    int entryLevel(int entry) {
        return entryLevel[entry];
    }

    long entryValue(int entry) {
        return entryValue[entry];
    }

    /** {@return what the word held at the start, 0 where nothing was listed} */
    long initially(long table, int index) {
        for (int i = 0; i < entries; i++) {
            if (entryTable[i] == table && entryIndex[i] == index) {
                return entryValue[i];
            }
        }
        return 0;
    }

    /** Lists an entry; the first value of a word counts. */
    void put(long table, int index, int level, long value) {
        if (initially(table, index) != 0) {
            return;
        }
        if (entries == entryTable.length) {
            entryTable = Arrays.copyOf(entryTable, 2 * entries);
            entryIndex = Arrays.copyOf(entryIndex, 2 * entries);
            entryLevel = Arrays.copyOf(entryLevel, 2 * entries);
            entryValue = Arrays.copyOf(entryValue, 2 * entries);
        }
        entryTable[entries] = table;
        entryIndex[entries] = index;
        entryLevel[entries] = level;
        entryValue[entries++] = value;
    }

    /** {@return the tables as a start lists them, by ascending frame number} */
    List<TableFrame> tableFrames() {
        List<TableFrame> frames = new ArrayList<>(16);
        for (int level = 1; level <= 4; level++) {
            for (long table : tablesByLevel[level]) {
                TreeMap<Integer, Long> listed = new TreeMap<>();
                for (int i = 0; i < entries; i++) {
                    if (entryTable[i] == table) {
                        listed.put(entryIndex[i], entryValue[i]);
                    }
                }
                frames.add(new TableFrame(table, listed));
            }
        }
        frames.sort((one, other) -> Long.compare(one.frame(), other.frame()));
        return frames;
    }
}
