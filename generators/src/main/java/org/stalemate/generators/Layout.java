package org.stalemate.generators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.TableFrame;

/**
 * What lies where when a scenario starts: which tables of which format and level there are, which entries they hold, which
 * linear pages, PCIDs and data frames the scenario uses. It helps to aim; what memory holds later, only the model knows.
 */
final class Layout {
    /** Says that a page has no neighbour; no page has this address. */
    static final long NO_PAIR = -1;

    private static final long PAGE = 0x1000;

    private final Tables main;
    private final @Nullable Tables second;
    private final long[] pages;
    private final long[] dataFrames;
    private final int[] pcids;
    private final int[] usedWords;
    private final long[] largePages;
    private final long[] hugePages;
    private final long[] pairs;

    private long[] entryAddress = new long[48];
    private int[] entryLevel = new int[48];
    private TableFormat[] entryFormat = new TableFormat[48];
    private long[] entryValue = new long[48];
    private int entries;

    /**
     * @param main the tables of the home
     * @param second tables of another mode, or null
     * @param pages linear addresses of 4 KB pages, canonical
     * @param dataFrames frame numbers below MAXPHYADDR
     * @param largePages frame numbers of the 2 MB or 4 MB pages
     * @param hugePages frame numbers of the 1 GB pages
     * @param usedWords the words of a table that the pages select at any level, ascending
     */
    Layout(
            Tables main,
            @Nullable Tables second,
            long[] pages,
            long[] dataFrames,
            long[] largePages,
            long[] hugePages,
            int[] pcids,
            int[] usedWords) {
        this.main = main;
        this.second = second;
        this.pages = pages;
        this.dataFrames = dataFrames;
        this.largePages = largePages;
        this.hugePages = hugePages;
        this.pcids = pcids;
        this.usedWords = usedWords;
        pairs = Arrays.stream(pages).filter(page -> isPage(pageAfter(page))).toArray();
    }

    Tables main() {
        return main;
    }

    @Nullable
    Tables second() {
        return second;
    }

    /** {@return the tables made for a format, or null where there are none} */
    @Nullable
    Tables tables(TableFormat format) {
        if (main.format() == format) {
            return main;
        }
        return second != null && second.format() == format ? second : null;
    }

    long[] pages() {
        return pages;
    }

    /** {@return the pages, and where 64-bit mode would go on from a page at the end of 32-bit addresses} */
    long[] linearPages() {
        return Arrays.stream(pairs).anyMatch(first -> pageAfter(first) == 0)
                ? LongStream.concat(Arrays.stream(pages), LongStream.of(1L << 32))
                        .toArray()
                : pages;
    }

    private boolean isPage(long address) {
        for (long page : pages) {
            if (page == address) {
                return true;
            }
        }
        return false;
    }

    /** {@return the address of the page that follows, which is page 0 at the end of 32-bit addresses} */
    long pageAfter(long page) {
        return main.format().isOfLongMode() ? page + PAGE : (page + PAGE) & 0xFFFF_FFFFL;
    }

    /** {@return whether two of the pages follow each other} */
    boolean hasPairs() {
        return pairs.length > 0;
    }

    /** {@return the first of any two pages that follow each other; there must be some} */
    long firstOfAnyPair(RandomSource random) {
        return random.oneOf(pairs);
    }

    /** {@return the first of two pages that follow each other, of which the given one is either, or {@link #NO_PAIR}} */
    long firstOfPair(long page, RandomSource random) {
        long found = NO_PAIR;
        for (long first : pairs) {
            boolean either = first == page || pageAfter(first) == page;
            if (either && (found == NO_PAIR || random.chance(50))) {
                found = first;
            }
        }
        return found;
    }

    long[] dataFrames() {
        return dataFrames;
    }

    long[] largePages() {
        return largePages;
    }

    long[] hugePages() {
        return hugePages;
    }

    int[] pcids() {
        return pcids;
    }

    int[] usedWords() {
        return usedWords;
    }

    /** {@return whether a table of any format and level lies at the physical address} */
    boolean isTable(long address) {
        return main.has(address) || (second != null && second.has(address));
    }

    int entries() {
        return entries;
    }

    /** {@return the physical address of an entry listed} */
    long entryAddress(int entry) {
        return entryAddress[entry];
    }

    TableFormat entryFormat(int entry) {
        return entryFormat[entry];
    }

    /** {@return the level of the table that the entry lies in, by its main use} */
    int entryLevel(int entry) {
        return entryLevel[entry];
    }

    /** {@return what the entry at a physical address held at the start, 0 where nothing was listed} */
    long initially(long address) {
        for (int i = 0; i < entries; i++) {
            if (entryAddress[i] == address) {
                return entryValue[i];
            }
        }
        return 0;
    }

    /** Lists an entry; the first value at an address counts. */
    void put(long address, TableFormat format, int level, long value) {
        if (initially(address) != 0) {
            return;
        }
        if (entries == entryAddress.length) {
            entryAddress = Arrays.copyOf(entryAddress, 2 * entries);
            entryLevel = Arrays.copyOf(entryLevel, 2 * entries);
            entryFormat = Arrays.copyOf(entryFormat, 2 * entries);
            entryValue = Arrays.copyOf(entryValue, 2 * entries);
        }
        entryAddress[entries] = address;
        entryLevel[entries] = level;
        entryFormat[entries] = format;
        entryValue[entries++] = value;
    }

    /** {@return the tables as a start lists them, by ascending frame number} */
    List<TableFrame> tableFrames() {
        Map<Long, Map<Integer, Long>> words = new TreeMap<>();
        addFrames(main, words);
        if (second != null) {
            addFrames(second, words);
        }
        for (int i = 0; i < entries; i++) {
            Map<Integer, Long> frame = words.get(entryAddress[i] >>> 12);
            if (frame != null) {
                boolean upperHalf = (entryAddress[i] & 4) != 0;
                frame.merge(
                        Address.word(entryAddress[i]),
                        upperHalf ? entryValue[i] << 32 : entryValue[i],
                        (a, b) -> a | b);
            }
        }
        List<TableFrame> frames = new ArrayList<>(words.size());
        for (Map.Entry<Long, Map<Integer, Long>> frame : words.entrySet()) {
            frames.add(TableFrame.of(frame.getKey(), frame.getValue()));
        }
        return frames;
    }

    private static void addFrames(Tables tables, Map<Long, Map<Integer, Long>> words) {
        for (int level = 1; level <= tables.format().rootLevel(); level++) {
            for (long table : tables.at(level)) {
                words.computeIfAbsent(table >>> 12, _ -> new TreeMap<>());
            }
        }
    }
}
