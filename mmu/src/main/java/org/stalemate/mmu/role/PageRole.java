package org.stalemate.mmu.role;

/**
 * What, besides its place in a tree, decides the meaning of a shadow page, as bits: level, the rights accumulated above it, and for
 * pages of guest tables with 4-byte entries which part of the table they stand for; for direct pages the size of the guest page they
 * are cut from and whether that is dirty and global. What is the same for all pages of a tree is part of the tree's key: mode, NXE, PSE,
 * and the settings that entries made for writes without CR0.WP depend on.
 */
public final class PageRole {
    public static final int LEVEL = 7;
    /** The accumulated rights. */
    public static final int ACCESS = 7 << 3;
    /** Of a direct page. */
    public static final int SIZE = 3 << 6;

    public static final int DIRTY = 1 << 8;
    public static final int DIRECT = 1 << 9;
    public static final int GLOBAL = 1 << 10;
    /** The guest table has 1024 entries of 4 bytes. */
    public static final int FOUR_BYTES = 1 << 11;
    /** Which half (level 1) or quarter (level 2) of such a table. */
    public static final int QUADRANT = 3 << 12;
    /** The key of the direct page's guest page. */
    public static final int KEY = 15 << 14;

    private static final int ACCESS_SHIFT = 3;
    private static final int SIZE_SHIFT = 6;
    private static final int QUADRANT_SHIFT = 12;
    private static final int KEY_SHIFT = 14;

    private PageRole() {}

    /** {@return the role of a shadow page of a guest table with entries of 8 bytes} */
    public static int ofTable(int level, int rights) {
        return level | rights << ACCESS_SHIFT;
    }

    /** {@return the role of a shadow page of the part of a guest table with entries of 4 bytes that serves a linear address} */
    public static int ofPart(int level, int rights, long linear) {
        int quadrant = level == 1 ? (int) (linear >>> 21) & 1 : (int) (linear >>> 30) & 3;
        return ofTable(level, rights) | FOUR_BYTES | quadrant << QUADRANT_SHIFT;
    }

    /** {@return the role of a direct page, cut from a guest page of a size as translations number it} */
    public static int ofPiece(int level, int rights, int key, int size, boolean dirty, boolean global) {
        return level
                | rights << ACCESS_SHIFT
                | key << KEY_SHIFT
                | size << SIZE_SHIFT
                | (dirty ? DIRTY : 0)
                | (global ? GLOBAL : 0)
                | DIRECT;
    }

    /** {@return the level} */
    public static int level(int role) {
        return role & LEVEL;
    }

    /** {@return whether the guest table has entries of 4 bytes} */
    public static boolean fourBytes(int role) {
        return (role & FOUR_BYTES) != 0;
    }

    /** {@return the 4-byte guest entry that an entry of a shadow page stands for} A directory entry fills two. */
    public static int guestEntry(int role, int index) {
        int quadrant = (role & QUADRANT) >> QUADRANT_SHIFT;
        return level(role) == 1 ? quadrant << 9 | index : quadrant << 8 | index >> 1;
    }

    /** {@return how many entries of a shadow page an 8-byte word of its guest table fills} */
    public static int entriesPerWord(int role) {
        return fourBytes(role) ? 2 * level(role) : 1;
    }

    /** {@return the first entry of a shadow page that a word of its guest table fills; negative or too large if it fills none} */
    public static int firstEntry(int role, int word) {
        if (!fourBytes(role)) {
            return word;
        }
        int quadrant = (role & QUADRANT) >> QUADRANT_SHIFT;
        return level(role) == 1 ? 2 * (word - (quadrant << 8)) : 4 * (word - (quadrant << 7));
    }
}
