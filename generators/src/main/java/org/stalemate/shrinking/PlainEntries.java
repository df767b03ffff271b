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
    /** One for the whole entry, one for each bit. */
    private static final int PER_ENTRY = 65;

    /** An entry with the place that it is written down at: a step, or the start where {@code step} is -1. */
    private record Entry(int step, long table, int index, long value) {}

    @Override
    public int places(Scenario scenario) {
        return 1 + entries(scenario).size() * PER_ENTRY;
    }

    @Override
    public @Nullable Scenario at(Scenario scenario, int place) {
        TableGraph graph = TableGraph.of(scenario);
        List<Entry> entries = entries(scenario);
        if (place == 0) {
            Scenario plain = scenario;
            for (Entry entry : entries) {
                plain = replaced(plain, entry, NormalForm.entry(entry.value(), graph.level(entry.table())));
            }
            return plain.equals(scenario) ? null : plain;
        }
        Entry entry = entries.get((place - 1) / PER_ENTRY);
        int choice = (place - 1) % PER_ENTRY;
        long normal = NormalForm.entry(entry.value(), graph.level(entry.table()));
        long simpler = choice == 0 ? normal : PlainRegisters.taken(entry.value(), normal, 1L << (choice - 1));
        return simpler == entry.value() ? null : replaced(scenario, entry, simpler);
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
