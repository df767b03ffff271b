package org.stalemate.vocabulary;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A 4 KB frame of physical memory whose initial words a scenario lists: 512 words of 8 bytes, zero but for
 * {@code entries}. Every other frame initially holds {@link DataPattern}.
 *
 * @param frame physical frame number, that is the physical address shifted right by 12
 * @param entries word index (0 to 511) to value; immutable
 */
public record TableFrame(long frame, SortedMap<Integer, Long> entries) {
    /** Words of 8 bytes in a frame. */
    public static final int WORDS = 512;

    /** @throws IllegalArgumentException if an index is not 0 to 511 or the frame number is negative or over 40 bits */
    public TableFrame {
        if (frame < 0 || frame >>> 40 != 0) {
            throw new IllegalArgumentException("a frame number has at most 40 bits, not " + Long.toHexString(frame));
        }
        for (int index : entries.keySet()) {
            if (index < 0 || index >= WORDS) {
                throw new IllegalArgumentException("a word index is 0 to 511, not " + index);
            }
        }
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** Builds the frame from unordered entries. */
    public static TableFrame of(long frame, Map<Integer, Long> entries) {
        return new TableFrame(frame, new TreeMap<>(entries));
    }
}
