package org.stalemate.mmu.shadow;

import java.util.Arrays;
import org.stalemate.mmu.guest.EntryBits;
import org.stalemate.mmu.guest.GuestMemory;
import org.stalemate.mmu.guest.PagingShape;
import org.stalemate.mmu.host.HostCounters;
import org.stalemate.mmu.host.HostCounters.Event;
import org.stalemate.mmu.host.Translation;
import org.stalemate.mmu.invalidation.FlushPolicy;
import org.stalemate.mmu.role.PageRole;

/**
 * The trees of shadow pages, one for each {@link org.stalemate.mmu.role.TreeKey}, and their synchronisation.
 *
 * <p>Pages are not shared between trees. A tree may then be exactly as stale as the translations that its one processor may
 * have cached under its one PCID. KVM shares pages between all roots and processors, and so may serve one PCID a leaf that was
 * read while another was current, which no processor could have cached.
 *
 * <p>A page of an upper level follows memory at once, because stores to its guest table are noticed. A page of a leaf table may
 * go out of synchronisation: at the first store to it the hypervisor steps aside until an event demands what memory holds
 * (IMPL-UNSYNC-LEAF, IMPL-SYNC-POINT). Synchronising only ever drops entries, which is lawful at any time and for any tree.
 */
final class ShadowTrees {
    static final int NONE = -1;

    private static final int MOST = 256;

    private final GuestMemory memory;
    private final HostCounters counters;
    private final ShadowPages pages;
    private final WriteTracking tracking;
    private final FlushPolicy policy;
    private final long[] keys = new long[MOST];
    private final int[] roots = new int[MOST];
    private final int[] rootLevels = new int[MOST];
    private final int[] firstUnsync = new int[MOST];
    private int count;
    private boolean[] unsync = new boolean[64];
    private boolean[] listed = new boolean[64];
    private int[] nextUnsync = new int[64];

    ShadowTrees(
            GuestMemory memory, HostCounters counters, ShadowPages pages, WriteTracking tracking, FlushPolicy policy) {
        this.memory = memory;
        this.counters = counters;
        this.pages = pages;
        this.tracking = tracking;
        this.policy = policy;
    }

    void reset() {
        count = 0;
    }

    boolean isFull() {
        return count == MOST;
    }

    /** {@return the tree of a context, synchronised, or {@link #NONE}} */
    int load(long key) {
        for (int tree = 0; tree < count; tree++) {
            if (keys[tree] == key) {
                counters.count(Event.ROOT_LOADED);
                synchronise(tree);
                return tree;
            }
        }
        return NONE;
    }

    /** {@return a new tree} */
    int add(long key) {
        counters.count(Event.ROOT_LOADED);
        int tree = count++;
        keys[tree] = key;
        firstUnsync[tree] = NONE;
        return tree;
    }

    void setRoot(int tree, int level, int page) {
        roots[tree] = page;
        rootLevels[tree] = level;
    }

    int rootLevel(int tree) {
        return rootLevels[tree];
    }

    /** Brings the root of a tree of PAE paging into step with the PDPTE registers. */
    void matchPdptes(int tree, PagingShape shape) {
        for (int i = 0; i < PagingShape.PDPTES; i++) {
            if (pages.entry(roots[tree], i) != 0 && pages.source(roots[tree], i) != shape.pdpte(i)) {
                pages.zap(roots[tree], i);
            }
        }
    }

    int root(int tree) {
        return roots[tree];
    }

    long key(int tree) {
        return keys[tree];
    }

    /** {@return the page of a guest table in a tree, made if there is none} One that was there may be stale and is synchronised. */
    int table(int tree, int role, int frame) {
        long base = memory.guestFrame(frame);
        int page = pages.find(tree, role, base);
        if (page != ShadowPages.NONE) {
            synchronise(tree);
            return page;
        }
        page = pages.add(tree, role, base, frame);
        makeRoom(page);
        if (!policy.mayGoUnsync(PageRole.level(role))) {
            synchroniseTable(frame);
            tracking.relyOn(frame);
        } else if (hasUnsyncPage(frame)) {
            list(page);
        } else {
            tracking.relyOn(frame);
        }
        return page;
    }

    /** {@return a direct page in a tree, made if there is none} */
    int piece(int tree, int role, long base) {
        int page = pages.find(tree, role, base);
        if (page == ShadowPages.NONE) {
            page = pages.addDirect(tree, role, base);
            makeRoom(page);
        }
        return page;
    }

    private void makeRoom(int page) {
        if (page >= unsync.length) {
            unsync = Arrays.copyOf(unsync, 2 * unsync.length);
            listed = Arrays.copyOf(listed, 2 * listed.length);
            nextUnsync = Arrays.copyOf(nextUnsync, 2 * nextUnsync.length);
        }
        unsync[page] = false;
        listed[page] = false;
    }

