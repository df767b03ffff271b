package org.stalemate.generators;

/** A physical address as operations name it: a frame, and an 8-byte word or a 4-byte half of one within the frame. */
public final class Address {
    private Address() {}

    /** {@return the frame number} */
    public static long frame(long address) {
        return address >>> 12;
    }

    /** {@return the 8-byte word within the frame, 0 to 511} */
    public static int word(long address) {
        return (int) (address >>> 3) & 511;
    }

    /** {@return the 4-byte unit within the frame, 0 to 1023} */
    public static int half(long address) {
        return (int) (address >>> 2) & 1023;
    }

    /** {@return the word with the 4-byte unit replaced that lies at an address within it} */
    public static long withHalf(long word, long address, int half) {
        return (address & 4) == 0
                ? (word & 0xFFFF_FFFF_0000_0000L) | (half & 0xFFFF_FFFFL)
                : (word & 0xFFFF_FFFFL) | (long) half << 32;
    }

    /** {@return the entry of 4 or 8 bytes that lies at an address within a word} */
    public static long entry(long word, long address, int bytes) {
        return bytes == 8 ? word : (address & 4) == 0 ? word & 0xFFFF_FFFFL : word >>> 32;
    }
}
