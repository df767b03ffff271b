package org.stalemate.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stalemate.generators.Address;
import org.stalemate.generators.TableFormat;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/**
 * Replaces an edit that redirects a walk from one table to another by an edit within the first table, which takes over an
 * entry of the other: what a page translates to changes alike, one level further down.
 */
final class LowerEdits implements Simplification {
    @Override
    public int places(Scenario scenario) {
        return variants(scenario).size();
    }

    @Override
    public @Nullable Scenario at(Scenario scenario, int place) {
        return variants(scenario).get(place);
    }

    private static List<Scenario> variants(Scenario scenario) {
        TableGraph graph = TableGraph.of(scenario);
        Map<Long, SortedMap<Integer, Long>> tables = new TreeMap<>();
        for (TableFrame table : scenario.start().tables()) {
            tables.put(table.frame(), table.entries());
        }
        List<Scenario> variants = new ArrayList<>();
        for (int i = 0; i < scenario.steps().size(); i++) {
            if (scenario.steps().get(i) instanceof Step.Instruction(int processor, Operation.StoreTableEntry edit)
                    && graph.level(edit.table()) > 1) {
                SortedMap<Integer, Long> edited = tables.getOrDefault(edit.table(), new TreeMap<>());
                long before = edited.getOrDefault(edit.index(), 0L);
                for (Operation lower : lowered(edit, before, graph.use(edit.table()), tables)) {
                    variants.add(Variants.withStep(scenario, i, new Step.Instruction(processor, lower)));
                }
            }
        }
        return variants;
    }

    /** Words of 4-byte tables are taken over in pairs of entries as they are; flags of one go only into one of 8 bytes. */
    private static List<Operation> lowered(
            Operation.StoreTableEntry edit,
            long before,
            TableGraph.Use use,
            Map<Long, SortedMap<Integer, Long>> tables) {
        List<Operation> lowered = new ArrayList<>();
        TableFormat format = use.format();
        if (!TableFormat.isPresent(before) || format.mapsPage(before, use.level())) {
            return lowered;
        }
        long first = Address.frame(format.target(before));
        long second = Address.frame(format.target(edit.value()));
        long flags = edit.value() & ~format.address();
        SortedMap<Integer, Long> own = tables.getOrDefault(first, new TreeMap<>());
        SortedMap<Integer, Long> other = tables.getOrDefault(second, new TreeMap<>());
        own.forEach((index, value) -> {
            if (second != first) {
                lowered.add(new Operation.StoreTableEntry(first, index, other.getOrDefault(index, 0L)));
            } else if (!use.hasHalves() && format.hasRights(use.level())) {
                lowered.add(new Operation.StoreTableEntry(first, index, flags | format.target(value)));
            }
        });
        return lowered;
    }
}
