package org.stalemate.litmus;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/**
 * The names that a printed scenario gives to its tables (by the level at which the initial tables use them first) and to
 * its linear pages (in the order of the steps that name them).
 */
final class ScenarioNames {
    private static final String[] PAGES = {"x", "y", "z", "u", "v", "w"};
    private static final long OFFSET = 0xFFF;

    private final Map<Long, TableKind> kinds;
    private final Map<Long, String> tables = new LinkedHashMap<>();
    private final Map<Long, String> pages = new LinkedHashMap<>();

    ScenarioNames(Scenario scenario) {
        kinds = TableKinds.of(scenario);
        SortedSet<Long> frames = new TreeSet<>();
        scenario.start().tables().forEach(table -> frames.add(table.frame()));
        nameTables(frames);
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

    /** {@return whether a listed frame is a table of 4-byte entries} */
    boolean isNarrow(long frame) {
        return kind(frame).narrow();
    }

    /** {@return whether a frame is what CR3 names in a mode without PCIDs, where bits 11:0 of CR3 mean something else} */
    boolean isLegacyRoot(long frame) {
        return kind(frame) == TableKind.PAE_PDPT || kind(frame) == TableKind.NARROW_PD;
    }

    String address(long address) {
        String page = pages.get(address & ~OFFSET);
        if (page == null) {
            return Numbers.text(address);
        }
        long offset = address & OFFSET;
        return offset == 0 ? page : page + "+" + Numbers.text(offset);
    }

    private void nameTables(SortedSet<Long> frames) {
        Map<String, Integer> total = new HashMap<>();
        frames.forEach(frame -> total.merge(kind(frame).title(), 1, Integer::sum));
        Map<String, Integer> count = new HashMap<>();
        for (long frame : frames) {
            String title = kind(frame).title();
            int number = count.merge(title, 1, Integer::sum) - 1;
            boolean alone = total.getOrDefault(title, 0) == 1;
            tables.put(frame, alone ? title : title + "_" + letters(number));
        }
    }

    private TableKind kind(long frame) {
        return kinds.getOrDefault(frame, TableKind.FRAME);
    }

    /** a, b, ... z, then a1, b1, ... */
    private static String letters(int number) {
        char letter = (char) ('a' + number % 26);
        return number < 26 ? String.valueOf(letter) : letter + String.valueOf(number / 26);
    }

    private void namePage(Step step) {
        if (step instanceof Step.Instruction(int _, Operation.SplitAccess split)) {
            namePage(split.address() & ~OFFSET);
            namePage((split.address() & ~OFFSET) + OFFSET + 1);
        }
        Long address = addressOf(step);
        if (address != null) {
            namePage(address & ~OFFSET);
        }
    }

    private void namePage(long page) {
        if (!pages.containsKey(page)) {
            int number = pages.size();
            pages.put(page, number < PAGES.length ? PAGES[number] : "p" + number);
        }
    }

    private static @Nullable Long addressOf(Step step) {
        if (!(step instanceof Step.Instruction(int _, Operation operation))) {
            return null;
        }
        return switch (operation) {
            case Operation.Access access -> access.address();
            case Operation.Emulated(Operation.Access access) -> access.address();
            case Operation.InvLpg(long address) -> address;
            case Operation.InvPcid(long type, long _, long address) when type == 0 -> address;
            default -> null;
        };
    }
}
