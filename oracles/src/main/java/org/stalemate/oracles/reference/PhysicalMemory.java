package org.stalemate.oracles.reference;

/** Physical memory, read by aligned words of 8 bytes. */
interface PhysicalMemory {
    /** {@return the word at a physical address that is a multiple of 8} */
    long read(long address);

    /** {@return the 4 bytes at a physical address that is a multiple of 4} */
    static int half(PhysicalMemory memory, long address) {
        int shift = (int) (address & 4) * 8;
        return (int) (memory.read(address & -8) >>> shift);
    }
}
