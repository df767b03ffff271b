package org.stalemate.oracles.reference;

import java.util.ArrayList;
import java.util.List;

/** Entries of one kind, oldest first, at most a given number. */
final class Cache<E extends CacheEntry> {
    private final int capacity;
    private final List<E> entries = new ArrayList<>();

    Cache(int capacity) {
        this.capacity = capacity;
    }

    int size() {
        return entries.size();
    }

    E get(int index) {
        return entries.get(index);
    }

    /** Keeps an entry; one that is there already keeps its age. */
    void keep(E entry) {
        if (capacity == 0 || entries.contains(entry)) {
            return;
        }
        if (entries.size() == capacity) {
            entries.removeFirst();
        }
        entries.add(entry);
    }

    void drop(Invalidation invalidation, PhysicalMemory memory) {
        if (!(invalidation instanceof Invalidation.Nothing)) {
            entries.removeIf(entry -> invalidation.drops(entry, memory));
        }
    }

    void dropAt(int index) {
        entries.remove(index);
    }

    void clear() {
        entries.clear();
    }
}
