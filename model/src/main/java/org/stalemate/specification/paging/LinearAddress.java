package org.stalemate.specification.paging;

/** Form of a linear address under 4-level paging (rules PG-CANON, PG-LA-WIDTH). */
public final class LinearAddress {
    private LinearAddress() {}

    /** {@return whether bits 63:47 are equal} (PG-CANON) */
    public static boolean isCanonical(long address) {
        return address << 16 >> 16 == address;
    }

    /** {@return what is left of an address, or of a register operand, outside 64-bit mode: bits 31:0} (PG-LA-WIDTH) */
    public static long truncated(long address) {
        return address & 0xFFFF_FFFFL;
    }
}
