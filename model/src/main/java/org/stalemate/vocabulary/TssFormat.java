package org.stalemate.vocabulary;

/** How wide the registers in a task-state segment are (SDM 7.2.1, 7.6, 7.7). */
public enum TssFormat {
    /** The format of the 80286. */
    BITS_16,
    /** 32 bits, in IA-32e mode 64. */
    BITS_32
}
