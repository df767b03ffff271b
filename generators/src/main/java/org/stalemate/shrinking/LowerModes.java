package org.stalemate.shrinking;

import static org.stalemate.specification.processor.ControlBits.CR4_LA57;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stalemate.generators.TableFormat;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.TableFrame;

/** Moves a scenario to 4-level paging: from 5-level paging by leaving the root away, from PAE paging by putting roots above. */
final class LowerModes implements Simplification {
    @Override
    public int places(Scenario scenario) {
        return 2;
    }

    @Override
    public @Nullable Scenario at(Scenario scenario, int place) {
        PagingMode from = place == 0 ? PagingMode.LEVEL_5 : PagingMode.PAE;
        boolean starts =
                scenario.start().processors().stream().anyMatch(registers -> ModesVisited.mode(registers) == from);
        if (!starts) {
            return null;
        }
        return from == PagingMode.LEVEL_5 ? withoutTopLevel(scenario) : new PaeToLongMode(scenario).moved();
    }

    /** Each root gives way to the first table that it references; addresses lose the bits that chose among several. */
    private static Scenario withoutTopLevel(Scenario scenario) {
        Map<Long, Long> below = new TreeMap<>();
        TableGraph graph = TableGraph.of(scenario);
        for (TableFrame table : scenario.start().tables()) {
            Long first = firstTarget(table.entries());
            if (first != null && graph.isRootOf(TableFormat.LEVEL_5, table.frame())) {
                below.put(table.frame() << 12, first);
            }
        }
        Scenario lowered = Variants.mapCr3(scenario, cr3 -> {
            long root = TableFormat.LEVEL_5.root(cr3);
            return (cr3 & ~TableFormat.LEVEL_5.address()) | below.getOrDefault(root, root);
        });
        for (int i = 0; i < lowered.start().processors().size(); i++) {
            Registers registers = lowered.start().processors().get(i);
            lowered = Variants.withRegisters(lowered, i, Variants.withCr4(registers, registers.cr4() & ~CR4_LA57));
        }
        Scenario narrow = Variants.mapOperations(
                lowered,
                operation -> operation instanceof Operation.MovToCr4(long value)
                        ? new Operation.MovToCr4(value & ~CR4_LA57)
                        : operation);
        return FewerPages.mapAddresses(narrow, TableFormat.LEVEL_4::canonical);
    }

    private static @Nullable Long firstTarget(SortedMap<Integer, Long> entries) {
        for (long entry : entries.values()) {
            if (TableFormat.isPresent(entry)) {
                return TableFormat.LEVEL_5.target(entry);
            }
        }
        return null;
    }
}
