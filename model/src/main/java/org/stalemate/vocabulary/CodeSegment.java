package org.stalemate.vocabulary;

/**
 * What the CS descriptor's L and D bits select. With EFER.LMA=1, {@link #BITS_64} is 64-bit mode and the others are
 * compatibility mode; with EFER.LMA=0 the L bit selects nothing by itself and {@link #BITS_64} behaves like
 * {@link #BITS_32} except that paging with EFER.LME=1 cannot be enabled under it (SDM 4.1.2).
 */
public enum CodeSegment {
    /** L=1. */
    BITS_64,
    /** L=0, D=1. */
    BITS_32,
    /** L=0, D=0, also real mode. */
    BITS_16
}
