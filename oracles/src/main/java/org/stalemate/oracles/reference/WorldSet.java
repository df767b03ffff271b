package org.stalemate.oracles.reference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stalemate.oracles.reference.CacheEntry.PagingStructure;

/** The worlds of {@link FlagWorlds}: each possible memory with everything that may be cached in it. Immutable. */
public final class WorldSet {
    final List<RegisterFile> registers;
    final Map<Memory, Set<CacheEntry>> caches;
    private @Nullable WorldSet filled;

    WorldSet(List<RegisterFile> registers, Map<Memory, Set<CacheEntry>> caches) {
        this.registers = registers;
        this.caches = caches;
    }

    /** {@return how many memories the flags make possible} */
    public int size() {
        return caches.size();
    }

    List<RegisterFile> registersWith(int processor, RegisterFile replacement) {
        List<RegisterFile> replaced = new ArrayList<>(registers);
        replaced.set(processor, replacement);
        return List.copyOf(replaced);
    }

    /** {@return the worlds after creating entries in any number and order, computed once} */
    WorldSet filled(Transitions transitions) {
        WorldSet result = filled;
        if (result == null) {
            result = new WorldSet(registers, saturated(transitions));
            result.filled = result;
            filled = result;
        }
        return result;
    }

    private Map<Memory, Set<CacheEntry>> saturated(Transitions transitions) {
        Map<Memory, Set<CacheEntry>> worlds = new LinkedHashMap<>();
        caches.forEach((memory, cache) -> worlds.put(memory, new LinkedHashSet<>(cache)));
        Deque<Memory> pending = new ArrayDeque<>(worlds.keySet());
        for (Memory memory = pending.poll(); memory != null; memory = pending.poll()) {
            List<CacheEntry> cache = new ArrayList<>(worlds.getOrDefault(memory, Set.of()));
            Transitions.FillSink sink = (marked, entry) -> {
                Set<CacheEntry> target = worlds.computeIfAbsent(marked, _ -> new LinkedHashSet<>());
                boolean grew = target.add(entry);
                grew |= target.addAll(cache);
                if (grew) {
                    pending.add(marked);
                }
            };
            for (int processor = 0; processor < registers.size(); processor++) {
                transitions.fills(memory, processor, registers.get(processor), null, sink);
                for (CacheEntry entry : cache) {
                    if (entry instanceof PagingStructure structure) {
                        transitions.fills(memory, processor, registers.get(processor), structure, sink);
                    }
                }
            }
        }
        return worlds;
    }
}
