package org.stalemate.oracles.reference;

/** Physical memory, read by aligned words of 8 bytes. */
interface PhysicalMemory {
    /** {@return the word at a physical address that is a multiple of 8} */
    long read(long address);
}
