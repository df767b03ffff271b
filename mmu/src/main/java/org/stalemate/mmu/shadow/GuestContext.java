package org.stalemate.mmu.shadow;

import org.stalemate.mmu.guest.ProcessorState;

/** What shadow paging knows of a processor's registers: one snapshot, taken when one of them changed. */
final class GuestContext {
    private static final long DIRECT = 1L << 62;

    private boolean paging;
    private long rootFrame;
    private int pcid;
    private boolean executeDisable;
    private long key;

    /** Takes a new snapshot. */
    void rebuild(ProcessorState state) {
        paging = state.paging();
        rootFrame = state.rootFrame();
        pcid = state.pcid();
        executeDisable = state.executeDisable();
        long processor = (long) state.number() << 56;
        key = paging ? rootFrame | (long) pcid << 40 | (executeDisable ? 1L << 52 : 0) | processor : DIRECT | processor;
    }

    boolean paging() {
        return paging;
    }

    long rootFrame() {
        return rootFrame;
    }

    /** The hardware tag, too. */
    int pcid() {
        return pcid;
    }

    boolean executeDisable() {
        return executeDisable;
    }

    /** {@return what distinguishes the tree that serves this context} */
    long key() {
        return key;
    }

    /** {@return the PCID of the tree with a key} */
    static int pcid(long key) {
        return (int) (key >>> 40) & 0xFFF;
    }
}
