package org.stalemate.specification.paging;

import org.stalemate.vocabulary.PagingMode;

/**
 * The shape of a mode's paging structures: how many levels, how many linear-address bits a level translates, and how large an
 * entry is. Places in memory are <em>locations</em>, in units of 4 bytes: place of the frame * 1024 + offset / 4.
 */
public enum PagingFormat {
    /** Two levels of 1024 entries of 4 bytes (PG-32-WALK, SDM 4.3). */
    BITS_32(2, 10, 0),
    /** Three levels; the highest has four entries (PG-PAE-WALK, SDM 4.4.2). */
    PAE(3, 9, 1),
    /** Four levels of 512 entries of 8 bytes (PG-4L-WALK, SDM 4.5). */
    LEVEL_4(4, 9, 1),
    /** Five levels of 512 entries of 8 bytes (PG-5L-WALK, SDM 4.5). */
    LEVEL_5(5, 9, 1);

    /** The most levels that any format has. */
    public static final int MOST_LEVELS = 5;

    /** Locations in a frame. */
    public static final int LOCATIONS = 1024;

    private final int rootLevel;
    private final int bitsPerLevel;
    /** As a shift: 0 for one location, 1 for two. */
    private final int locationsPerEntry;

    PagingFormat(int rootLevel, int bitsPerLevel, int locationsPerEntry) {
        this.rootLevel = rootLevel;
        this.bitsPerLevel = bitsPerLevel;
        this.locationsPerEntry = locationsPerEntry;
    }

    /**
     * {@return the format of a mode}
     *
     * @throws IllegalArgumentException for {@link PagingMode#NONE}
     */
    public static PagingFormat of(PagingMode mode) {
        return switch (mode) {
            case NONE -> throw new IllegalArgumentException("without paging there are no paging structures");
            case BITS_32 -> BITS_32;
            case PAE -> PAE;
            case LEVEL_4 -> LEVEL_4;
            case LEVEL_5 -> LEVEL_5;
        };
    }

    /** {@return the level of the root table; level 1 maps 4 KB pages} */
    public int rootLevel() {
        return rootLevel;
    }

    /** {@return whether entries have 8 bytes rather than 4} */
    public boolean hasWideEntries() {
        return locationsPerEntry != 0;
    }

    /** {@return whether addresses have 64 bits and entries hold protection keys: the formats of EFER.LMA=1} */
    public boolean isLongMode() {
        return rootLevel >= 4;
    }

    /** {@return how many low linear-address bits an entry at a level leaves untranslated} */
    public int shift(int level) {
        return 12 + bitsPerLevel * (level - 1);
    }

    /** {@return the index, 0 to 1023 or 511, that a linear address selects in a table at a level} */
    public int index(long linearAddress, int level) {
        return (int) (linearAddress >>> shift(level)) & ((1 << bitsPerLevel) - 1);
    }

    /** {@return how many locations a table's entry with an index lies behind the table} */
    public int offset(int index) {
        return index << locationsPerEntry;
    }

    /** {@return the index of the entry that lies so many locations behind its table} */
    public int indexAt(int distance) {
        return distance >>> locationsPerEntry;
    }

    /** {@return whether a linear address, as an access has it, can be translated by structures of this format} */
    public boolean reaches(long linearAddress) {
        return switch (this) {
            case BITS_32, PAE -> linearAddress >>> 32 == 0;
            case LEVEL_4 -> LinearAddress.isCanonical(linearAddress, false);
            case LEVEL_5 -> LinearAddress.isCanonical(linearAddress, true);
        };
    }
}
