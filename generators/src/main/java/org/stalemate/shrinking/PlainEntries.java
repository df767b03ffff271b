package org.stalemate.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/** Gives entries, listed or stored, the flags of the normal form: all entries, else one, else one flag of one. */
final class PlainEntries implements Simplification {
    /** A word or, if {@code half}, 4 bytes, with the place that it is written down at: a step, or the start where {@code step} is -1. */
    private record Entry(int step, boolean half, long table, int index, long value) {}

    /** An entry and the value that it could have instead. */
    private record Change(Entry entry, long value) {}

    @Override
    public int places(Scenario scenario) {
        return 1 + changes(scenario).size();
    }

    @Override
    public @Nullable Scenario at(Scenario scenario, int place) {
        if (place > 0) {
            Change change = changes(scenario).get(place - 1);
            return replaced(scenario, change.entry(), change.value());
        }
        TableGraph graph = TableGraph.of(scenario);
        Scenario plain = scenario;
        for (Entry entry : entries(scenario)) {
            plain = replaced(plain, entry, normal(entry, graph));
        }
        return plain.equals(scenario) ? null : plain;
    }

    private static List<Change> changes(Scenario scenario) {
        TableGraph graph = TableGraph.of(scenario);
        List<Change> changes = new ArrayList<>();
        for (Entry entry : entries(scenario)) {
            long normal = normal(entry, graph);
            long deviation = entry.value() ^ normal;
            if (deviation != 0) {
                changes.add(new Change(entry, normal));
            }
            for (long left = deviation; Long.bitCount(deviation) > 1 && left != 0; left &= left - 1) {
                changes.add(new Change(entry, PlainRegisters.taken(entry.value(), normal, Long.lowestOneBit(left))));
            }
        }
        return changes;
    }

    private static long normal(Entry entry, TableGraph graph) {
        TableGraph.Use use = graph.use(entry.table());
        return entry.half() ? NormalForm.half((int) entry.value(), use) : NormalForm.word(entry.value(), use);
    }

    private static List<Entry> entries(Scenario scenario) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < scenario.steps().size(); i++) {
            switch (scenario.steps().get(i)) {
                case Step.Instruction(var _, Operation.StoreTableEntry(long table, int index, long value)) ->
                    entries.add(new Entry(i, false, table, index, value));
                case Step.Instruction(var _, Operation.StoreTableHalf(long table, int half, int value)) ->
                    entries.add(new Entry(i, true, table, half, value & 0xFFFF_FFFFL));
                default -> {}
            }
        }
        for (TableFrame table : scenario.start().tables()) {
            table.entries().forEach((index, value) -> entries.add(new Entry(-1, false, table.frame(), index, value)));
        }
        return entries;
    }

    private static Scenario replaced(Scenario scenario, Entry entry, long value) {
        if (entry.step() < 0) {
            return Variants.withEntry(scenario, entry.table(), entry.index(), value);
        }
        int processor = scenario.steps().get(entry.step()).processor();
        Operation store = entry.half()
                ? new Operation.StoreTableHalf(entry.table(), entry.index(), (int) value)
                : new Operation.StoreTableEntry(entry.table(), entry.index(), value);
        return Variants.withStep(scenario, entry.step(), new Step.Instruction(processor, store));
    }
}
