package org.stalemate.mmu.shadow;

/**
 * What, besides its place in a tree, decides the meaning of a shadow page: level, the rights accumulated above it, and for
 * direct pages the size of the guest page they are cut from and whether that is dirty and global. CR0.WP, SMEP, SMAP and AC play no part:
 * unlike KVM's, this hardware runs with the guest's own settings and judges each access by them. NXE is part of the tree's key.
 */
final class Role {
    private static final int RIGHTS_SHIFT = 3;
    private static final int SIZE_SHIFT = 6;
    private static final int DIRTY = 1 << 8;
    private static final int DIRECT = 1 << 9;
    private static final int GLOBAL = 1 << 10;

    private Role() {}

    /** Of a shadow page of a guest table. */
    static int ofTable(int level, int rights) {
        return level | rights << RIGHTS_SHIFT;
    }

    /** Of a direct page, cut from a guest page of 4 KB (size 0), 2 MB (1) or 1 GB (2). */
    static int ofPiece(int level, int rights, int size, boolean dirty, boolean global) {
        return level
                | rights << RIGHTS_SHIFT
                | size << SIZE_SHIFT
                | (dirty ? DIRTY : 0)
                | (global ? GLOBAL : 0)
                | DIRECT;
    }

    static int level(int role) {
        return role & 7;
    }
}
