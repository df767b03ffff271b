package org.stalemate.specification;

import java.util.Arrays;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.vocabulary.TableFrame;

/**
 * Walks for linear addresses that a scenario never accesses. A processor may make them at any time, and they mark entries as
 * accessed (PG-AD-SPEC-A); nothing else of them is ever seen. Kept as a record of every present entry and every root that there
 * ever was, which may allow too much and never too little.
 */
final class OutsideWalks {
    private final PhysicalMemory memory;
    private final LinearPages pages;

    private int[] wordOfEntry = new int[64];
    private long[] entries = new long[64];
    private int count;
    private int[] roots = new int[8];
    private int rootCount;

    OutsideWalks(PhysicalMemory memory, LinearPages pages) {
        this.memory = memory;
        this.pages = pages;
    }

    /** Records what a word holds, if it is present. */
    void record(int word, long entry) {
        if ((entry & PagingEntry.PRESENT) == 0 || isRecorded(word, entry)) {
            return;
        }
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, 2 * count);
            wordOfEntry = Arrays.copyOf(wordOfEntry, 2 * count);
        }
        wordOfEntry[count] = word;
        entries[count++] = entry;
    }

    private boolean isRecorded(int word, long entry) {
        for (int i = 0; i < count; i++) {
            if (wordOfEntry[i] == word && entries[i] == entry) {
                return true;
            }
        }
        return false;
    }

    /** Records a root table by its place. */
    void recordRoot(int place) {
        for (int i = 0; i < rootCount; i++) {
            if (roots[i] == place) {
                return;
            }
        }
        if (rootCount == roots.length) {
            roots = Arrays.copyOf(roots, 2 * rootCount);
        }
        roots[rootCount++] = place;
    }

    /** {@return whether a walk outside the scenario's pages can have used the entry at a word} */
    boolean reach(int word) {
        for (int i = 0; i < rootCount; i++) {
            if (reach(word, roots[i], PagingEntry.ROOT_LEVEL, LinearPages.ROOT, false)) {
                return true;
            }
        }
        return false;
    }

    private boolean reach(int word, int table, int level, int node, boolean outside) {
        for (int i = 0; i < count; i++) {
            if (wordOfEntry[i] / TableFrame.WORDS != table) {
                continue;
            }
            int below = outside ? LinearPages.ROOT : childAt(node, wordOfEntry[i] % TableFrame.WORDS);
            boolean leaves = outside || below == LinearPages.ROOT;
            if (leaves && wordOfEntry[i] == word) {
                return true;
            }
            if (level > 1 && !PagingEntry.mapsPage(entries[i], level)) {
                int next = memory.place(PagingEntry.frame(entries[i]));
                if (reach(word, next, level - 1, below, leaves)) {
                    return true;
                }
            }
        }
        return false;
    }

    private int childAt(int node, int index) {
        for (int child = pages.firstChild(node); child < pages.endOfChildren(node); child++) {
            if (pages.index(child) == index) {
                return child;
            }
        }
        return LinearPages.ROOT;
    }
}
