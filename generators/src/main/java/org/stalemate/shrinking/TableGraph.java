package org.stalemate.shrinking;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.stalemate.generators.Address;
import org.stalemate.generators.TableFormat;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/**
 * Which frames a scenario can use as tables of which format and level, for the pages that it names and the modes that it visits,
 * whatever the order of its steps. It guides shrinking; nothing depends on its being right.
 */
final class TableGraph {
    private static final long FRAME = -0x1000L;

    /** A physical address that is used as a table. */
    private record Table(long address, TableFormat format, int level) {}

    /** What the tables of a frame are; of several uses that of the lowest level. */
    record Use(TableFormat format, int level) {
        /** {@return whether each 4-byte half of a word is an entry} */
        boolean hasHalves() {
            return level > 0 && format.entryBytes() == 4;
        }
    }

    /** A frame that no walk reaches. */
    private static final Use NO_TABLE = new Use(TableFormat.LEVEL_4, 0);

    private final Map<Long, List<Long>> values = new HashMap<>();
    private final TreeSet<Long> pages = new TreeSet<>();
    private final Set<TableFormat> formats = EnumSet.noneOf(TableFormat.class);
    private final Set<Table> tables = new HashSet<>();
    private final Map<Long, Use> uses = new HashMap<>();
    private final Set<Long> words = new HashSet<>();

    private TableGraph() {}

    static TableGraph of(Scenario scenario) {
        TableGraph graph = new TableGraph();
        for (PagingMode mode : ModesVisited.of(scenario)) {
            TableFormat format = TableFormat.of(mode);
            if (format != null) {
                graph.formats.add(format);
            }
        }
        for (TableFrame table : scenario.start().tables()) {
            table.entries().forEach((index, value) -> graph.holds(table.frame() << 12 | index * 8L, value));
        }
        TreeSet<Long> roots = new TreeSet<>();
        for (Registers registers : scenario.start().processors()) {
            roots.add(registers.cr3());
        }
        boolean truncates = false;
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.InitAndBringUp bringUp -> roots.add(bringUp.root() << 12);
                case Step.Instruction(var _, Operation operation) -> {
                    graph.add(operation, roots);
                    truncates |= truncates(operation);
                }
                case Step.Init _, Step.Reset _, Step.Smi _ -> {}
            }
        }
        if (truncates) {
            new ArrayList<>(graph.pages).forEach(page -> graph.pages.add(page & 0xFFFF_FFFFL));
        }
        graph.follow(roots);
        return graph;
    }

    private static boolean truncates(Operation operation) {
        return operation instanceof Operation.SetExecutionState(ExecutionState state)
                && state.codeSegment() != CodeSegment.BITS_64;
    }

    private void holds(long address, long word) {
        values.computeIfAbsent(address & -8L, _ -> new ArrayList<>()).add(word);
    }

    private void add(Operation operation, Set<Long> roots) {
        switch (operation) {
            case Operation.StoreTableEntry(long table, int index, long value) -> holds(table << 12 | index * 8L, value);
            case Operation.StoreTableHalf(long table, int half, int value) -> holdsHalf(table << 12 | half * 4L, value);
            case Operation.MovToCr3(long value) -> roots.add(value & Long.MAX_VALUE);
            case Operation.TaskSwitch(int cr3) -> roots.add(Integer.toUnsignedLong(cr3));
            case Operation.Access access -> pages.add(access.address() & FRAME);
            case Operation.SplitAccess access -> {
                pages.add(access.address() & FRAME);
                pages.add((access.address() & FRAME) + 0x1000);
            }
            case Operation.Emulated(Operation.Access access) -> pages.add(access.address() & FRAME);
            default -> {}
        }
    }

    /** Beside each value that the other half can have. */
    private void holdsHalf(long address, int half) {
        for (long word : List.copyOf(values.getOrDefault(address & -8L, List.of(0L)))) {
            holds(address, Address.withHalf(word, address, half));
        }
    }

    private void follow(Set<Long> roots) {
        ArrayDeque<Table> open = new ArrayDeque<>();
        for (TableFormat format : formats) {
            for (long cr3 : roots) {
                open.add(new Table(format.root(cr3), format, format.rootLevel()));
            }
        }
        while (!open.isEmpty()) {
            Table table = open.remove();
            if (!tables.add(table)) {
                continue;
            }
            Use use = new Use(table.format(), table.level());
            uses.merge(
                    Address.frame(table.address()), use, (before, now) -> now.level() < before.level() ? now : before);
            for (long page : pages) {
                follow(table, page, open);
            }
        }
    }

    private void follow(Table table, long page, ArrayDeque<Table> open) {
        TableFormat format = table.format();
        long address = format.entryAddress(table.address(), page, table.level());
        words.add(address & -8L);
        for (long word : values.getOrDefault(address & -8L, List.of())) {
            long entry = Address.entry(word, address, format.entryBytes());
            if (TableFormat.isPresent(entry) && !format.mapsPage(entry, table.level())) {
                open.add(new Table(format.target(entry), format, table.level() - 1));
            }
        }
    }

    /** {@return the formats of the modes that the scenario visits} */
    Set<TableFormat> formats() {
        return formats;
    }

    /** {@return whether a walk for some page can read the word, or half of it} */
    boolean reads(long frame, int index) {
        return words.contains(frame << 12 | index * 8L);
    }

    /** {@return what the frame is used as; its level is 0 where it is no table} */
    Use use(long frame) {
        return uses.getOrDefault(frame, NO_TABLE);
    }

    /** {@return whether CR3 can name the frame while the mode of the format is in use} */
    boolean isRootOf(TableFormat format, long frame) {
        return tables.contains(new Table(frame << 12, format, format.rootLevel()));
    }

    /** {@return the lowest level, from 1, that the frame is used as a table of, or 0} */
    int level(long frame) {
        return use(frame).level();
    }

    /** {@return whether the frame is used as a table} */
    boolean isTable(long frame) {
        return level(frame) > 0;
    }
}
