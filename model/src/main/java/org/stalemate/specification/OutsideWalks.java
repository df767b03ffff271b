package org.stalemate.specification;

import java.util.Arrays;
import org.stalemate.specification.caching.LogicalProcessor;
import org.stalemate.specification.caching.Roots;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.specification.paging.PageTree;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.specification.paging.PagingFormat;
import org.stalemate.specification.paging.Regime;
import org.stalemate.specification.processor.PdpteRegisters;
import org.stalemate.vocabulary.TableFrame;

/**
 * Walks for linear addresses that a scenario never accesses. A processor may make them at any time, and they mark entries as
 * accessed (PG-AD-SPEC-A); nothing else of them is ever seen. Kept as a record of every present entry and every root that there
 * ever was, which may allow too much and never too little.
 */
final class OutsideWalks {
    /** Stands for a node that no page of the scenario lies below. */
    private static final int NOWHERE = -2;

    private static final int REMEMBERED = 64;
    private static final long HALF = 0xFFFF_FFFFL;

    private final PhysicalMemory memory;
    private LinearPages pages = LinearPages.of();

    private int[] wordOfEntry = new int[64];
    private long[] entries = new long[64];
    private int count;

    /** Where walks can have started: a table, its level, the node above it and how entries are read. */
    private record Beginning(int table, int level, int node, Regime regime) {}

    private Beginning[] beginnings = new Beginning[8];
    private int beginningCount;

    /** Whether some walk read entries of 4 bytes, the only ones whose flags can lie in the high half of a word. */
    private boolean hasNarrowEntries;

    /** Answers given already, by location: a yes holds for ever, a no as long as nothing is recorded. */
    private final int[] askedLocation = new int[REMEMBERED];

    private final int[] askedAt = new int[REMEMBERED];
    private final boolean[] answer = new boolean[REMEMBERED];
    private int version = 1;

    OutsideWalks(PhysicalMemory memory) {
        this.memory = memory;
    }

    /** Forgets every walk. */
    void reset(LinearPages newPages) {
        pages = newPages;
        count = 0;
        beginningCount = 0;
        hasNarrowEntries = false;
        Arrays.fill(askedAt, 0);
        version = 1;
    }

    /** {@return whether any walk so far read entries of 4 bytes} */
    boolean hasNarrowEntries() {
        return hasNarrowEntries;
    }

