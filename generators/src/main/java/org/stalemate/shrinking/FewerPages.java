package org.stalemate.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/** Lets one linear page stand for two. */
final class FewerPages implements Simplification {
    private static final long PAGE = -0x1000L;

    @Override
    public int places(Scenario scenario) {
        int pages = pages(scenario).size();
        return pages * pages;
    }

    @Override
    public @Nullable Scenario at(Scenario scenario, int place) {
        List<Long> pages = pages(scenario);
        long kept = pages.get(place / pages.size());
        long dropped = pages.get(place % pages.size());
        return kept == dropped
                ? null
                : mapAddresses(scenario, address -> (address & PAGE) == dropped ? kept | (address & ~PAGE) : address);
    }

    private static List<Long> pages(Scenario scenario) {
        TreeSet<Long> pages = new TreeSet<>();
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.Instruction(var _, Operation.Access access) -> pages.add(access.address() & PAGE);
                case Step.Instruction(var _, Operation.SplitAccess access) -> {
                    pages.add(access.address() & PAGE);
                    pages.add((access.address() & PAGE) + 0x1000);
                }
                case Step.Instruction(var _, Operation.Emulated(Operation.Access access)) ->
                    pages.add(access.address() & PAGE);
                case Step.Instruction(var _, Operation.InvLpg(long address)) -> pages.add(address & PAGE);
                case Step.Instruction(var _, Operation.InvPcid invPcid) -> {
                    if (invPcid.type() == 0) {
                        pages.add(invPcid.address() & PAGE);
                    }
                }
                default -> {}
            }
        }
        return new ArrayList<>(pages);
    }

    /** {@return the scenario with each linear address replaced that a step goes by} An access that crosses a page keeps crossing one. */
    static Scenario mapAddresses(Scenario scenario, LongUnaryOperator map) {
        return Variants.mapOperations(scenario, operation -> switch (operation) {
            case Operation.Access access -> mapped(access, map);
            case Operation.Emulated(Operation.Access access) -> new Operation.Emulated(mapped(access, map));
            case Operation.SplitLoad(long address) -> new Operation.SplitLoad(map.applyAsLong(address));
            case Operation.SplitStore(long address, long value) ->
                new Operation.SplitStore(map.applyAsLong(address), value);
            case Operation.InvLpg(long address) -> new Operation.InvLpg(map.applyAsLong(address));
            case Operation.InvPcid(long type, long descriptor, long address)
            when type == 0 -> new Operation.InvPcid(type, descriptor, map.applyAsLong(address));
            default -> operation;
        });
    }

    private static Operation.Access mapped(Operation.Access access, LongUnaryOperator map) {
        long address = map.applyAsLong(access.address());
        return switch (access) {
            case Operation.Load _ -> new Operation.Load(address);
            case Operation.ImplicitLoad _ -> new Operation.ImplicitLoad(address);
            case Operation.Store(var _, long value) -> new Operation.Store(address, value);
            case Operation.Exchange(var _, long value) -> new Operation.Exchange(address, value);
            case Operation.Fetch _ -> new Operation.Fetch(address);
        };
    }
}
