package org.stalemate.litmus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/**
 * The names that a printed scenario gives to its tables (by the level at which the initial tables use them first) and to
 * its linear pages (in the order of the steps that name them).
 */
final class ScenarioNames {
    private static final String[] LEVELS = {"frame", "pt", "pd", "pdpt", "root"};
    private static final int ROOT = 4;
    private static final String[] PAGES = {"x", "y", "z", "u", "v", "w"};
    private static final long OFFSET = 0xFFF;
    private static final long PRESENT = 1;
    private static final long PAGE_SIZE_BIT = 1L << 7;

    private final Map<Long, String> tables = new LinkedHashMap<>();
    private final Map<Long, String> pages = new LinkedHashMap<>();

    ScenarioNames(Scenario scenario) {
        SortedMap<Long, TableFrame> frames = new TreeMap<>();
        scenario.start().tables().forEach(table -> frames.put(table.frame(), table));
        nameTables(frames, levels(frames, scenario));
        scenario.steps().forEach(this::namePage);
    }

    /** {@return names of the listed frames, by ascending frame} */
    Map<Long, String> tables() {
        return tables;
    }

    /** {@return names of linear page addresses, in the order of the steps} */
    Map<Long, String> pages() {
        return pages;
    }

    String frame(long frame) {
        String name = tables.get(frame);
        return name != null ? name : "page " + Numbers.text(frame);
    }

    /** {@return a table as it stands before an index} */
    String indexed(long frame) {
        String name = tables.get(frame);
        return name != null ? name : Numbers.text(frame);
    }

    boolean isTable(long frame) {
        return tables.containsKey(frame);
    }

    String address(long address) {
        String page = pages.get(address & ~OFFSET);
        if (page == null) {
            return Numbers.text(address);
        }
        long offset = address & OFFSET;
        return offset == 0 ? page : page + "+" + Numbers.text(offset);
    }

    private void nameTables(SortedMap<Long, TableFrame> frames, Map<Long, Integer> levels) {
        int[] count = new int[LEVELS.length];
        int[] total = new int[LEVELS.length];
        frames.keySet().forEach(frame -> total[levels.getOrDefault(frame, 0)]++);
        for (long frame : frames.keySet()) {
            int level = levels.getOrDefault(frame, 0);
            tables.put(frame, total[level] == 1 ? LEVELS[level] : LEVELS[level] + "_" + letters(count[level]));
            count[level]++;
        }
    }

    /** a, b, ... z, then a1, b1, ... */
    private static String letters(int number) {
        char letter = (char) ('a' + number % 26);
        return number < 26 ? String.valueOf(letter) : letter + String.valueOf(number / 26);
    }

    /** Breadth first from every root that the scenario ever uses, so that a table is called what it is nearest the root. */
    private static Map<Long, Integer> levels(SortedMap<Long, TableFrame> frames, Scenario scenario) {
        Map<Long, Integer> levels = new LinkedHashMap<>();
        Deque<Long> queue = new ArrayDeque<>();
        for (long root : roots(scenario)) {
            if (frames.containsKey(root) && levels.putIfAbsent(root, ROOT) == null) {
                queue.add(root);
            }
        }
        while (!queue.isEmpty()) {
            long frame = queue.remove();
            int below = levels.getOrDefault(frame, 0) - 1;
            TableFrame table = frames.get(frame);
            if (table == null || below == 0) {
                continue;
            }
            for (long entry : table.entries().values()) {
                long child = entry >>> 12 & Operands.MAX_FRAME;
                boolean names = (entry & PRESENT) != 0 && (entry & PAGE_SIZE_BIT) == 0;
                if (names && frames.containsKey(child) && levels.putIfAbsent(child, below) == null) {
                    queue.add(child);
                }
            }
        }
        return levels;
    }

    private static List<Long> roots(Scenario scenario) {
        List<Long> roots = new ArrayList<>();
        for (Registers registers : scenario.start().processors()) {
            roots.add(registers.cr3() >>> 12 & Operands.MAX_FRAME);
        }
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.InitAndBringUp bringUp -> roots.add(bringUp.root());
                case Step.Instruction(int _, Operation.MovToCr3(long value)) ->
                    roots.add(value >>> 12 & Operands.MAX_FRAME);
                default -> {}
            }
        }
        return roots;
    }

    private void namePage(Step step) {
        Long address = addressOf(step);
        if (address != null && !pages.containsKey(address & ~OFFSET)) {
            int number = pages.size();
            pages.put(address & ~OFFSET, number < PAGES.length ? PAGES[number] : "p" + number);
        }
    }

    private static @Nullable Long addressOf(Step step) {
        if (!(step instanceof Step.Instruction(int _, Operation operation))) {
            return null;
        }
        return switch (operation) {
            case Operation.Access access -> access.address();
            case Operation.InvLpg(long address) -> address;
            case Operation.InvPcid(long type, long _, long address) when type == 0 -> address;
            default -> null;
        };
    }
}
