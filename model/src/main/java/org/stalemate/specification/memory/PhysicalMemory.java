package org.stalemate.specification.memory;

import java.util.Arrays;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.TableFrame;

/**
 * The words of physical memory, as they certainly are. Frames get a number of their own, their <em>place</em>, when they are
 * first touched; a word is named by {@code place * 512 + index}. Reset costs nothing but the frames touched since.
 */
public final class PhysicalMemory {
    private static final int WORDS = TableFrame.WORDS;
    private static final int SLOTS = 1 << 10;

    private long[] words = new long[32 * WORDS];
    private long[] frameAt = new long[32];
    private int places;

    private final long[] slotFrame = new long[SLOTS];
    private final int[] slotPlace = new int[SLOTS];
    private final int[] slotEpoch = new int[SLOTS];
    private int epoch;

    /** Holds what the start lists, and {@link DataPattern} everywhere else. */
    public void reset(Start start) {
        places = 0;
        epoch++;
        for (int i = 0; i < start.tables().size(); i++) {
            TableFrame table = start.tables().get(i);
            int base = newPlace(table.frame(), freeSlot(table.frame())) * WORDS;
            Arrays.fill(words, base, base + WORDS, 0);
            for (var entry : table.entries().entrySet()) {
                words[base + entry.getKey()] = entry.getValue();
            }
        }
    }

    /** {@return the place of a physical frame} */
    public int place(long frame) {
        int slot = slotOf(frame);
        while (slotEpoch[slot] == epoch) {
            if (slotFrame[slot] == frame) {
                return slotPlace[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        int place = newPlace(frame, slot);
        long address = frame << 12;
        for (int i = place * WORDS, end = i + WORDS; i < end; i++, address += 8) {
            words[i] = DataPattern.at(address);
        }
        return place;
    }

    /** {@return the physical frame number at a place} */
    public long frame(int place) {
        return frameAt[place];
    }

    /** {@return how many frames have been touched} */
    public int places() {
        return places;
    }

    /** {@return the word named by place * 512 + index} */
    public long read(int word) {
        return words[word];
    }

    /** Overwrites the word named by place * 512 + index. */
    public void write(int word, long value) {
        words[word] = value;
    }

    private static int slotOf(long frame) {
        return (int) ((frame * 0x9E37_79B9_7F4A_7C15L) >>> 54);
    }

    private int freeSlot(long frame) {
        int slot = slotOf(frame);
        while (slotEpoch[slot] == epoch) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        return slot;
    }

    private int newPlace(long frame, int slot) {
        if (places == frameAt.length) {
            if (places >= SLOTS / 2) {
                throw new IllegalStateException("a scenario touches more than " + SLOTS / 2 + " frames");
            }
            frameAt = Arrays.copyOf(frameAt, 2 * places);
            words = Arrays.copyOf(words, 2 * places * WORDS);
        }
        slotFrame[slot] = frame;
        slotPlace[slot] = places;
        slotEpoch[slot] = epoch;
        frameAt[places] = frame;
        return places++;
    }
}
