package org.stalemate.adapters.encoding;

import java.util.Arrays;

/** Numbers distinct longs from 0 in the order in which they are added. */
final class LongIndex {
    private long[] keys = new long[256];
    private int[] table = new int[1024];
    private int size;

    int size() {
        return size;
    }

    long key(int index) {
        return keys[index];
    }

    void clear() {
        if (size * 8 > table.length) {
            Arrays.fill(table, 0);
            size = 0;
        } else {
            truncate(0);
        }
    }

    /** Leaves only the keys that were added first, so many. */
    void truncate(int count) {
        while (size > count) {
            table[slot(keys[size - 1])] = 0; // the last first: what probes passed over is still there
            size--;
        }
    }

    /** {@return the number of a key, or -1 if it was not added} */
    int find(long key) {
        return table[slot(key)] - 1;
    }

    /** {@return the number of a key, which is added if need be} */
    int add(long key) {
        int slot = slot(key);
        if (table[slot] != 0) {
            return table[slot] - 1;
        }
        if (size == keys.length) {
            grow();
            slot = slot(key);
        }
        keys[size] = key;
        table[slot] = ++size;
        return size - 1;
    }

    private int slot(long key) {
        int mask = table.length - 1;
        int slot = (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> 40) & mask;
        while (table[slot] != 0 && keys[table[slot] - 1] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        keys = Arrays.copyOf(keys, 2 * size);
        table = new int[8 * size];
        for (int i = 0; i < size; i++) {
            table[slot(keys[i])] = i + 1;
        }
    }
}
