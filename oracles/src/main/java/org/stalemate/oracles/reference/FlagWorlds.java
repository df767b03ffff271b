package org.stalemate.oracles.reference;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Start;

/**
 * Saturation done assignment by assignment: for each memory that the accessed and dirty flags make possible, one cache
 * that holds whatever could be cached together with it. Exact where those flags are live, and slow.
 */
public final class FlagWorlds extends NondeterministicMachine<WorldSet> {
    private final Start start;

    /**
     * @param start where the scenario starts
     * @param linearPages addresses in the linear pages whose translations may be cached
     */
    public FlagWorlds(Start start, Collection<Long> linearPages) {
        super(start, linearPages);
        this.start = start;
    }

    @Override
    public WorldSet start() {
        return new WorldSet(
                start.processors().stream().map(RegisterFile::new).toList(), Map.of(Memory.of(start), Set.of()));
    }

    @Override
    RegisterFile registers(WorldSet worlds, int processor) {
        return worlds.registers.get(processor);
    }

    @Override
    WorldSet filled(WorldSet worlds) {
        return worlds.filled(transitions);
    }

    @Override
    WorldSet invalidated(WorldSet worlds, int processor, RegisterFile after, Invalidation invalidation) {
        Map<Memory, Set<CacheEntry>> left = new LinkedHashMap<>();
        worlds.caches.forEach((memory, cache) -> left.put(memory, without(cache, processor, invalidation, memory)));
        return new WorldSet(worlds.registersWith(processor, after), left);
    }

    private static Set<CacheEntry> without(
            Set<CacheEntry> cache, int processor, Invalidation invalidation, Memory memory) {
        Set<CacheEntry> left = new LinkedHashSet<>(cache);
        left.removeIf(entry -> entry.processor() == processor && invalidation.drops(entry, memory));
        return left;
    }

    @Override
    WorldSet written(WorldSet worlds, long address, long word) {
        Map<Memory, Set<CacheEntry>> after = new LinkedHashMap<>();
        worlds.caches.forEach((memory, cache) -> merge(after, memory.with(address, word), cache));
        return new WorldSet(worlds.registers, after);
    }

    @Override
    Map<Outcome, WorldSet> branched(WorldSet worlds, Branching branching) {
        Map<Outcome, Map<Memory, Set<CacheEntry>>> ends = new LinkedHashMap<>();
        worlds.caches.forEach((memory, cache) -> branching.branch(
                memory,
                (after, outcome) -> merge(ends.computeIfAbsent(outcome, _ -> new LinkedHashMap<>()), after, cache)));
        return worldSets(worlds.registers, ends);
    }

    @Override
    Set<Outcome> reached(WorldSet worlds, Attempt attempt) {
        Set<Outcome> outcomes = new LinkedHashSet<>();
        worlds.caches.forEach((memory, cache) -> {
            Transitions.AccessSink sink = (_, outcome) -> outcomes.add(outcome);
            transitions.walk(memory, attempt, null, sink);
            for (CacheEntry entry : cache) {
                transitions.start(memory, attempt, entry, sink);
            }
        });
        return outcomes;
    }

    @Override
    Map<Outcome, WorldSet> accessed(WorldSet worlds, Attempt attempt) {
        Map<Outcome, Map<Memory, Set<CacheEntry>>> ends = new LinkedHashMap<>();
        worlds.caches.forEach((memory, cache) -> {
            Transitions.AccessSink sink = (marked, outcome) -> merge(
                    ends.computeIfAbsent(outcome, _ -> new LinkedHashMap<>()),
                    marked,
                    outcome instanceof Outcome.PageFault fault
                            ? without(cache, attempt.processor(), attempt.invalidationBy(fault, architecture), marked)
                            : cache);
            transitions.walk(memory, attempt, null, sink);
            for (CacheEntry entry : cache) {
                transitions.start(memory, attempt, entry, sink);
            }
        });
        return worldSets(worlds.registers, ends);
    }

    private static Map<Outcome, WorldSet> worldSets(
            List<RegisterFile> registers, Map<Outcome, Map<Memory, Set<CacheEntry>>> caches) {
        Map<Outcome, WorldSet> result = new LinkedHashMap<>();
        caches.forEach((outcome, after) -> result.put(outcome, new WorldSet(registers, after)));
        return result;
    }

    private static void merge(Map<Memory, Set<CacheEntry>> worlds, Memory memory, Set<CacheEntry> cache) {
        worlds.computeIfAbsent(memory, _ -> new LinkedHashSet<>()).addAll(cache);
    }
}
