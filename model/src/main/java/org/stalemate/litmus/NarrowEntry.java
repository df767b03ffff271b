package org.stalemate.litmus;

/**
 * The 4-byte entries of 32-bit paging as a frame and other bits. If bit 7 is set, bits 20:13 are bits 27:20 of the frame number, as
 * PSE-36 has it, and bits 21 and 12 keep their place in it.
 */
final class NarrowEntry {
    static final long PAGE_SIZE_BIT = 1L << 7;

    private static final int FRAME_SHIFT = 12;
    private static final long OTHER_BITS = 0xFFF;
    private static final long HIGHEST_FRAME = 0xF_FFFF;
    private static final long HIGHEST_LARGE_FRAME = 0xFFF_FFFF;
    private static final int PSE36_SHIFT = 13;
    private static final long PSE36_BITS = 0xFF;
    private static final int PSE36_FRAME_SHIFT = 20;
    private static final long PLAIN_BITS_OF_LARGE_FRAME = 0xF_FE01;

    private NarrowEntry() {}

    /** {@return the physical frame number that an entry names} */
    static long frame(int entry) {
        long bits = Integer.toUnsignedLong(entry);
        long plain = bits >>> FRAME_SHIFT;
        if ((bits & PAGE_SIZE_BIT) == 0) {
            return plain;
        }
        return (plain & PLAIN_BITS_OF_LARGE_FRAME) | (bits >>> PSE36_SHIFT & PSE36_BITS) << PSE36_FRAME_SHIFT;
    }

    /** {@return bits 11:0 of an entry} */
    static long otherBits(int entry) {
        return entry & OTHER_BITS;
    }

    static long highestFrame(long otherBits) {
        return (otherBits & PAGE_SIZE_BIT) == 0 ? HIGHEST_FRAME : HIGHEST_LARGE_FRAME;
    }

    /** {@return the entry with a frame and other bits; {@link #frame} undoes it} */
    static int of(long frame, long otherBits) {
        long beyond4Gb = frame >>> PSE36_FRAME_SHIFT << PSE36_SHIFT;
        return (int) ((frame & HIGHEST_FRAME) << FRAME_SHIFT | beyond4Gb | otherBits);
    }
}
