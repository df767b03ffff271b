package org.stalemate.adapters.encoding;

/**
 * Where the agent sees frames of the scenario while linear addresses have 32 bits: one page each, by an entry in either of two page
 * tables of the agent. Used by scenarios that leave 64-bit code alone.
 */
final class LowWindow {
    private static final long FIRST_PAGE = 0x43A0_0000L;
    /** Page table of 8-byte entries. */
    private static final long TABLE = 0x4300_4000L;
    /** Page table of 4-byte entries, from the one for the first page on. */
    private static final long TABLE_32 = 0x4300_3800L;

    private static final int PAGES = 0x1CD;
    /** P, R/W, A, D. */
    private static final long FLAGS = 0x63;

    private final LongIndex frames = new LongIndex();
    private boolean isOpen;
    private int framesAtMark;

    void reset(boolean open) {
        frames.clear();
        isOpen = open;
    }

    /** Whatever happens from now on can be undone. */
    void mark() {
        framesAtMark = frames.size();
    }

    /** Everything is as it was at the last mark. */
    void undo() {
        frames.truncate(framesAtMark);
    }

    /** {@return whether the block needs linear addresses of 32 bits for all that is reached through a window} */
    boolean isOpen() {
        return isOpen;
    }

    /** {@return whether there are pages for all frames} */
    boolean isWide() {
        return frames.size() <= PAGES;
    }

    /** {@return the linear address of a physical one, or 0 if the window is not open} */
    long linear(long physical) {
        return isOpen ? FIRST_PAGE + ((long) frames.add(physical >>> 12) << 12 | (physical & 0xFFF)) : 0;
    }

    /** {@return how many words the page tables have} */
    int words() {
        return frames.size() + (frames.size() + 1) / 2;
    }

    /** {@return the physical address of a word of the page tables} */
    long address(int word) {
        int pages = frames.size();
        return word < pages ? TABLE + 8L * word : TABLE_32 + 8L * (word - pages);
    }

    /** {@return what the word holds} */
    long value(int word) {
        int pages = frames.size();
        if (word < pages) {
            return entry(word);
        }
        int first = 2 * (word - pages);
        return entry(first) | (first + 1 < pages ? entry(first + 1) << 32 : 0);
    }

    private long entry(int page) {
        return frames.key(page) << 12 | FLAGS;
    }
}
