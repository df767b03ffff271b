package org.stalemate.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/** Gives tables, data frames, PCIDs, table indices and stored values the first names that are free, keeping their order. */
final class Renaming implements Simplification {
    @Override
    public int places(Scenario scenario) {
        return 8;
    }

    @Override
    public @Nullable Scenario at(Scenario scenario, int place) {
        Scenario renamed = switch (place) {
            case 0 -> renamedFrames(scenario, true, true);
            case 1 -> renamedFrames(scenario, true, false);
            case 2 -> renamedFrames(scenario, false, true);
            case 3 -> renamedPcids(scenario, false);
            case 4 -> renamedPcids(scenario, true);
            case 5 -> IndexNames.byLevel(scenario);
            case 6 -> IndexNames.ofAllLevels(scenario);
            default -> renumberedValues(scenario);
        };
        return renamed.equals(scenario) ? null : renamed;
    }

    private static Scenario renamedFrames(Scenario scenario, boolean tables, boolean data) {
        TableGraph graph = TableGraph.of(scenario);
        Map<Long, Long> names = new TreeMap<>();
        long nextTable = NormalForm.FIRST_TABLE_FRAME;
        long nextData = NormalForm.FIRST_DATA_FRAME;
        for (long frame : frames(scenario)) {
            if (graph.isTable(frame) ? tables : data) {
                names.put(frame, graph.isTable(frame) ? nextTable++ : nextData++);
            }
        }
        return mapFrames(scenario, names);
    }

    private static SortedSet<Long> frames(Scenario scenario) {
        TreeSet<Long> frames = new TreeSet<>();
        for (TableFrame table : scenario.start().tables()) {
            frames.add(table.frame());
        }
        for (Registers registers : scenario.start().processors()) {
            frames.add(PagingEntry.frame(registers.cr3()));
        }
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.Instruction(var _, Operation.StoreTableEntry edit) -> frames.add(edit.table());
                case Step.Instruction(var _, Operation.StoreTableHalf edit) -> frames.add(edit.table());
                case Step.Instruction(var _, Operation.LoadTableEntry(long table, var _)) -> frames.add(table);
                case Step.Instruction(var _, Operation.MovToCr3(long value)) -> frames.add(PagingEntry.frame(value));
                case Step.Instruction(var _, Operation.TaskSwitch(int cr3)) ->
                    frames.add(PagingEntry.frame(Integer.toUnsignedLong(cr3)));
                case Step.InitAndBringUp bringUp -> frames.add(bringUp.root());
                default -> {}
            }
        }
        Variants.mapEntries(scenario, (entry, use) -> {
            if (mayBeRenamed(entry)) {
                frames.add(use.format().target(entry) >>> 12);
            }
            return entry;
        });
        return frames;
    }

    /** Large pages keep their frames, which are aligned. */
    private static boolean mayBeRenamed(long entry) {
        return (entry & PagingEntry.PRESENT) != 0 && (entry & PagingEntry.PAGE_SIZE) == 0;
    }

    private static Scenario mapFrames(Scenario scenario, Map<Long, Long> names) {
        Scenario entries = Variants.mapEntries(
                scenario,
                (entry, use) ->
                        mayBeRenamed(entry) ? renamed(entry, use.format().address(), names) : entry);
        Scenario loaded = Variants.mapCr3(entries, value -> renamed(value, PagingEntry.ADDRESS, names));
        List<TableFrame> tables = new ArrayList<>();
        for (TableFrame table : loaded.start().tables()) {
            tables.add(new TableFrame(names.getOrDefault(table.frame(), table.frame()), table.entries()));
        }
        if (tables.stream().map(TableFrame::frame).distinct().count() < tables.size()) {
            return scenario;
        }
        return Variants.mapOperations(Variants.withTables(loaded, tables), operation -> switch (operation) {
            case Operation.StoreTableEntry(long table, int index, long value) ->
                new Operation.StoreTableEntry(names.getOrDefault(table, table), index, value);
            case Operation.StoreTableHalf(long table, int half, int value) ->
                new Operation.StoreTableHalf(names.getOrDefault(table, table), half, value);
            case Operation.LoadTableEntry(long table, int index) ->
                new Operation.LoadTableEntry(names.getOrDefault(table, table), index);
            default -> operation;
        });
    }

    /** Bits outside the address, among them the place of a PAE page-directory-pointer table in its frame, stay. */
    private static long renamed(long value, long address, Map<Long, Long> names) {
        long frame = (value & address) >>> 12;
        return (value & ~address) | names.getOrDefault(frame, frame) << 12;
    }

    /** With PCID 000H in its place, or taken like any other. */
    private static Scenario renamedPcids(Scenario scenario, boolean zeroStays) {
        Scenario renamed = scenario;
        long next = zeroStays ? 1 : 0;
        for (long pcid : FewerContexts.pcids(scenario)) {
            if (pcid != 0 || !zeroStays) {
                renamed = FewerContexts.mapPcid(renamed, pcid, next++);
            }
        }
        return renamed;
    }

    private static Scenario renumberedValues(Scenario scenario) {
        int[] stores = {0};
        return Variants.mapOperations(scenario, operation -> switch (operation) {
            case Operation.Access access -> renumbered(access, stores);
            case Operation.Emulated(Operation.Access access) -> new Operation.Emulated(renumbered(access, stores));
            case Operation.SplitStore(long address, var _) ->
                new Operation.SplitStore(address, NormalForm.splitStoreValue(++stores[0]));
            default -> operation;
        });
    }

    private static Operation.Access renumbered(Operation.Access access, int[] stores) {
        return switch (access) {
            case Operation.Store(long address, var _) ->
                new Operation.Store(address, NormalForm.storeValue(++stores[0]));
            case Operation.Exchange(long address, var _) ->
                new Operation.Exchange(address, NormalForm.storeValue(++stores[0]));
            case Operation.Load _, Operation.ImplicitLoad _, Operation.Fetch _ -> access;
        };
    }
}
