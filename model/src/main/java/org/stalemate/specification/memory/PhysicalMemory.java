package org.stalemate.specification.memory;

import java.util.Arrays;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.TableFrame;

/**
 * The words of physical memory, as they certainly are. Frames get a number of their own, their <em>place</em>, when they are
 * first touched; a word is named by {@code place * 512 + index}. Few words of a frame are ever written, so none of the others is held.
 */
public final class PhysicalMemory {
    private static final int WORDS = TableFrame.WORDS;
    private static final int SLOTS = 1 << 10;

    private long[] words = new long[32 * WORDS];
    /** A bit for each word: whether it is held, not as memory is where nothing was written. */
    private long[] held = new long[32 * WORDS / Long.SIZE];

    private long[] frameAt = new long[32];
    private int places;
    /** The places below are of frames that the start lists. */
    private int listed;

    /** A hash table of places by frame: the place plus 1, or 0 where a slot is free. */
    private final int[] slots = new int[SLOTS];

    /** Holds what the start lists, and {@link DataPattern} everywhere else. */
    public void reset(Start start) {
        places = 0;
        Arrays.fill(slots, 0);
        listed = start.tables().size();
        for (int i = 0; i < listed; i++) {
            TableFrame table = start.tables().get(i);
            int base = newPlace(table.frame(), slotOf(table.frame())) * WORDS;
            table.entries().forEach((index, value) -> write(base + index, value));
        }
    }

    /** {@return the place of a physical frame} */
    public int place(long frame) {
        int slot = slotOf(frame);
        return slots[slot] != 0 ? slots[slot] - 1 : newPlace(frame, slot);
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
        boolean isHeld = (held[word / Long.SIZE] & 1L << word) != 0;
        return isHeld ? words[word] : unwritten(word);
    }

    private long unwritten(int word) {
        int place = word / WORDS;
        return place < listed ? 0 : DataPattern.at(frameAt[place] << 12 | (long) (word % WORDS) << 3);
    }

    /** Overwrites the word named by place * 512 + index. */
    public void write(int word, long value) {
        words[word] = value;
        held[word / Long.SIZE] |= 1L << word;
    }

    /** The slot of a frame, or the free one for it where it has no place yet. */
    private int slotOf(long frame) {
        int slot = (int) ((frame * 0x9E37_79B9_7F4A_7C15L) >>> 54);
        while (slots[slot] != 0 && frameAt[slots[slot] - 1] != frame) {
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
            held = Arrays.copyOf(held, 2 * places * WORDS / Long.SIZE);
        }
        Arrays.fill(held, places * WORDS / Long.SIZE, (places + 1) * WORDS / Long.SIZE, 0);
        frameAt[places] = frame;
        slots[slot] = places + 1;
        return places++;
    }
}
