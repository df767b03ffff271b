package org.stalemate.oracles.reference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Start;

/**
 * The nondeterministic processor spelt out: every choice of what to fill, to evict and to use is a state of its own. What
 * it permits is the definition that the model's saturation is measured against; it takes a small world, because the states
 * double with every entry that may be cached.
 */
public final class ExplicitMachine extends NondeterministicMachine<StateSet> {
    private final Start start;
    private final int capacity;

    /**
     * @param start where the scenario starts
     * @param linearPages addresses in the linear pages whose translations may be cached
     * @param capacity how many states may be enumerated at a time
     */
    public ExplicitMachine(Start start, Collection<Long> linearPages, int capacity) {
        super(start, linearPages);
        this.start = start;
        this.capacity = capacity;
    }

    @Override
    public StateSet start() {
        MaskSet nothingCached = new MaskSet();
        nothingCached.add(0);
        return new StateSet(
                start.processors().stream().map(RegisterFile::new).toList(),
                new EntryNumbers(),
                Map.of(Memory.of(start), nothingCached));
    }

    @Override
    RegisterFile registers(StateSet states, int processor) {
        return states.registers.get(processor);
    }

    @Override
    StateSet filled(StateSet states) {
        return states.filled(transitions, capacity);
    }

    @Override
    StateSet invalidated(StateSet states, int processor, RegisterFile after, Invalidation invalidation) {
        List<RegisterFile> registers = new ArrayList<>(states.registers);
        registers.set(processor, after);
        Map<Memory, MaskSet> left = new LinkedHashMap<>();
        states.states.forEach((memory, masks) -> {
            long dropped = states.numbers.dropped(invalidation, processor, memory);
            left.put(memory, dropped == 0 ? masks : without(masks, dropped));
        });
        return new StateSet(List.copyOf(registers), states.numbers, left);
    }

    private static MaskSet without(MaskSet masks, long dropped) {
        MaskSet left = new MaskSet();
        for (int i = 0; i < masks.size(); i++) {
            left.add(masks.get(i) & ~dropped);
        }
        return left;
    }

    @Override
    StateSet written(StateSet states, long address, long word) {
        Map<Memory, MaskSet> after = new LinkedHashMap<>();
        states.states.forEach((memory, masks) -> addAll(after, memory.with(address, word), masks));
        return new StateSet(states.registers, states.numbers, after);
    }

    @Override
    Map<Outcome, StateSet> branched(StateSet states, Branching branching) {
        Map<Outcome, Map<Memory, MaskSet>> ends = new LinkedHashMap<>();
        states.states.forEach((memory, masks) -> branching.branch(
                memory,
                (after, outcome) -> addAll(ends.computeIfAbsent(outcome, _ -> new LinkedHashMap<>()), after, masks)));
        return stateSets(states, ends);
    }

    @Override
    Set<Outcome> reached(StateSet states, Attempt attempt) {
        Set<Outcome> outcomes = new LinkedHashSet<>();
        Transitions.AccessSink sink = (_, outcome) -> outcomes.add(outcome);
        states.states.forEach((memory, masks) -> {
            transitions.walk(memory, attempt, null, sink);
            for (int number = 0; number < states.numbers.size(); number++) {
                if (masks.anyWith(1L << number)) {
                    transitions.start(memory, attempt, states.numbers.entry(number), sink);
                }
            }
        });
        return outcomes;
    }

    @Override
    Map<Outcome, StateSet> accessed(StateSet states, Attempt attempt) {
        Map<Outcome, Map<Memory, MaskSet>> ends = new LinkedHashMap<>();
        states.states.forEach((memory, masks) -> {
            transitions.walk(memory, attempt, null, ending(ends, states, attempt, masks, 0));
            for (int number = 0; number < states.numbers.size(); number++) {
                CacheEntry entry = states.numbers.entry(number);
                transitions.start(memory, attempt, entry, ending(ends, states, attempt, masks, 1L << number));
            }
        });
        return stateSets(states, ends);
    }

    /** Takes an end of the access that every state with the needed entry may show. */
    private Transitions.AccessSink ending(
            Map<Outcome, Map<Memory, MaskSet>> ends, StateSet states, Attempt attempt, MaskSet masks, long needed) {
        return (memory, outcome) -> {
            if (!masks.anyWith(needed)) {
                return;
            }
            long dropped = outcome instanceof Outcome.PageFault fault
                    ? states.numbers.dropped(attempt.invalidationBy(fault, architecture), attempt.processor(), memory)
                    : 0;
            MaskSet after = ends.computeIfAbsent(outcome, _ -> new LinkedHashMap<>())
                    .computeIfAbsent(memory, _ -> new MaskSet());
            for (int i = 0; i < masks.size(); i++) {
                if ((masks.get(i) & needed) == needed) {
                    after.add(masks.get(i) & ~dropped);
                }
            }
        };
    }

    private static Map<Outcome, StateSet> stateSets(StateSet before, Map<Outcome, Map<Memory, MaskSet>> states) {
        Map<Outcome, StateSet> result = new LinkedHashMap<>();
        states.forEach((outcome, after) -> result.put(outcome, new StateSet(before.registers, before.numbers, after)));
        return result;
    }

    private static void addAll(Map<Memory, MaskSet> states, Memory memory, MaskSet masks) {
        MaskSet known = states.putIfAbsent(memory, masks);
        if (known == null) {
            return;
        }
        MaskSet union = new MaskSet();
        for (MaskSet part : List.of(known, masks)) {
            for (int i = 0; i < part.size(); i++) {
                union.add(part.get(i));
            }
        }
        states.put(memory, union);
    }
}
