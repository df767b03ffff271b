package org.stalemate.oracles.reference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stalemate.oracles.reference.CacheEntry.PagingStructure;

/**
 * Closes a set of states under fill and evict: in each state every logical processor may create any entry that its
 * present context permits, one after the other, and may drop any entry (C-DROP-ANY).
 */
final class Closure {
    private record Fill(Memory memory, long bit) {}

    /** The states that share one memory, and what may be filled in them. */
    private final class Node {
        final Memory memory;
        final MaskSet masks = new MaskSet();
        final List<Fill> fromRoots;
        final List<List<Fill>> fromEntries = new ArrayList<>();
        int expanded;

        Node(Memory memory) {
            this.memory = memory;
            this.fromRoots = fills(null);
        }

        private List<Fill> fillsFrom(int number) {
            while (fromEntries.size() <= number) {
                boolean structure = numbers.entry(fromEntries.size()) instanceof PagingStructure;
                fromEntries.add(structure ? fills((PagingStructure) numbers.entry(fromEntries.size())) : List.of());
            }
            return fromEntries.get(number);
        }

        private List<Fill> fills(@Nullable PagingStructure from) {
            List<Fill> fills = new ArrayList<>();
            for (int processor = 0; processor < registers.size(); processor++) {
                transitions.fills(
                        memory,
                        processor,
                        registers.get(processor),
                        from,
                        (marked, entry) -> fills.add(new Fill(marked, numbers.bit(entry))));
            }
            return fills;
        }
    }

    private final Transitions transitions;
    private final int capacity;
    private final List<RegisterFile> registers;
    private final EntryNumbers numbers;
    private final Map<Memory, Node> nodes = new LinkedHashMap<>();
    private final Deque<Node> pending = new ArrayDeque<>();
    private int size;

    Closure(StateSet states, Transitions transitions, int capacity) {
        this.transitions = transitions;
        this.capacity = capacity;
        this.registers = states.registers;
        this.numbers = new EntryNumbers(states.numbers);
        states.states.forEach((memory, masks) -> {
            for (int i = 0; i < masks.size(); i++) {
                add(memory, masks.get(i));
            }
        });
    }

    StateSet close() {
        for (Node node = pending.poll(); node != null; node = pending.poll()) {
            while (node.expanded < node.masks.size()) {
                expand(node, node.masks.get(node.expanded++));
            }
        }
        Map<Memory, MaskSet> states = new LinkedHashMap<>();
        nodes.forEach((memory, node) -> states.put(memory, node.masks));
        return new StateSet(registers, numbers, states);
    }

    private void expand(Node node, long mask) {
        fill(node, mask, node.fromRoots);
        for (long left = mask; left != 0; left &= left - 1) {
            fill(node, mask, node.fillsFrom(Long.numberOfTrailingZeros(left)));
            add(node, mask & ~Long.lowestOneBit(left));
        }
    }

    private void fill(Node node, long mask, List<Fill> fills) {
        for (Fill fill : fills) {
            if (fill.memory.equals(node.memory)) {
                add(node, mask | fill.bit);
            } else {
                add(fill.memory, mask | fill.bit);
            }
        }
    }

    private void add(Memory memory, long mask) {
        Node node = nodes.get(memory);
        if (node == null) {
            node = new Node(memory);
            nodes.put(memory, node);
        }
        add(node, mask);
    }

    private void add(Node node, long mask) {
        if (!node.masks.add(mask)) {
            return;
        }
        if (++size > capacity) {
            throw new TooManyStatesException("more than " + capacity + " states");
        }
        if (node.expanded == node.masks.size() - 1) {
            pending.add(node);
        }
    }
}
