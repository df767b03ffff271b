package org.stalemate.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/** Lets one root, or one PCID, stand for two. */
final class FewerContexts implements Simplification {
    private static final long PCID = 0xFFF;

    @Override
    public int places(Scenario scenario) {
        int roots = roots(scenario).size();
        int pcids = pcids(scenario).size();
        return roots * roots + pcids * pcids;
    }

    @Override
    public @Nullable Scenario at(Scenario scenario, int place) {
        List<Long> roots = roots(scenario);
        int rootPairs = roots.size() * roots.size();
        if (place < rootPairs) {
            long kept = roots.get(place / roots.size());
            long dropped = roots.get(place % roots.size());
            return kept == dropped ? null : Variants.mapCr3(scenario, value -> withRoot(value, dropped, kept));
        }
        List<Long> pcids = pcids(scenario);
        int pair = place - rootPairs;
        long kept = pcids.get(pair / pcids.size());
        long dropped = pcids.get(pair % pcids.size());
        return kept == dropped ? null : mapPcid(scenario, dropped, kept);
    }

    private static long withRoot(long cr3, long dropped, long kept) {
        return PagingEntry.frame(cr3) == dropped ? (cr3 & ~PagingEntry.ADDRESS) | kept << 12 : cr3;
    }

    /** {@return the scenario with one PCID replaced in CR3 and in descriptors} */
    static Scenario mapPcid(Scenario scenario, long dropped, long kept) {
        Scenario loaded = Variants.mapCr3(scenario, value -> withPcid(value, dropped, kept));
        return Variants.mapOperations(
                loaded,
                operation -> operation instanceof Operation.InvPcid(long type, long descriptor, long address)
                        ? new Operation.InvPcid(type, withPcid(descriptor, dropped, kept), address)
                        : operation);
    }

    private static long withPcid(long value, long dropped, long kept) {
        return (value & PCID) == dropped ? (value & ~PCID) | kept : value;
    }

    private static List<Long> roots(Scenario scenario) {
        TreeSet<Long> roots = new TreeSet<>();
        for (Registers registers : scenario.start().processors()) {
            roots.add(PagingEntry.frame(registers.cr3()));
        }
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.Instruction(var _, Operation.MovToCr3(long value)) -> roots.add(PagingEntry.frame(value));
                case Step.Instruction(var _, Operation.TaskSwitch(int cr3)) ->
                    roots.add(PagingEntry.frame(Integer.toUnsignedLong(cr3)));
                case Step.InitAndBringUp bringUp -> roots.add(bringUp.root());
                default -> {}
            }
        }
        return new ArrayList<>(roots);
    }

    /** {@return the PCIDs that CR3 or a descriptor names, ascending} */
    static List<Long> pcids(Scenario scenario) {
        TreeSet<Long> pcids = new TreeSet<>();
        for (Registers registers : scenario.start().processors()) {
            pcids.add(registers.cr3() & PCID);
        }
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.Instruction(var _, Operation.MovToCr3(long value)) -> pcids.add(value & PCID);
                case Step.Instruction(var _, Operation.InvPcid invPcid) -> pcids.add(invPcid.descriptor() & PCID);
                case Step.Instruction(var _, Operation.TaskSwitch(int cr3)) -> pcids.add(cr3 & PCID);
                case Step.InitAndBringUp bringUp -> pcids.add((long) bringUp.pcid());
                default -> {}
            }
        }
        return new ArrayList<>(pcids);
    }
}
