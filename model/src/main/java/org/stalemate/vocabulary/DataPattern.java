package org.stalemate.vocabulary;

/**
 * What memory holds where a scenario lists nothing: each aligned 8-byte word tells its own physical address. Bits 0, 5
 * and 6 are clear, so that a walker led astray by a stale entry finds nothing present there and marks nothing.
 */
public final class DataPattern {
    private DataPattern() {}

    /** {@return the initial word at a physical address, which is rounded down to 8 bytes} */
    public static long at(long physicalAddress) {
        return (physicalAddress & ~7L) << 8 | 0x0E;
    }
}
