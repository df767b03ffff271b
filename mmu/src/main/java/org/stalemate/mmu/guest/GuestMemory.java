package org.stalemate.mmu.guest;

import java.util.Arrays;
import java.util.List;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.TableFrame;

/**
 * Guest-physical memory as the host backs it: guest frame numbers are mapped to host frame numbers in the order of first
 * use, and words are stored by host frame. A word that nobody wrote is computed, so that a reset costs what was touched.
 */
public final class GuestMemory {
    private static final int WORDS = TableFrame.WORDS;
    private static final int MASKS = WORDS / 64;
    private static final int FIRST_CAPACITY = 64;

    private int frames;
    private long[] guestFrames = new long[FIRST_CAPACITY];
    private long[][] words = new long[FIRST_CAPACITY][];
    private long[] written = new long[FIRST_CAPACITY * MASKS];
    private boolean[] listed = new boolean[FIRST_CAPACITY];
    private int[] index = new int[FIRST_CAPACITY * 4];

    /** Starts anew with the listed frames. */
    public void reset(List<TableFrame> tables) {
        forget();
        frames = 0;
        for (TableFrame table : tables) {
            int frame = hostFrame(table.frame());
            listed[frame] = true;
            table.entries().forEach((word, value) -> write(frame, word, value));
        }
    }

    private void forget() {
        for (int frame = 0; frame < frames; frame++) {
            int at = place(guestFrames[frame]);
            while (index[at] != 0) {
                index[at] = 0;
                at = (at + 1) & (index.length - 1);
            }
        }
    }

    /** {@return the host frame that backs a guest frame, from now on if not before} */
    public int hostFrame(long guestFrame) {
        int at = place(guestFrame);
        while (index[at] != 0) {
            int frame = index[at] - 1;
            if (guestFrames[frame] == guestFrame) {
                return frame;
            }
            at = (at + 1) & (index.length - 1);
        }
        return back(guestFrame, at);
    }

    private int back(long guestFrame, int at) {
        if (frames == guestFrames.length) {
            grow();
            return hostFrame(guestFrame);
        }
        int frame = frames++;
        guestFrames[frame] = guestFrame;
        listed[frame] = false;
        Arrays.fill(written, frame * MASKS, (frame + 1) * MASKS, 0);
        if (words[frame] == null) {
            words[frame] = new long[WORDS];
        }
        index[at] = frame + 1;
        return frame;
    }

    private void grow() {
        int capacity = 2 * guestFrames.length;
        guestFrames = Arrays.copyOf(guestFrames, capacity);
        words = Arrays.copyOf(words, capacity);
        written = Arrays.copyOf(written, capacity * MASKS);
        listed = Arrays.copyOf(listed, capacity);
        index = new int[capacity * 4];
        for (int frame = 0; frame < frames; frame++) {
            int at = place(guestFrames[frame]);
            while (index[at] != 0) {
                at = (at + 1) & (index.length - 1);
            }
            index[at] = frame + 1;
        }
    }

    private int place(long guestFrame) {
        return (int) ((guestFrame * 0x9E37_79B9_7F4A_7C15L) >>> 40) & (index.length - 1);
    }

    /** {@return how many frames are backed; host frame numbers lie below} */
    public int frames() {
        return frames;
    }

    /** {@return the guest frame that a host frame backs} */
    public long guestFrame(int frame) {
        return guestFrames[frame];
    }

    /** {@return a word of a host frame} */
    public long read(int frame, int word) {
        if ((written[frame * MASKS + (word >> 6)] >>> word & 1) != 0) {
            return words[frame][word];
        }
        return neverWritten(frame, word);
    }

    private long neverWritten(int frame, int word) {
        return listed[frame] ? 0 : DataPattern.at((guestFrames[frame] << 12) | ((long) word << 3));
    }

    /** {@return a 4-byte half of a word of a host frame, zero-extended; 2i is the low half of word i} */
    public long readHalf(int frame, int half) {
        return read(frame, half >> 1) >>> ((half & 1) << 5) & 0xFFFF_FFFFL;
    }

    /** Writes a 4-byte half of a word of a host frame. */
    public void writeHalf(int frame, int half, long value) {
        write(frame, half >> 1, withHalf(frame, half, value));
    }

    /** {@return what a word of a host frame is once one of its 4-byte halves has been stored to} */
    public long withHalf(int frame, int half, long value) {
        int shift = (half & 1) << 5;
        long kept = read(frame, half >> 1) & ~(0xFFFF_FFFFL << shift);
        return kept | (value & 0xFFFF_FFFFL) << shift;
    }

    /** Writes a word of a host frame. */
    public void write(int frame, int word, long value) {
        written[frame * MASKS + (word >> 6)] |= 1L << word;
        words[frame][word] = value;
    }
}
