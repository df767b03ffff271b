package org.stalemate.shrinking;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/**
 * Which frames a scenario can use as tables of which level, for the pages that it names, whatever the order of its steps.
 * It guides shrinking; nothing depends on its being right.
 */
final class TableGraph {
    /** A frame used as a table of a level. */
    record Table(long frame, int level) {}

    /** A word that a walk can read. */
    record Word(long frame, int index) {}

    private final Map<Word, List<Long>> values = new HashMap<>();
    private final TreeSet<Long> pages = new TreeSet<>();
    private final Set<Table> tables = new HashSet<>();
    private final Set<Word> words = new HashSet<>();

    private TableGraph() {}

    static TableGraph of(Scenario scenario) {
        TableGraph graph = new TableGraph();
        ArrayDeque<Table> roots = new ArrayDeque<>();
        for (TableFrame table : scenario.start().tables()) {
            table.entries().forEach((index, value) -> graph.holds(table.frame(), index, value));
        }
        for (Registers registers : scenario.start().processors()) {
            roots.add(new Table(PagingEntry.frame(registers.cr3()), PagingEntry.ROOT_LEVEL));
        }
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.InitAndBringUp bringUp -> roots.add(new Table(bringUp.root(), PagingEntry.ROOT_LEVEL));
                case Step.Instruction(var _, Operation operation) -> graph.add(operation, roots);
                case Step.Init _, Step.Reset _ -> {}
            }
        }
        graph.follow(roots);
        return graph;
    }

    private void holds(long frame, int index, long value) {
        values.computeIfAbsent(new Word(frame, index), _ -> new ArrayList<>()).add(value);
    }

    private void add(Operation operation, ArrayDeque<Table> roots) {
        switch (operation) {
            case Operation.StoreTableEntry(long table, int index, long value) -> holds(table, index, value);
            case Operation.MovToCr3(long value) ->
                roots.add(new Table(PagingEntry.frame(value), PagingEntry.ROOT_LEVEL));
            case Operation.Access access -> pages.add(access.address() & -0x1000L);
            default -> {}
        }
    }

    private void follow(ArrayDeque<Table> open) {
        while (!open.isEmpty()) {
            Table table = open.remove();
            if (!tables.add(table)) {
                continue;
            }
            for (long page : pages) {
                Word word = new Word(table.frame(), PagingEntry.index(page, table.level()));
                words.add(word);
                for (long value : values.getOrDefault(word, List.of())) {
                    if ((value & PagingEntry.PRESENT) != 0 && !PagingEntry.mapsPage(value, table.level())) {
                        open.add(new Table(PagingEntry.frame(value), table.level() - 1));
                    }
                }
            }
        }
    }

    /** {@return whether a walk for some page can read the word} */
    boolean reads(long frame, int index) {
        return words.contains(new Word(frame, index));
    }

    /** {@return the lowest level, 1 to 4, that the frame is used as a table of, or 0} */
    int level(long frame) {
        for (int level = 1; level <= PagingEntry.ROOT_LEVEL; level++) {
            if (tables.contains(new Table(frame, level))) {
                return level;
            }
        }
        return 0;
    }

    /** {@return whether the frame is used as a table} */
    boolean isTable(long frame) {
        return level(frame) > 0;
    }
}
