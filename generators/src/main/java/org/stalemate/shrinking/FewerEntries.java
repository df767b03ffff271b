package org.stalemate.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.TableFrame;

/** Lists fewer entries at the start: first only those that a walk can read, then without one more. */
final class FewerEntries implements Simplification {
    @Override
    public int places(Scenario scenario) {
        return 1 + entries(scenario);
    }

    @Override
    public @Nullable Scenario at(Scenario scenario, int place) {
        return place == 0 ? readableOnly(scenario) : without(scenario, place - 1, place);
    }

    /** {@return how many entries are listed} */
    static int entries(Scenario scenario) {
        int entries = 0;
        for (TableFrame table : scenario.start().tables()) {
            entries += table.entries().size();
        }
        return entries;
    }

    /** {@return the scenario without the entries {@code from} to {@code to - 1}, counted through all tables} */
    static Scenario without(Scenario scenario, int from, int to) {
        List<TableFrame> tables = new ArrayList<>();
        int number = 0;
        for (TableFrame table : scenario.start().tables()) {
            TreeMap<Integer, Long> kept = new TreeMap<>();
            for (var entry : table.entries().entrySet()) {
                if (number < from || number >= to) {
                    kept.put(entry.getKey(), entry.getValue());
                }
                number++;
            }
            tables.add(new TableFrame(table.frame(), kept));
        }
        return Variants.withTables(scenario, tables);
    }

    private static Scenario readableOnly(Scenario scenario) {
        TableGraph graph = TableGraph.of(scenario);
        List<TableFrame> tables = new ArrayList<>();
        for (TableFrame table : scenario.start().tables()) {
            TreeMap<Integer, Long> kept = new TreeMap<>(table.entries());
            kept.keySet().removeIf(index -> !graph.reads(table.frame(), index));
            tables.add(new TableFrame(table.frame(), kept));
        }
        return Variants.withTables(scenario, tables);
    }
}
