package org.stalemate.generators;

import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.PagingMode;

/**
 * The shape of the tables of a paging mode, as far as one has to know it to aim an edit or to shrink a scenario. What a walk
 * makes of an entry, the model alone decides. Tables and entries are named by their physical addresses.
 */
public enum TableFormat {
    /** Two levels of 1024 entries of 4 bytes. */
    BITS_32(PagingMode.BITS_32, 2),
    /** Four entries at any multiple of 32 bytes, then two levels of 512 entries of 8 bytes. */
    PAE(PagingMode.PAE, 3),
    /** Four levels of 512 entries of 8 bytes. */
    LEVEL_4(PagingMode.LEVEL_4, 4),
    /** Five levels of 512 entries of 8 bytes. */
    LEVEL_5(PagingMode.LEVEL_5, 5);

    private static final long LOW_HALF = 0xFFFF_FFFFL;
    private static final long PRESENT = 1;
    private static final long PAGE_SIZE = 1L << 7;
    private static final long ADDRESS = 0x000F_FFFF_FFFF_F000L;

    private final PagingMode mode;
    private final int rootLevel;

    TableFormat(PagingMode mode, int rootLevel) {
        this.mode = mode;
        this.rootLevel = rootLevel;
    }

    /** {@return the format of a mode's tables, or null where paging is off} */
    public static @Nullable TableFormat of(PagingMode mode) {
        return switch (mode) {
            case NONE -> null;
            case BITS_32 -> BITS_32;
            case PAE -> PAE;
            case LEVEL_4 -> LEVEL_4;
            case LEVEL_5 -> LEVEL_5;
        };
    }

    /** {@return the mode whose walks read this format} */
    public PagingMode mode() {
        return mode;
    }

    /** {@return the level of the root table; the tables of level 1 map 4 KB pages} */
    public int rootLevel() {
        return rootLevel;
    }

    /** {@return whether the mode needs EFER.LMA=1} */
    public boolean isOfLongMode() {
        return this == LEVEL_4 || this == LEVEL_5;
    }

    /** {@return whether tables of the level look alike in both formats} */
    public boolean sharesLevel(TableFormat other, int level) {
        if (this == other) {
            return true;
        }
        boolean onlyLow = this == PAE || other == PAE;
        return this != BITS_32 && other != BITS_32 && level <= (onlyLow ? 2 : 4);
    }

    /** {@return the bytes of an entry, 4 or 8} */
    public int entryBytes() {
        return this == BITS_32 ? 4 : 8;
    }

    /** {@return how many low bits of a linear address an entry of a level leaves untranslated} */
    public int shift(int level) {
        return this == BITS_32 ? 2 + 10 * level : 3 + 9 * level;
    }

    /** {@return how many entries a table of the level has} */
    public int entries(int level) {
        return this == BITS_32 ? 1024 : this == PAE && level == 3 ? 4 : 512;
    }

    /** {@return the number of the entry that a linear address selects in a table of a level} */
    public int index(long linearAddress, int level) {
        return (int) (linearAddress >>> shift(level)) & (entries(level) - 1);
    }

    /** {@return the physical address of the entry that a linear address selects in a table} */
    public long entryAddress(long table, long linearAddress, int level) {
        return table + (long) entryBytes() * index(linearAddress, level);
    }

    /** {@return the physical address of the root table that CR3 names} */
    public long root(long cr3) {
        return switch (this) {
            case BITS_32 -> cr3 & LOW_HALF & -0x1000L;
            case PAE -> cr3 & LOW_HALF & -0x20L;
            case LEVEL_4, LEVEL_5 -> cr3 & ADDRESS;
        };
    }

    /** {@return whether the entry is present} */
    public static boolean isPresent(long entry) {
        return (entry & PRESENT) != 0;
    }

    /** {@return whether an entry of a level maps a page rather than references a table, if CR4.PSE=1 and 1 GB pages exist} */
    public boolean mapsPage(long entry, int level) {
        int largest = isOfLongMode() ? 3 : 2;
        return level == 1 || (level <= largest && (entry & PAGE_SIZE) != 0);
    }

    /** {@return whether entries of the level have rights and an accessed flag, which PAE PDPTEs lack} */
    public boolean hasRights(int level) {
        return this != PAE || level < 3;
    }

    /** {@return the bits of an entry, other than one that maps a 4 MB page, that hold a physical address} */
    public long address() {
        return entryBytes() == 4 ? ADDRESS & LOW_HALF : ADDRESS;
    }

    /** {@return the physical address of the table, or of the 4 KB page, that an entry references} */
    public long target(long entry) {
        return entry & address();
    }

    /** {@return the linear address as the mode's own code writes it: sign-extended in long mode, else 32 bits wide} */
    public long canonical(long address) {
        return switch (this) {
            case BITS_32, PAE -> address & LOW_HALF;
            case LEVEL_4 -> address << 16 >> 16;
            case LEVEL_5 -> address << 7 >> 7;
        };
    }
}
