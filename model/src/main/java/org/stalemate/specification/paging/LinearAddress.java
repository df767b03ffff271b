package org.stalemate.specification.paging;

/** Form of a linear address (rules PG-CANON, PG-LA-WIDTH). */
public final class LinearAddress {
    private LinearAddress() {}

    /** {@return whether bits 63:47 are equal, or bits 63:56 while CR4.LA57=1} (PG-CANON, PG-CANON-COMPONENTS) */
    public static boolean isCanonical(long address, boolean la57) {
        int unused = la57 ? 7 : 16;
        return address << unused >> unused == address;
    }

    /** {@return what is left of an address, or of a register operand, outside 64-bit mode: bits 31:0} (PG-LA-WIDTH) */
    public static long truncated(long address) {
        return address & 0xFFFF_FFFFL;
    }
}
