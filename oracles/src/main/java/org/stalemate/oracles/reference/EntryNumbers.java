package org.stalemate.oracles.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers cache entries, so that the contents of all caches are a 64-bit mask. */
final class EntryNumbers {
    private final List<CacheEntry> entries = new ArrayList<>();
    private final Map<CacheEntry, Integer> numbers = new HashMap<>();

    EntryNumbers() {}

    /** A copy that numbers alike. */
    EntryNumbers(EntryNumbers other) {
        entries.addAll(other.entries);
        numbers.putAll(other.numbers);
    }

    int size() {
        return entries.size();
    }

    CacheEntry entry(int number) {
        return entries.get(number);
    }

    /** {@return the mask with the bit of one entry, which gets a number if it has none} */
    long bit(CacheEntry entry) {
        Integer known = numbers.get(entry);
        if (known != null) {
            return 1L << known;
        }
        int number = entries.size();
        if (number == Long.SIZE) {
            throw new TooManyStatesException("more than 64 different cache entries are possible at once");
        }
        entries.add(entry);
        numbers.put(entry, number);
        return 1L << number;
    }

    /** {@return the bits of the entries that an invalidation drops from one logical processor's caches} */
    long dropped(Invalidation invalidation, int processor, PhysicalMemory memory) {
        long dropped = 0;
        for (int number = 0; number < entries.size(); number++) {
            CacheEntry entry = entries.get(number);
            if (entry.processor() == processor && invalidation.drops(entry, memory)) {
                dropped |= 1L << number;
            }
        }
        return dropped;
    }
}
