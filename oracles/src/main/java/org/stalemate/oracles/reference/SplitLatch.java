package org.stalemate.oracles.reference;

/**
 * How far an access that crosses a page has got: which frames its halves have been translated to. Like the PDPTE registers this is kept in memory, as words beyond all physical addresses, while the access lasts.
 */
final class SplitLatch {
    /** In place of the low half's frame: that half was translated without any flag being set, so that the high half has to fault. */
    private static final long UNMARKED = -1;

    private static final long SPACE = 1L << 61;
    private static final long LOW_FRAME = SPACE;
    private static final long HIGH_FRAME = SPACE + 8;

    private SplitLatch() {}

    static Memory translated(Memory memory, Part half, long frame) {
        return memory.with(frameAddress(half), frame);
    }

    static Memory translatedWithoutFlags(Memory memory) {
        return memory.with(LOW_FRAME, UNMARKED);
    }

    static boolean flagsAreSet(Memory memory) {
        return memory.read(LOW_FRAME) != UNMARKED;
    }

    static long frame(Memory memory, Part half) {
        return memory.read(frameAddress(half));
    }

    private static long frameAddress(Part half) {
        return half == Part.HIGH ? HIGH_FRAME : LOW_FRAME;
    }

    /** {@return the memory after the end of the access} */
    static Memory cleared(Memory memory) {
        return memory.without(LOW_FRAME).without(HIGH_FRAME);
    }
}
