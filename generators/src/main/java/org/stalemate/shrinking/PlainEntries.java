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
    /** An entry with the place that it is written down at: a step, or the start where {@code step} is -1. */
    private record Entry(int step, long table, int index, long value) {}

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
            plain = replaced(plain, entry, NormalForm.entry(entry.value(), graph.level(entry.table())));
        }
        return plain.equals(scenario) ? null : plain;
    }

    private static List<Change> changes(Scenario scenario) {
        TableGraph graph = TableGraph.of(scenario);
        List<Change> changes = new ArrayList<>();
        for (Entry entry : entries(scenario)) {
            long normal = NormalForm.entry(entry.value(), graph.level(entry.table()));
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

    private static List<Entry> entries(Scenario scenario) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < scenario.steps().size(); i++) {
            if (scenario.steps().get(i)
                    instanceof Step.Instruction(var _, Operation.StoreTableEntry(long table, int index, long value))) {
                entries.add(new Entry(i, table, index, value));
            }
        }
        for (TableFrame table : scenario.start().tables()) {
            table.entries().forEach((index, value) -> entries.add(new Entry(-1, table.frame(), index, value)));
        }
        return entries;
    }

    private static Scenario replaced(Scenario scenario, Entry entry, long value) {
        if (entry.step() < 0) {
            return Variants.withEntry(scenario, entry.table(), entry.index(), value);
        }
        int processor = scenario.steps().get(entry.step()).processor();
        Operation store = new Operation.StoreTableEntry(entry.table(), entry.index(), value);
        return Variants.withStep(scenario, entry.step(), new Step.Instruction(processor, store));
    }
}
