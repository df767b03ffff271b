package org.stalemate.oracles.reference;

import static org.stalemate.oracles.reference.ControlBits.LOW_32;

/**
 * The shape of the paging structures of one mode. Levels are counted from the leaf: 5 is a PML5E, 4 a PML4E, 3 a PDPTE, 2 a PDE,
 * 1 a PTE. A linear page is numbered by bits 56:12 of its address; how much of it an entry tells apart is said as a shift of that
 * number.
 */
enum Layout {
    /** PG-32-WALK. */
    BITS_32(2, 10, 4),
    /** PG-PAE-WALK. */
    PAE(3, 9, 8),
    /** PG-4L-WALK. */
    LEVEL_4(4, 9, 8),
    /** PG-5L-WALK. */
    LEVEL_5(5, 9, 8);

    private static final long LEGACY_PAGES = 1 << 20;

    private final int rootLevel;
    private final int indexBits;
    private final int entryBytes;

    Layout(int rootLevel, int indexBits, int entryBytes) {
        this.rootLevel = rootLevel;
        this.indexBits = indexBits;
        this.entryBytes = entryBytes;
    }

    /** {@return the level of the entries that CR3 leads to} */
    int rootLevel() {
        return rootLevel;
    }

    /** {@return whether the mode is one of EFER.LMA=1} */
    boolean isLong() {
        return rootLevel >= 4;
    }

    /** {@return whether the mode has such linear addresses: 32 bits without EFER.LMA, else canonical ones} */
    boolean hasPage(long page) {
        return switch (this) {
            case BITS_32, PAE -> page < LEGACY_PAGES;
            case LEVEL_4 -> (page << 28 >> 28 & RegisterFile.PAGE_NUMBERS) == page;
            case LEVEL_5 -> true;
        };
    }

    /** {@return whether entries of that level are the PDPTEs of PAE paging, without accessed flag and rights} */
    boolean isBarePdpte(int level) {
        return this == PAE && level == rootLevel;
    }

    /** {@return the binary logarithm of how many pages lie below an entry of that level} */
    int shift(int level) {
        return indexBits * (level - 1);
    }

    /** {@return the physical address of the entry that translates the page in the table at an address} */
    long entryAddress(long base, long page, int level) {
        return base + (page >>> shift(level) & (1L << indexBits) - 1) * entryBytes;
    }

    /** {@return the entry at a physical address, zero-extended} */
    long read(PhysicalMemory memory, long address) {
        long word = memory.read(address & -8);
        return entryBytes == 8 ? word : word >>> shiftInWord(address) & LOW_32;
    }

    /** {@return the 8-byte word around an entry, with flags of the entry set} */
    long marked(PhysicalMemory memory, long address, long flags) {
        return memory.read(address & -8) | flags << shiftInWord(address);
    }

    private static int shiftInWord(long address) {
        return (int) (address & 4) * 8;
    }
}
