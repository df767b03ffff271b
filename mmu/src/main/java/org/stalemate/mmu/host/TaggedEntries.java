package org.stalemate.mmu.host;

import java.util.Arrays;

/**
 * Cache entries in the order they were made, found by key. Several entries may have one key. Removing marks; {@link #compact}
 * closes the gaps once there are many. A full store loses everything, as a cache may at any time.
 */
final class TaggedEntries {
    private static final int FIRST_CAPACITY = 128;
    private static final int MOST = 4096;
    private static final int BUCKETS = 128;
    private static final int MOST_GAPS = 32;
    private static final long DEAD = -1;

    long[] keys = new long[FIRST_CAPACITY];
    int[] tags = new int[FIRST_CAPACITY];
    long[] payloads = new long[FIRST_CAPACITY];
    private int[] nexts = new int[FIRST_CAPACITY];
    private final int[] heads = new int[BUCKETS];
    private int count;
    private int gaps;

    TaggedEntries() {
        Arrays.fill(heads, -1);
    }

    int count() {
        return count;
    }

    void clear() {
        if (count > 0) {
            count = 0;
            gaps = 0;
            Arrays.fill(heads, -1);
        }
    }

    /** The oldest entry that may have this key, or -1. */
    int first(long key) {
        return heads[bucket(key)];
    }

    /** The next younger entry in the same bucket, or -1. */
    int next(int entry) {
        return nexts[entry];
    }

    /** Adds an entry as the youngest, unless the same one is there. */
    void add(long key, int tag, long payload) {
        int last = -1;
        for (int i = first(key); i >= 0; i = nexts[i]) {
            if (keys[i] == key && tags[i] == tag && payloads[i] == payload) {
                return;
            }
            last = i;
        }
        if (count == MOST) {
            clear();
            last = -1;
        } else if (count == keys.length) {
            grow();
        }
        append(last, count++, key, tag, payload);
    }

    private void grow() {
        keys = Arrays.copyOf(keys, 2 * count);
        tags = Arrays.copyOf(tags, 2 * count);
        payloads = Arrays.copyOf(payloads, 2 * count);
        nexts = Arrays.copyOf(nexts, 2 * count);
    }

    private void append(int last, int entry, long key, int tag, long payload) {
        keys[entry] = key;
        tags[entry] = tag;
        payloads[entry] = payload;
        nexts[entry] = -1;
        if (last < 0) {
            heads[bucket(key)] = entry;
        } else {
            nexts[last] = entry;
        }
    }

    void remove(int entry) {
        if (keys[entry] != DEAD) {
            keys[entry] = DEAD;
            gaps++;
        }
    }

    /** Removes the entries of a key, of one tag or of all. */
    void removeAll(long key, int tag, boolean allTags) {
        int last = -1;
        for (int i = first(key); i >= 0; i = nexts[i]) {
            if (keys[i] == key && (allTags || tags[i] == tag)) {
                remove(i);
            }
            if (keys[i] != DEAD) {
                last = i;
            } else if (last < 0) {
                heads[bucket(key)] = nexts[i];
            } else {
                nexts[last] = nexts[i];
            }
        }
    }

    /** Closes the gaps that removals left, if that is worth it; the order stays. */
    void compact() {
        if (gaps == count) {
            clear();
        } else if (gaps > MOST_GAPS && gaps > count / 2) {
            close();
        }
    }

    private void close() {
        int old = count;
        clear();
        for (int i = 0; i < old; i++) {
            if (keys[i] != DEAD) {
                append(lastOf(keys[i]), count++, keys[i], tags[i], payloads[i]);
            }
        }
    }

    private int lastOf(long key) {
        int last = -1;
        for (int i = first(key); i >= 0; i = nexts[i]) {
            last = i;
        }
        return last;
    }

    private static int bucket(long key) {
        return (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> 57);
    }
}
