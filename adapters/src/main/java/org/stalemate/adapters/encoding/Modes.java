package org.stalemate.adapters.encoding;

/** Sets of paging modes. */
final class Modes {
    static final int NONE = 1;
    static final int BITS_32 = 1 << 1;
    static final int PAE = 1 << 2;
    static final int LEVEL_4 = 1 << 3;
    static final int LEVEL_5 = 1 << 4;
    static final int LEGACY = BITS_32 | PAE;

    private Modes() {}
}
