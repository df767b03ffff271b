package org.stalemate.oracles.reference;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.TableFrame;

/** Physical memory as an immutable value. */
final class Memory implements PhysicalMemory {
    private final Set<Long> listedFrames;
    private final long[] addresses;
    private final long[] words;
    private final int hash;

    /** @param addresses ascending */
    private Memory(Set<Long> listedFrames, long[] addresses, long[] words) {
        this.listedFrames = listedFrames;
        this.addresses = addresses;
        this.words = words;
        this.hash = (31 * Arrays.hashCode(addresses)) + Arrays.hashCode(words);
    }

    static Memory of(Start start) {
        Set<Long> listed = new HashSet<>();
        TreeMap<Long, Long> content = new TreeMap<>();
        for (TableFrame table : start.tables()) {
            listed.add(table.frame());
            for (Map.Entry<Integer, Long> word : table.entries().entrySet()) {
                content.put((table.frame() << 12) | (word.getKey() << 3), word.getValue());
            }
        }
        long[] addresses = content.keySet().stream().mapToLong(Long::longValue).toArray();
        long[] words = content.values().stream().mapToLong(Long::longValue).toArray();
        Memory memory = new Memory(listed, addresses, words);
        for (int processor = 0; processor < start.processors().size(); processor++) {
            RegisterFile registers = new RegisterFile(start.processors().get(processor));
            if (registers.paePaging()) {
                memory = PdpteRegisters.loaded(memory, processor, registers);
            }
        }
        return memory;
    }

    @Override
    public long read(long address) {
        int at = Arrays.binarySearch(addresses, address);
        if (at >= 0) {
            return words[at];
        }
        return listedFrames.contains(address >>> 12) ? 0 : DataPattern.at(address);
    }

    /** {@return this memory with one word replaced} */
    Memory with(long address, long word) {
        if (read(address) == word) {
            return this;
        }
        int at = Arrays.binarySearch(addresses, address);
        if (at >= 0) {
            long[] replaced = words.clone();
            replaced[at] = word;
            return new Memory(listedFrames, addresses, replaced);
        }
        int gap = -at - 1;
        return new Memory(listedFrames, inserted(addresses, gap, address), inserted(words, gap, word));
    }

    /** {@return this memory without what was kept in one word beyond all physical addresses} */
    Memory without(long address) {
        int at = Arrays.binarySearch(addresses, address);
        return at < 0 ? this : new Memory(listedFrames, removed(addresses, at), removed(words, at));
    }

    /** {@return this memory with 4 bytes replaced, at an address that is a multiple of 4} */
    Memory withHalf(long address, int half) {
        int shift = (int) (address & 4) * 8;
        long kept = read(address & -8) & ~(ControlBits.LOW_32 << shift);
        return with(address & -8, kept | Integer.toUnsignedLong(half) << shift);
    }

    /** {@return this memory with flags of an entry set} */
    Memory marked(Layout layout, long address, long flags) {
        return with(address & -8, layout.marked(this, address, flags));
    }

    private static long[] inserted(long[] array, int at, long element) {
        long[] longer = new long[array.length + 1];
        System.arraycopy(array, 0, longer, 0, at);
        longer[at] = element;
        System.arraycopy(array, at, longer, at + 1, array.length - at);
        return longer;
    }

    private static long[] removed(long[] array, int at) {
        long[] shorter = Arrays.copyOf(array, array.length - 1);
        System.arraycopy(array, at + 1, shorter, at, shorter.length - at);
        return shorter;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Memory memory
                        && hash == memory.hash
                        && Arrays.equals(addresses, memory.addresses)
                        && Arrays.equals(words, memory.words));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
