package org.stalemate.shrinking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/** New word indices for those that tables and linear addresses use, the first that are free, in the same order. */
final class IndexNames {
    private static final int LEVELS = PagingEntry.ROOT_LEVEL;

    private final int[][] names;
    private final TableGraph graph;

    private IndexNames(int[][] names, TableGraph graph) {
        this.names = names;
        this.graph = graph;
    }

    /** {@return names of each level's own: from 0, but from 1 at level 1, since page 0 is nobody's first choice} */
    static IndexNames byLevel(Scenario scenario) {
        TableGraph graph = TableGraph.of(scenario);
        List<SortedSet<Integer>> used = used(scenario, graph);
        int[][] names = new int[LEVELS + 1][TableFrame.WORDS];
        for (int level = 0; level <= LEVELS; level++) {
            int next = level == 1 ? 1 : 0;
            for (int index : used.get(level)) {
                names[level][index] = next++;
            }
        }
        return new IndexNames(names, graph);
    }

    /** {@return one set of names for all levels, so that a table that serves at two levels, or maps itself, stays what it is} */
    static IndexNames ofAllLevels(Scenario scenario) {
        TableGraph graph = TableGraph.of(scenario);
        TreeSet<Integer> used = new TreeSet<>();
        used(scenario, graph).forEach(used::addAll);
        int[] common = new int[TableFrame.WORDS];
        int next = 1;
        for (int index : used) {
            common[index] = index == 0 ? 0 : next++;
        }
        int[][] names = new int[LEVELS + 1][];
        Arrays.fill(names, common);
        return new IndexNames(names, graph);
    }

    /** Indices in use by level; those of frames that serve as no table come as number 0. */
    private static List<SortedSet<Integer>> used(Scenario scenario, TableGraph graph) {
        List<SortedSet<Integer>> used = new ArrayList<>();
        for (int level = 0; level <= LEVELS; level++) {
            used.add(new TreeSet<>());
        }
        for (TableFrame table : scenario.start().tables()) {
            used.get(graph.level(table.frame())).addAll(table.entries().keySet());
        }
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.Instruction(var _, Operation.StoreTableEntry edit) ->
                    used.get(graph.level(edit.table())).add(edit.index());
                case Step.Instruction(var _, Operation.LoadTableEntry read) ->
                    used.get(graph.level(read.table())).add(read.index());
                default -> {}
            }
        }
        FewerPages.mapAddresses(scenario, address -> {
            for (int level = 1; level <= LEVELS; level++) {
                used.get(level).add(PagingEntry.index(address, level));
            }
            return address;
        });
        return used;
    }

    /** {@return the scenario under the new names} */
    Scenario applied(Scenario scenario) {
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
            case Operation.LoadTableEntry(long table, int index) ->
                new Operation.LoadTableEntry(table, renamed(table, index));
            default -> operation;
        });
    }

    private int renamed(long table, int index) {
        return names[graph.level(table)][index];
    }

    /** Keeps an address that is not canonical as it is. */
    private long renamed(long address) {
        if (address << 16 >> 16 != address) {
            return address;
        }
        long renamed = address & 0xFFF;
        for (int level = 1; level <= LEVELS; level++) {
            renamed |= (long) names[level][PagingEntry.index(address, level)] << PagingEntry.shift(level);
        }
        return renamed << 16 >> 16;
    }
}
