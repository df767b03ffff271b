package org.stalemate.mmu.shadow;

import java.util.Arrays;
import org.stalemate.mmu.host.HostCounters;
import org.stalemate.mmu.host.HostCounters.Event;
import org.stalemate.mmu.host.Translation;

/**
 * The shadow pages: tables of 512 entries in the format of {@link Translation}, each standing for a guest table or part of one (or, if
 * direct, for a stretch of guest-physical memory) in one tree and one role. Pages are never freed one by one, so that
 * pointers to them in the hardware's caches stay meaningful; when they run out, everything goes at once.
 */
final class ShadowPages {
    static final int ENTRIES = 512;
    static final int NONE = -1;

    /**
     * Pages lie this many entries apart. Were it 512, then the first entries of all pages, which guests use most, would contend for one
     * set of a cache of the machine that this runs on.
     */
    private static final int STRIDE = ENTRIES + 64;

    private static final int MASKS = STRIDE / 64;
    private static final int MOST = 2048;
    private static final int BUCKET_SHIFT = 64 - 6;
    /** A fill makes at most one page for each level. */
    private static final int HEADROOM = 8;

    private final HostCounters counters;
    private final int comparedBits;
    private long[] entries = new long[0];
    private long[] sources = new long[0];
    private long[] present = new long[0];
    private int[] roles = new int[0];
    private int[] trees = new int[0];
    private int[] frames = new int[0];
    private long[] bases = new long[0];
    private int[] nextOfFrame = new int[0];
    private int[] firstOfFrame = new int[0];
    private int[] nextInBucket = new int[0];
    private final int[] firstInBucket = new int[1 << (64 - BUCKET_SHIFT)];
    private int count;

    /** {@code comparedBits} of roles decide whether a page is found again. */
    ShadowPages(HostCounters counters, int comparedBits) {
        this.counters = counters;
        this.comparedBits = comparedBits;
        growPages(32);
        growFrames(64);
        Arrays.fill(firstInBucket, NONE);
    }

    void reset() {
        for (int page = 0; page < count; page++) {
            clear(page);
            firstInBucket[bucket(trees[page], roles[page], bases[page])] = NONE;
            if (frames[page] != NONE) {
                firstOfFrame[frames[page]] = NONE;
            }
        }
        count = 0;
    }

    private void clear(int page) {
        for (int mask = page * MASKS; mask < (page + 1) * MASKS; mask++) {
            for (long bits = present[mask]; bits != 0; bits &= bits - 1) {
                entries[mask * 64 + Long.numberOfTrailingZeros(bits)] = 0;
            }
            present[mask] = 0;
        }
    }

    int count() {
        return count;
    }

    boolean isNearlyFull() {
        return count > MOST - HEADROOM;
    }

    /** Makes a page of a guest table, which lies in a guest frame and the host frame that backs it. */
    int add(int tree, int role, long base, int frame) {
        int page = addDirect(tree, role, base);
        if (frame >= firstOfFrame.length) {
            growFrames(Math.max(frame + 1, 2 * firstOfFrame.length));
        }
        frames[page] = frame;
        nextOfFrame[page] = firstOfFrame[frame];
        firstOfFrame[frame] = page;
        return page;
    }

    /** Makes a direct page of guest-physical memory from a guest frame on. */
    int addDirect(int tree, int role, long base) {
        if (count == roles.length) {
            growPages(2 * count);
        }
        counters.count(Event.SHADOW_PAGE_MADE);
        int page = count++;
        trees[page] = tree;
        roles[page] = role;
        frames[page] = NONE;
        bases[page] = base;
        int bucket = bucket(tree, role, base);
        nextInBucket[page] = firstInBucket[bucket];
        firstInBucket[bucket] = page;
        return page;
    }

    private void growPages(int capacity) {
        entries = Arrays.copyOf(entries, capacity * STRIDE);
        sources = Arrays.copyOf(sources, capacity * STRIDE);
        present = Arrays.copyOf(present, capacity * MASKS);
        roles = Arrays.copyOf(roles, capacity);
        trees = Arrays.copyOf(trees, capacity);
        frames = Arrays.copyOf(frames, capacity);
        bases = Arrays.copyOf(bases, capacity);
        nextInBucket = Arrays.copyOf(nextInBucket, capacity);
        nextOfFrame = Arrays.copyOf(nextOfFrame, capacity);
    }

    private void growFrames(int capacity) {
        int old = firstOfFrame.length;
        firstOfFrame = Arrays.copyOf(firstOfFrame, capacity);
        Arrays.fill(firstOfFrame, old, capacity, NONE);
    }

    /** {@return the page of a tree that stands in a role for the guest table in a frame or for the memory from it on, or {@link #NONE}} */
    int find(int tree, int role, long base) {
        int page = firstInBucket[bucket(tree, role, base)];
        while (page != NONE && (trees[page] != tree || !standsFor(page, role, base))) {
            page = nextInBucket[page];
        }
        return page;
    }

    private int bucket(int tree, int role, long base) {
        return (int) ((((base * 31 + (role & comparedBits)) * 31 + tree) * 0x9E37_79B9_7F4A_7C15L) >>> BUCKET_SHIFT);
    }

    /** {@return the first shadow page of a guest table, or {@link #NONE}} */
    int firstOf(int frame) {
        return frame < firstOfFrame.length ? firstOfFrame[frame] : NONE;
    }

    /** {@return the next shadow page of the same guest table, or {@link #NONE}} */
    int nextOf(int page) {
        return nextOfFrame[page];
    }

    int role(int page) {
        return roles[page];
    }

    /** {@return whether a page can serve in a role for what lies at a guest frame} */
    boolean standsFor(int page, int role, long base) {
        return bases[page] == base && ((roles[page] ^ role) & comparedBits) == 0;
    }

    int tree(int page) {
        return trees[page];
    }

    /** {@return the host frame of the guest table, or {@link #NONE} for a direct page} */
    int frame(int page) {
        return frames[page];
    }

    boolean isDirect(int page) {
        return frames[page] == NONE;
    }

    /** {@return the present bits of 64 entries of a page} */
    long present(int page, int sixtyFour) {
        return present[page * MASKS + sixtyFour];
    }

    /** {@return an entry, 0 if it is not present} */
    long entry(int page, int index) {
        return entries[page * STRIDE + index];
    }

    /** {@return the guest entry that a leaf was made from} */
    long source(int page, int index) {
        return sources[page * STRIDE + index];
    }

    void set(int page, int index, long entry, long source) {
        int place = page * STRIDE + index;
        entries[place] = entry;
        sources[place] = source;
        present[place >> 6] |= 1L << place;
    }

    void zap(int page, int index) {
        int place = page * STRIDE + index;
        if (entries[place] != 0) {
            counters.count(Event.SHADOW_ENTRY_ZAPPED);
            entries[place] = 0;
            present[place >> 6] &= ~(1L << place);
        }
    }

    /** {@return a number for an entry, for the reverse map} */
    static int place(int page, int index) {
        return page * STRIDE + index;
    }

    /** Takes host write access from an entry, if it still leads to a frame; {@return whether it did and had it} */
    boolean protect(int place, int frame) {
        long entry = entries[place];
        if ((entry & Translation.WRITE_THROUGH) == 0 || Translation.target(entry) != frame) {
            return false;
        }
        entries[place] = entry & ~Translation.WRITE_THROUGH;
        return true;
    }
}
