package org.stalemate.oracles.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A set of states of an {@link ExplicitMachine}: each has a memory and certain entries in the caches. Immutable. */
public final class StateSet {
    final List<RegisterFile> registers;
    final EntryNumbers numbers;
    final Map<Memory, MaskSet> states;
    private @Nullable StateSet filled;

    /** @param numbers of the entries, may number entries that no state has */
    StateSet(List<RegisterFile> registers, EntryNumbers numbers, Map<Memory, MaskSet> states) {
        this.registers = registers;
        this.numbers = numbers;
        this.states = states;
    }

    /** {@return how many states there are} */
    public long size() {
        long size = 0;
        for (MaskSet masks : states.values()) {
            size += masks.size();
        }
        return size;
    }

    /** {@return the closure under fill and evict, computed once} */
    StateSet filled(Transitions transitions, int capacity) {
        StateSet result = filled;
        if (result == null) {
            result = new Closure(renumbered(), transitions, capacity).close();
            result.filled = result;
            filled = result;
        }
        return result;
    }

    /** The same states, with numbers for the entries that occur only. */
    private StateSet renumbered() {
        long used = 0;
        for (MaskSet masks : states.values()) {
            for (int i = 0; i < masks.size(); i++) {
                used |= masks.get(i);
            }
        }
        if (Long.bitCount(used) == numbers.size()) {
            return this;
        }
        EntryNumbers fewer = new EntryNumbers();
        for (long left = used; left != 0; left &= left - 1) {
            fewer.bit(numbers.entry(Long.numberOfTrailingZeros(left)));
        }
        Map<Memory, MaskSet> compressed = new LinkedHashMap<>();
        for (Map.Entry<Memory, MaskSet> state : states.entrySet()) {
            MaskSet masks = new MaskSet();
            for (int i = 0; i < state.getValue().size(); i++) {
                masks.add(Long.compress(state.getValue().get(i), used));
            }
            compressed.put(state.getKey(), masks);
        }
        return new StateSet(registers, fewer, compressed);
    }
}