    /** Records what a word holds, if either half may be, or begin, a present entry. */
    void record(int word, long contents) {
        boolean present = ((contents | contents >>> 32) & PagingEntry.PRESENT) != 0;
        if (!present || isRecorded(word, contents)) {
            return;
        }
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, 2 * count);
            wordOfEntry = Arrays.copyOf(wordOfEntry, 2 * count);
        }
        wordOfEntry[count] = word;
        entries[count++] = contents;
        version++;
    }

    private boolean isRecorded(int word, long contents) {
        for (int i = 0; i < count; i++) {
            if (wordOfEntry[i] == word && entries[i] == contents) {
                return true;
            }
        }
        return false;
    }

    /** Records where walks of a processor start now, its {@link Roots} being up to date. */
    void recordRoots(LogicalProcessor processor) {
        Roots roots = processor.roots();
        Regime regime = roots.regime();
        PagingFormat format = regime.format();
        if (format != PagingFormat.PAE || roots.areOnDemand()) {
            recordRoot(roots.rootTable(), format.rootLevel(), PageTree.ROOT, regime);
        }
        if (format == PagingFormat.PAE) {
            PageTree tree = pages.tree(format);
            for (int register = 0; register < PdpteRegisters.COUNT; register++) {
                int node = childAt(tree, PageTree.ROOT, register);
                for (int i = 0; i < roots.directories(register); i++) {
                    recordRoot(roots.directory(register, i), 2, node, regime);
                }
            }
        }
    }

    private void recordRoot(int table, int level, int node, Regime regime) {
        if (table == Roots.NOT_PRESENT) {
            return;
        }
        for (int i = 0; i < beginningCount; i++) {
            Beginning known = beginnings[i];
            if (known.table == table && known.level == level && known.node == node && known.regime.equals(regime)) {
                return;
            }
        }
        if (beginningCount == beginnings.length) {
            beginnings = Arrays.copyOf(beginnings, 2 * beginningCount);
        }
        hasNarrowEntries |= !regime.format().hasWideEntries();
        beginnings[beginningCount++] = new Beginning(table, level, node, regime);
        version++;
    }

    /** {@return whether a walk outside the scenario's pages can have marked the entry at a location as accessed} */
    boolean reach(int location) {
        if ((location & 1) != 0 && !hasNarrowEntries) {
            return false;
        }
        int remembered = location & (REMEMBERED - 1);
        boolean asked = askedLocation[remembered] == location && askedAt[remembered] != 0;
        boolean holds = asked && (answer[remembered] || askedAt[remembered] == version);
        if (!holds) {
            askedLocation[remembered] = location;
            askedAt[remembered] = version;
            answer[remembered] = wasPresent(location) && mayLieInTable(location) && search(location);
        }
        return answer[remembered];
    }

    private boolean wasPresent(int location) {
        int word = location >>> 1;
        int half = (location & 1) * Integer.SIZE;
        for (int i = 0; i < count; i++) {
            if (wordOfEntry[i] == word && (entries[i] >>> half & PagingEntry.PRESENT) != 0) {
                return true;
            }
        }
        return false;
    }

    /** A look at every entry is much cheaper than the walks, and enough for most words: nothing ever led to their frame. */
    private boolean mayLieInTable(int location) {
        int place = location / PagingFormat.LOCATIONS;
        for (int i = 0; i < beginningCount; i++) {
            Beginning from = beginnings[i];
            if (from.table / PagingFormat.LOCATIONS == place && from.regime.hasFlagsAndRights(from.level)) {
                return true;
            }
        }
        long frame = memory.frame(place);
        for (int i = 0; i < count; i++) {
            long contents = entries[i];
            if (PagingEntry.frame(contents) == frame
                    || PagingEntry.frame(contents & HALF) == frame
                    || PagingEntry.frame(contents >>> 32) == frame) {
                return true;
            }
        }
        return false;
    }

    private boolean search(int location) {
        for (int i = 0; i < beginningCount; i++) {
            Beginning from = beginnings[i];
            if (reach(location, from.regime, from.table, from.level, from.node)) {
                return true;
            }
        }
        return false;
    }

    private boolean reach(int location, Regime regime, int table, int level, int node) {
        boolean wide = regime.format().hasWideEntries();
        for (int i = 0; i < count; i++) {
            if (wordOfEntry[i] / TableFrame.WORDS != table / PagingFormat.LOCATIONS) {
                continue;
            }
            int low = 2 * wordOfEntry[i];
            boolean reached = wide
                    ? reachThrough(location, regime, table, level, node, low, entries[i])
                    : reachThrough(location, regime, table, level, node, low, entries[i] & HALF)
                            || reachThrough(location, regime, table, level, node, low + 1, entries[i] >>> 32);
            if (reached) {
                return true;
            }
        }
        return false;
    }

    private boolean reachThrough(int target, Regime regime, int table, int level, int node, int at, long entry) {
        int distance = at - table;
        boolean ends = level == 1 || regime.mapsPage(entry, level);
        if ((entry & PagingEntry.PRESENT) == 0 || distance < 0 || (ends && at != target)) {
            return false;
        }
        int below = childAt(pages.tree(regime.format()), node, regime.format().indexAt(distance));
        if (below == NOWHERE && at == target && regime.hasFlagsAndRights(level)) {
            return true;
        }
        if (ends) {
            return false;
        }
        int next = memory.place(PagingEntry.frame(entry)) * PagingFormat.LOCATIONS;
        return reach(target, regime, next, level - 1, below);
    }

    private static int childAt(PageTree tree, int node, int index) {
        if (node == NOWHERE) {
            return NOWHERE;
        }
        for (int child = tree.firstChild(node); child < tree.endOfChildren(node); child++) {
            if (tree.index(child) == index) {
                return child;
            }
        }
        return NOWHERE;
    }
}
