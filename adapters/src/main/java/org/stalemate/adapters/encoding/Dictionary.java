package org.stalemate.adapters.encoding;

import java.util.Arrays;
import org.stalemate.vocabulary.Outcome;

/** What the data words of one scenario mean: the value that the scenario has there, and the frame that only an initial word names. */
final class Dictionary {
    private final long[] values;
    private final long[] frames;

    private Dictionary(long[] values, long[] frames) {
        this.values = values;
        this.frames = frames;
    }

    /** Dictionaries are made by one that is used again and again. */
    static final class Maker {
        private long[] values = new long[512];
        private long[] frames = new long[512];
        private int size;
        private int sizeAtMark;

        void clear() {
            size = 0;
        }

        /** Whatever happens from now on can be undone. */
        void mark() {
            sizeAtMark = size;
        }

        /** Everything is as it was at the last mark. */
        void undo() {
            size = sizeAtMark;
        }

        boolean isFull() {
            return size == MachineWord.CODES;
        }

        /** {@return the machine word for a value} */
        long add(long value, long frame) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
                frames = Arrays.copyOf(frames, 2 * size);
            }
            values[size] = value;
            frames[size] = frame;
            return MachineWord.of(size++);
        }

        Dictionary copy() {
            return new Dictionary(Arrays.copyOf(values, size), Arrays.copyOf(frames, size));
        }
    }

    /** {@return the scenario's value of a word, each half by itself; what is no data stays as it is} */
    long value(long word) {
        return (long) high((int) (word >>> 32)) << 32 | Integer.toUnsignedLong(low((int) word));
    }

    /** {@return the scenario's value of the low half of a word} */
    int low(int half) {
        int number = MachineWord.numberOfLow(half);
        return isKnown(number) ? (int) values[number] : half;
    }

    /** {@return the scenario's value of the high half of a word} */
    int high(int half) {
        int number = MachineWord.numberOfHigh(half);
        return isKnown(number) ? (int) (values[number] >>> 32) : half;
    }

    /** {@return the frame that a word lies in, or {@link Outcome#UNKNOWN_FRAME}} */
    long frame(long word) {
        long frame = lowFrame((int) word);
        return frame == Outcome.UNKNOWN_FRAME ? highFrame((int) (word >>> 32)) : frame;
    }

    /** {@return the frame that a low half lies in, or {@link Outcome#UNKNOWN_FRAME}} */
    long lowFrame(int half) {
        int number = MachineWord.numberOfLow(half);
        return isKnown(number) ? frames[number] : Outcome.UNKNOWN_FRAME;
    }

    /** {@return the frame that a high half lies in, or {@link Outcome#UNKNOWN_FRAME}} */
    long highFrame(int half) {
        int number = MachineWord.numberOfHigh(half);
        return isKnown(number) ? frames[number] : Outcome.UNKNOWN_FRAME;
    }

    /** {@return the word that {@link #value} and {@link #frame} take for a value in a frame} */
    long word(long value, long frame) {
        for (int number = 0; number < values.length; number++) {
            if (values[number] == value && mayLieIn(number, frame)) {
                return MachineWord.of(number);
            }
        }
        int low = lowHalf((int) value, frame);
        boolean isEntry = low == (int) value;
        return isEntry ? value : Integer.toUnsignedLong(low) | (long) highHalf((int) (value >>> 32), frame) << 32;
    }

    /** {@return the 8 bytes of a split load that gives a value: its low half ends a page in one frame, its high half begins one} */
    long splitWord(long value, long lowFrame, long highFrame) {
        return Integer.toUnsignedLong(highHalf((int) value, lowFrame))
                | (long) lowHalf((int) (value >>> 32), highFrame) << 32;
    }

    private int lowHalf(int value, long frame) {
        return half(value, 0, frame);
    }

    private int highHalf(int value, long frame) {
        return half(value, Integer.SIZE, frame);
    }

    /** {@return the half, from a bit on, of a word whose half means a value; the value itself if there is none} */
    private int half(int value, int bit, long frame) {
        for (int number = 0; number < values.length; number++) {
            if ((int) (values[number] >>> bit) == value && mayLieIn(number, frame)) {
                return (int) (MachineWord.of(number) >>> bit);
            }
        }
        return value;
    }

    /** A stored value may lie anywhere. */
    private boolean mayLieIn(int number, long frame) {
        return frames[number] == frame || frames[number] == Outcome.UNKNOWN_FRAME;
    }

    private boolean isKnown(int number) {
        return number >= 0 && number < values.length;
    }
}
