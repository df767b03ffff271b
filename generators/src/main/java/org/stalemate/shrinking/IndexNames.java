package org.stalemate.shrinking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.stalemate.generators.TableFormat;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/**
 * New word indices for those that tables and linear addresses use, the first that are free, in the same order. Two entries of 4 bytes
 * in one word stay together.
 */
final class IndexNames {
    /** Of a page-directory-pointer table, which lies at any multiple of 4 words. */
    private static final int POINTERS = 4;

    /** How far the second page is from where an access begins that crosses into it. */
    private static final int HALF = 4;

    private final int[][] names;
    private final TableFormat format;
    private final TableGraph graph;

    private IndexNames(int[][] names, TableFormat format, TableGraph graph) {
        this.names = names;
        this.format = format;
        this.graph = graph;
    }

    /** {@return the scenario with names of each level's own: from 0, but from 1 at level 1, since page 0 is nobody's first choice} */
    static Scenario byLevel(Scenario scenario) {
        TableGraph graph = TableGraph.of(scenario);
        TableFormat format = onlyFormat(graph);
        if (format == null) {
            return scenario;
        }
        List<SortedSet<Integer>> used = used(scenario, format, graph);
        int[][] names = new int[format.rootLevel() + 1][TableFrame.WORDS];
        for (int level = 0; level < names.length; level++) {
            int next = level == 1 ? 1 : 0;
            for (int index : used.get(level)) {
                names[level][index] = next++;
            }
        }
        return new IndexNames(names, format, graph).applied(scenario);
    }

    /** {@return the scenario with one set of names for all levels, so that a table that serves at two levels, or maps itself, stays what it is} */
    static Scenario ofAllLevels(Scenario scenario) {
        TableGraph graph = TableGraph.of(scenario);
        TableFormat format = onlyFormat(graph);
        if (format == null || format == TableFormat.PAE) {
            return scenario;
        }
        TreeSet<Integer> used = new TreeSet<>();
        used(scenario, format, graph).forEach(used::addAll);
        int[] common = new int[TableFrame.WORDS];
        int next = 1;
        for (int index : used) {
            common[index] = index == 0 ? 0 : next++;
        }
        int[][] names = new int[format.rootLevel() + 1][];
        Arrays.fill(names, common);
        return new IndexNames(names, format, graph).applied(scenario);
    }

    /** What one format calls the index of a level is something else to another: with several, names stay. */
    private static @Nullable TableFormat onlyFormat(TableGraph graph) {
        return graph.formats().size() == 1 ? graph.formats().iterator().next() : null;
    }

    /** Indices in use by level; those of frames that serve as no table come as number 0. */
    private static List<SortedSet<Integer>> used(Scenario scenario, TableFormat format, TableGraph graph) {
        List<SortedSet<Integer>> used = new ArrayList<>();
        for (int level = 0; level <= format.rootLevel(); level++) {
            used.add(new TreeSet<>());
        }
        for (TableFrame table : scenario.start().tables()) {
            for (int word : table.entries().keySet()) {
                add(table.frame(), word, graph, used);
            }
        }
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.Instruction(var _, Operation.StoreTableEntry edit) ->
                    add(edit.table(), edit.index(), graph, used);
                case Step.Instruction(var _, Operation.StoreTableHalf edit) ->
                    add(edit.table(), edit.half() >> 1, graph, used);
                case Step.Instruction(var _, Operation.LoadTableEntry read) ->
                    add(read.table(), read.index(), graph, used);
                default -> {}
            }
        }
        FewerPages.mapAddresses(scenario, address -> {
            add(address, format, used);
            return address;
        });
        for (long first : splits(scenario)) {
            add(first + HALF, format, used);
        }
        return used;
    }

    private static void add(long address, TableFormat format, List<SortedSet<Integer>> used) {
        for (int level = 1; level <= format.rootLevel(); level++) {
            used.get(level).add(word(format, address, level));
        }
    }

    /** {@return the addresses of accesses that cross from one page into the next} */
    private static SortedSet<Long> splits(Scenario scenario) {
        TreeSet<Long> splits = new TreeSet<>();
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Instruction(var _, Operation.SplitAccess access)) {
                splits.add(access.address());
            }
        }
        return splits;
    }

    /** Where an access crosses into the region of the next entry of a level, the levels below keep their indices, first and last. */
    private void keepBoundaries(SortedSet<Long> splits) {
        for (long first : splits) {
            for (int level = 1; level <= format.rootLevel(); level++) {
                if (format.index(first, level) > format.index(first + HALF, level)) {
                    Arrays.setAll(names[level], IntUnaryOperator.identity());
                }
            }
        }
    }

    private boolean keepsNeighbours(SortedSet<Long> splits) {
        return splits.stream().allMatch(first -> renamed(first) + HALF == format.canonical(renamed(first + HALF)));
    }

    private static void add(long frame, int word, TableGraph graph, List<SortedSet<Integer>> used) {
        TableGraph.Use use = graph.use(frame);
        used.get(use.level()).add(isOfPointers(use) ? word % POINTERS : word);
    }

    private static boolean isOfPointers(TableGraph.Use use) {
        return use.format() == TableFormat.PAE && use.level() == 3;
    }

    private static int word(TableFormat format, long address, int level) {
        return format.index(address, level) * format.entryBytes() / 8;
    }

    /** Pages that one access crosses stay neighbours, or everything stays as it is. */
    private Scenario applied(Scenario scenario) {
        SortedSet<Long> splits = splits(scenario);
        keepBoundaries(splits);
        if (!keepsNeighbours(splits)) {
            return scenario;
        }
        List<TableFrame> tables = new ArrayList<>();
        for (TableFrame table : scenario.start().tables()) {
            TreeMap<Integer, Long> entries = new TreeMap<>();
            table.entries().forEach((index, value) -> entries.put(renamed(table.frame(), index), value));
            tables.add(new TableFrame(table.frame(), entries));
        }
        Scenario addressed = FewerPages.mapAddresses(Variants.withTables(scenario, tables), this::renamed);
        return Variants.mapOperations(addressed, operation -> switch (operation) {
            case Operation.StoreTableEntry(long table, int index, long value) ->
                new Operation.StoreTableEntry(table, renamed(table, index), value);
            case Operation.StoreTableHalf(long table, int half, int value) ->
                new Operation.StoreTableHalf(table, renamed(table, half >> 1) << 1 | (half & 1), value);
            case Operation.LoadTableEntry(long table, int index) ->
                new Operation.LoadTableEntry(table, renamed(table, index));
            default -> operation;
        });
    }

    private int renamed(long table, int word) {
        TableGraph.Use use = graph.use(table);
        if (isOfPointers(use)) {
            return word - word % POINTERS + names[use.level()][word % POINTERS];
        }
        return names[use.level()][word];
    }

    /** Keeps an address that the format does not have as it is. */
    private long renamed(long address) {
        if (format.canonical(address) != address) {
            return address;
        }
        long renamed = address & 0xFFF;
        for (int level = 1; level <= format.rootLevel(); level++) {
            int index = format.index(address, level);
            int perWord = 8 / format.entryBytes();
            long name = (long) names[level][index / perWord] * perWord + index % perWord;
            renamed |= name << format.shift(level);
        }
        return format.canonical(renamed);
    }
}
