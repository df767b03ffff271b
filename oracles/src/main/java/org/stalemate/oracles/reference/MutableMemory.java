package org.stalemate.oracles.reference;

import java.util.Arrays;
import java.util.Map;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.TableFrame;

/** Physical memory that is written in place: a hash table of the words that differ from the untouched ones. */
final class MutableMemory implements PhysicalMemory {
    private static final int FIRST_CAPACITY = 256;
    private static final long FREE = -1;

    private long[] addresses = new long[FIRST_CAPACITY];
    private long[] words = new long[FIRST_CAPACITY];
    private int[] used = new int[FIRST_CAPACITY / 2];
    private int size;
    private long[] listedFrames = new long[0];

    MutableMemory() {
        Arrays.fill(addresses, FREE);
    }

    /** Forgets everything and takes the memory of a start state. */
    void reset(Start start) {
        for (int i = 0; i < size; i++) {
            addresses[used[i]] = FREE;
        }
        size = 0;
        if (listedFrames.length != start.tables().size()) {
            listedFrames = new long[start.tables().size()];
        }
        int tables = 0;
        for (TableFrame table : start.tables()) {
            listedFrames[tables++] = table.frame();
            for (Map.Entry<Integer, Long> word : table.entries().entrySet()) {
                write((table.frame() << 12) | (word.getKey() << 3), word.getValue());
            }
        }
    }

    @Override
    public long read(long address) {
        int slot = slotOf(address);
        return addresses[slot] == address ? words[slot] : untouched(address);
    }

    private long untouched(long address) {
        for (long frame : listedFrames) {
            if (frame == address >>> 12) {
                return 0;
            }
        }
        return DataPattern.at(address);
    }

    void write(long address, long word) {
        int slot = slotOf(address);
        if (addresses[slot] != address) {
            if (size == used.length) {
                grow();
                slot = slotOf(address);
            }
            addresses[slot] = address;
            used[size++] = slot;
        }
        words[slot] = word;
    }

    /** Writes 4 bytes at an address that is a multiple of 4. */
    void writeHalf(long address, int half) {
        int shift = (int) (address & 4) * 8;
        long kept = read(address & -8) & ~(ControlBits.LOW_32 << shift);
        write(address & -8, kept | Integer.toUnsignedLong(half) << shift);
    }

    private int slotOf(long address) {
        long mixed = (address >>> 3) * 0x9E37_79B9_7F4A_7C15L;
        int slot = (int) (mixed >>> 40) & addresses.length - 1;
        while (addresses[slot] != FREE && addresses[slot] != address) {
            slot = slot + 1 & addresses.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldAddresses = addresses;
        long[] oldWords = words;
        int[] oldUsed = used;
        int oldSize = size;
        addresses = new long[oldAddresses.length * 2];
        words = new long[oldWords.length * 2];
        used = new int[oldUsed.length * 2];
        size = 0;
        Arrays.fill(addresses, FREE);
        for (int i = 0; i < oldSize; i++) {
            write(oldAddresses[oldUsed[i]], oldWords[oldUsed[i]]);
        }
    }
}
