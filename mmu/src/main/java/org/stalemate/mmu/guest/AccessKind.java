package org.stalemate.mmu.guest;

/** Kinds of access as small numbers: they index permission tables. */
public final class AccessKind {
    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int FETCH = 2;
    /** A read that the processor makes for itself: a supervisor-mode access at any CPL. */
    public static final int IMPLICIT_READ = 3;

    /** How many kinds there are. */
    static final int COUNT = 4;

    private AccessKind() {}
}
