package org.stalemate.litmus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/**
 * What the listed frames of a scenario are used as: breadth first from every root that it ever uses, so that a table is what it is
 * nearest the root. From a table of a mode other than 4-level paging, entries that steps store lead on, too.
 */
final class TableKinds {
    private static final long PRESENT = 1;
    private static final int FRAME_SHIFT = 12;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final SortedMap<Long, TableFrame> frames = new TreeMap<>();
    private final Map<Long, List<Long>> stored = new HashMap<>();
    private final Map<Long, TableKind> kinds = new LinkedHashMap<>();
    private final Deque<Long> queue = new ArrayDeque<>();

    private TableKinds(Scenario scenario) {
        scenario.start().tables().forEach(table -> frames.put(table.frame(), table));
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.Instruction(int _, Operation.StoreTableHalf(long table, int _, int value)) ->
                    store(table, Integer.toUnsignedLong(value));
                case Step.Instruction(int _, Operation.StoreTableEntry(long table, int _, long value)) ->
                    store(table, value);
                default -> {}
            }
        }
        new Roots(scenario).found.forEach(this::reach);
        while (!queue.isEmpty()) {
            long frame = queue.remove();
            TableFrame table = frames.get(frame);
            TableKind kind = kinds.get(frame);
            if (table != null && kind != null && kind.below() != null) {
                follow(table, kind, kind.below());
            }
        }
    }

    /** {@return the kind of each listed frame that is in use as a table, by frame} */
    static Map<Long, TableKind> of(Scenario scenario) {
        return new TableKinds(scenario).kinds;
    }

    private void store(long table, long value) {
        stored.computeIfAbsent(table, _ -> new ArrayList<>()).add(value);
    }

    private void reach(long frame, TableKind kind) {
        if (frames.containsKey(frame) && kinds.putIfAbsent(frame, kind) == null) {
            queue.add(frame);
        }
    }

    private void follow(TableFrame table, TableKind kind, TableKind below) {
        table.entries().values().forEach(word -> follow(word, kind, below));
        if (kind.followsStores()) {
            stored.getOrDefault(table.frame(), List.of()).forEach(word -> follow(word, kind, below));
        }
    }

    private void follow(long word, TableKind kind, TableKind below) {
        if (kind.narrow()) {
            followNarrow((int) word, below);
            followNarrow((int) (word >>> Integer.SIZE), below);
        } else if (namesTable(word)) {
            reach(word >>> FRAME_SHIFT & Operands.MAX_FRAME, below);
        }
    }

    private void followNarrow(int entry, TableKind below) {
        if (namesTable(entry)) {
            reach(NarrowEntry.frame(entry), below);
        }
    }

    private static boolean namesTable(long entry) {
        return (entry & PRESENT) != 0 && (entry & NarrowEntry.PAGE_SIZE_BIT) == 0;
    }

    /** The roots, as what CR3 names while paging is on; what it names otherwise comes behind. */
    private static final class Roots {
        private final Map<Long, TableKind> found = new LinkedHashMap<>();
        private final Map<Long, TableKind> withoutPaging = new LinkedHashMap<>();

        Roots(Scenario scenario) {
            List<NominalRegisters> registers = new ArrayList<>();
            List<Long> cr3 = new ArrayList<>();
            for (Registers start : scenario.start().processors()) {
                registers.add(new NominalRegisters(scenario.start().platform(), start));
                cr3.add(start.cr3());
                add(start.cr3(), registers.getLast());
            }
            for (Step step : scenario.steps()) {
                int processor = step.processor();
                Long loaded = loaded(step);
                if (loaded != null) {
                    cr3.set(processor, loaded);
                }
                registers.get(processor).follow(step);
                add(cr3.get(processor), registers.get(processor));
            }
            withoutPaging.forEach(found::putIfAbsent);
        }

        private void add(long cr3, NominalRegisters registers) {
            Map<Long, TableKind> roots = registers.mode() == PagingMode.NONE ? withoutPaging : found;
            TableKind kind = root(registers.modeToCome());
            long base = kind == TableKind.NARROW_PD || kind == TableKind.PAE_PDPT ? cr3 & LOW_HALF : cr3;
            roots.putIfAbsent(base >>> FRAME_SHIFT & Operands.MAX_FRAME, kind);
        }

        private static TableKind root(PagingMode mode) {
            return switch (mode) {
                case BITS_32 -> TableKind.NARROW_PD;
                case PAE -> TableKind.PAE_PDPT;
                case NONE, LEVEL_4 -> TableKind.ROOT;
                case LEVEL_5 -> TableKind.PML5;
            };
        }

        /** {@return what a step leaves in CR3 if it succeeds, null if it leaves CR3 alone} */
        private static @Nullable Long loaded(Step step) {
            return switch (step) {
                case Step.Init _, Step.Reset _ -> 0L;
                case Step.InitAndBringUp bringUp -> bringUp.root() << FRAME_SHIFT;
                case Step.Instruction(int _, Operation.MovToCr3(long value)) -> value;
                case Step.Instruction(int _, Operation.TaskSwitch(int cr3)) -> Integer.toUnsignedLong(cr3);
                case Step.Instruction _, Step.Smi _ -> null;
            };
        }
    }
}
