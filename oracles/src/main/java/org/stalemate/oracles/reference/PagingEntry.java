package org.stalemate.oracles.reference;

/** What paging-structure entries say (SDM 4.3 to 4.5), by their level, see {@link Layout}. */
final class PagingEntry {
    static final long PRESENT = 1L;
    static final long WRITABLE = 1L << 1;
    static final long USER = 1L << 2;
    static final long ACCESSED = 1L << 5;
    static final long DIRTY = 1L << 6;
    static final long PAGE_SIZE = 1L << 7;
    static final long GLOBAL = 1L << 8;
    static final long EXECUTE_DISABLE = 1L << 63;

    private static final long ADDRESS = 0x000F_FFFF_FFFF_F000L;
    private static final int KEY = 59;

    private PagingEntry() {}

    static boolean has(long entry, long bit) {
        return (entry & bit) != 0;
    }

    /** Whether the entry maps a page: PG-32-PSE, PG-SIZE-2M, PG-SIZE-1G. */
    static boolean isLeaf(long entry, int level, RegisterFile registers) {
        if (level == 1 || !has(entry, PAGE_SIZE)) {
            return level == 1;
        }
        return switch (registers.layout()) {
            case BITS_32 -> registers.pageSizeExtensions();
            case PAE -> level == 2;
            case LEVEL_4, LEVEL_5 -> level <= 3;
        };
    }

    /** Whether the entry is present and clean of reserved bits (A.3). */
    static Answer translates(long entry, int level, RegisterFile registers, Architecture architecture) {
        if (!has(entry, PRESENT)) {
            return Answer.NO;
        }
        return switch (registers.layout()) {
            case BITS_32 ->
                level == 2 && isLeaf(entry, level, registers) ? translates4Mb(entry, architecture) : Answer.YES;
            case PAE -> Answer.of(!reservedInPae(entry, level, registers, architecture));
            case LEVEL_4, LEVEL_5 -> {
                if (reservedInLong(entry, level, registers, architecture)) {
                    yield Answer.NO;
                }
                yield level >= 4 && has(entry, GLOBAL) ? architecture.bit8Translates : Answer.YES; // PG-RSVD-G-AMD
            }
        };
    }

    /** PG-RSVD-PDE-4M, PG-32-PSE36, L-PSE36-WIDTH. */
    private static Answer translates4Mb(long entry, Architecture architecture) {
        long upper = highAddressOf4Mb(entry);
        int existing = architecture.pse36 ? Math.min(40, architecture.maxPhyAddr) - 32 : 0;
        if (has(entry, 1L << 21) || upper >>> existing != 0) {
            return Answer.NO;
        }
        return upper >>> 4 != 0 ? architecture.widePse36Translates : Answer.YES;
    }

    /** {@return bits 20:13, address bits 39:32} */
    private static long highAddressOf4Mb(long entry) {
        return entry >>> 13 & 0xFF;
    }

    private static boolean reservedInPae(long entry, int level, RegisterFile registers, Architecture architecture) {
        if (level == 3) {
            return reservedInPdpte(entry, architecture);
        }
        return (entry << 1 >>> 1) >>> architecture.maxPhyAddr != 0 // PG-RSVD-PA
                || reservedExecuteDisable(entry, registers)
                || (level == 2 && has(entry, PAGE_SIZE) && (entry & bits(20, 13)) != 0); // PG-RSVD-PDE-2M
    }

    /** PG-RSVD-PDPTE-PAE, whether or not the entry is present. */
    static boolean reservedInPdpte(long entry, Architecture architecture) {
        return (entry & (bits(2, 1) | bits(8, 5))) != 0 || entry >>> architecture.maxPhyAddr != 0;
    }

    private static boolean reservedInLong(long entry, int level, RegisterFile registers, Architecture architecture) {
        if ((entry & ADDRESS) >>> architecture.maxPhyAddr != 0 || reservedExecuteDisable(entry, registers)) {
            return true; // PG-RSVD-PA
        }
        if (level == 1 || !has(entry, PAGE_SIZE)) {
            return false;
        }
        return switch (level) {
            case 2 -> (entry & bits(20, 13)) != 0; // PG-RSVD-PDE-2M
            case 3 -> !architecture.gigabytePages || (entry & bits(29, 13)) != 0; // PG-RSVD-PDPTE-1G
            default -> true; // PG-RSVD-PML45-PS
        };
    }

    /** PG-RSVD-XD. */
    private static boolean reservedExecuteDisable(long entry, RegisterFile registers) {
        return has(entry, EXECUTE_DISABLE) && !registers.executeDisable();
    }

    /** {@return the frame of the next table, or the first frame of the page} */
    static long frame(long entry, int level, RegisterFile registers) {
        Layout layout = registers.layout();
        long frame = (entry & ADDRESS) >>> 12;
        if (!isLeaf(entry, level, registers)) {
            return frame;
        }
        long first = frame & -1L << layout.shift(level);
        return layout == Layout.BITS_32 && level == 2 ? first | highAddressOf4Mb(entry) << 20 : first;
    }

    /** {@return bits 62:59} */
    static int key(long leaf) {
        return (int) (leaf >>> KEY) & 0xF;
    }

    private static long bits(int high, int low) {
        return (1L << (high + 1)) - (1L << low);
    }
}