    private boolean hasUnsyncPage(int frame) {
        for (int page = pages.firstOf(frame); page != ShadowPages.NONE; page = pages.nextOf(page)) {
            if (unsync[page]) {
                return true;
            }
        }
        return false;
    }

    private void list(int page) {
        unsync[page] = true;
        if (!listed[page]) {
            listed[page] = true;
            int tree = pages.tree(page);
            nextUnsync[page] = firstUnsync[tree];
            firstUnsync[tree] = page;
        }
    }

    /** Brings all leaf tables of a tree back into step with memory. */
    void synchronise(int tree) {
        int page = firstUnsync[tree];
        if (page == NONE) {
            return;
        }
        counters.count(Event.ROOT_SYNCED);
        firstUnsync[tree] = NONE;
        while (page != NONE) {
            listed[page] = false;
            if (unsync[page]) {
                synchronisePage(page);
            }
            page = nextUnsync[page];
        }
    }

    /** A table that is about to be used at an upper level has to be in step everywhere (IMPL-UNSYNC-ALIAS). */
    private void synchroniseTable(int frame) {
        for (int page = pages.firstOf(frame); page != ShadowPages.NONE; page = pages.nextOf(page)) {
            if (unsync[page]) {
                synchronisePage(page);
            }
        }
    }

    private void synchronisePage(int page) {
        int frame = pages.frame(page);
        int role = pages.role(page);
        for (int sixtyFour = 0; sixtyFour < ShadowPages.ENTRIES / 64; sixtyFour++) {
            for (long bits = pages.present(page, sixtyFour); bits != 0; bits &= bits - 1) {
                int index = sixtyFour * 64 + Long.numberOfTrailingZeros(bits);
                if (isLeaf(pages.entry(page, index)) && guestEntry(role, frame, index) != pages.source(page, index)) {
                    pages.zap(page, index);
                }
            }
        }
        unsync[page] = false;
        tracking.relyOn(frame);
    }

    /** Links to tables are not compared with memory: only what maps pages may go out of step. */
    private static boolean isLeaf(long entry) {
        return (entry & Translation.LINK) == 0;
    }

    private long guestEntry(int role, int frame, int index) {
        return PageRole.fourBytes(role)
                ? memory.readHalf(frame, PageRole.guestEntry(role, index))
                : memory.read(frame, index);
    }

    /**
     * The guest stores to a tracked table. If it is a leaf table everywhere, it goes out of step and is tracked no longer.
     *
     * @return whether it did
     */
    boolean letGo(int frame) {
        for (int page = pages.firstOf(frame); page != ShadowPages.NONE; page = pages.nextOf(page)) {
            if (!policy.mayGoUnsync(PageRole.level(pages.role(page)))) {
                return false;
            }
        }
        for (int page = pages.firstOf(frame); page != ShadowPages.NONE; page = pages.nextOf(page)) {
            list(page);
        }
        tracking.release(frame);
        return true;
    }

    /** A word of a tracked table was stored to: what was made from it goes, in every tree. */
    void zapWord(int frame, int word) {
        for (int page = pages.firstOf(frame); page != ShadowPages.NONE; page = pages.nextOf(page)) {
            int role = pages.role(page);
            if (PageRole.fourBytes(role)) {
                zapPart(page, role, word);
            } else {
                pages.zap(page, word);
            }
        }
    }

    private void zapPart(int page, int role, int word) {
        int first = PageRole.firstEntry(role, word);
        if (first >= 0 && first < ShadowPages.ENTRIES) {
            for (int i = 0; i < PageRole.entriesPerWord(role); i++) {
                pages.zap(page, first + i);
            }
        }
    }

    /**
     * Drops the leaf entry for an address from a tree, unless it belongs to a large page, which is never out of step.
     *
     * @param onlyGlobal whether it is to stay if its guest entry has G=0
     * @return whether the tree still maps the address
     */
    boolean dropPage(int tree, long linear, boolean onlyGlobal) {
        int page = roots[tree];
        for (int level = rootLevels[tree]; level > 1; level--) {
            long entry = pages.entry(page, EntryBits.index(linear, level));
            if (!Translation.isLink(entry)) {
                return entry != 0;
            }
            page = Translation.target(entry);
        }
        int index = EntryBits.index(linear, 1);
        long entry = pages.entry(page, index);
        boolean global = (entry & Translation.OF_GLOBAL_LEAF) != 0;
        if (!pages.isDirect(page) && (global || !onlyGlobal)) {
            pages.zap(page, index);
            return false;
        }
        return entry != 0;
    }
}
