package org.stalemate.vocabulary;

/**
 * What memory holds where a scenario lists nothing: each aligned 8-byte word tells its own physical address. In both 4-byte
 * halves bits 0, 5 and 6 are clear, so that a walker led astray by a stale entry, whatever the size of its entries, finds nothing
 * present there and marks nothing.
 */
public final class DataPattern {
    private DataPattern() {}

    /**
     * {@return the initial word at a physical address, which is rounded down to 8 bytes} Bits 26:3 of the address are in bits 31:8
     * of the word, bits 51:27 in bits 63:39.
     */
    public static long at(long physicalAddress) {
        long low = (physicalAddress >>> 3 & 0xFF_FFFFL) << 8;
        return physicalAddress >>> 27 << 39 | low | 0x0E;
    }
}
