package org.stalemate.mmu.shadow;

import org.stalemate.mmu.invalidation.RootReach;
import org.stalemate.mmu.role.TreeKey;

/**
 * The roots of one processor: the tree in use and those used before, most recent first. A tree that is kept here is taken up
 * again as it is; any other is synchronised when it is loaded (IMPL-PREV-ROOTS).
 */
final class RootCache {
    private final ShadowTrees trees;
    private final int[] previous;
    private int kept;
    private int current = ShadowTrees.NONE;
    private boolean stale;

    RootCache(ShadowTrees trees, int previousRoots) {
        this.trees = trees;
        previous = new int[previousRoots];
    }

    void reset() {
        kept = 0;
        current = ShadowTrees.NONE;
        stale = false;
    }

    /** {@return the tree in use, or {@link ShadowTrees#NONE} if it has to be loaded} */
    int current() {
        return current;
    }

    /** Takes a loaded tree into use. */
    void use(int tree) {
        current = tree;
    }

    /**
     * Goes over to the tree with a key, if it is kept; else it will have to be loaded.
     *
     * @return the tree that is kept no longer for it, or {@link ShadowTrees#NONE}
     */
    int switchTo(long key) {
        if (current == ShadowTrees.NONE) {
            current = take(key);
            return ShadowTrees.NONE;
        }
        if (trees.key(current) == key) {
            return ShadowTrees.NONE;
        }
        int found = take(key);
        int evicted = keep(current);
        current = found;
        return evicted;
    }

    private int take(long key) {
        for (int i = 0; i < kept; i++) {
            if (trees.key(previous[i]) == key) {
                int tree = previous[i];
                kept--;
                System.arraycopy(previous, i + 1, previous, i, kept - i);
                return tree;
            }
        }
        return ShadowTrees.NONE;
    }

    private int keep(int tree) {
        if (previous.length == 0) {
            return tree;
        }
        int evicted = kept == previous.length ? previous[--kept] : ShadowTrees.NONE;
        System.arraycopy(previous, 0, previous, 1, kept++);
        previous[0] = tree;
        return evicted;
    }

    /** Roots went stale: the one in use is to be synchronised before the guest runs on, others are forgotten. */
    void markStale(RootReach reach, int pcid) {
        if (reach == RootReach.NONE) {
            return;
        }
        if (current != ShadowTrees.NONE && (reach != RootReach.OF_PCID || hasPcid(current, pcid))) {
            stale = true;
        }
        if (reach != RootReach.CURRENT) {
            int left = 0;
            for (int i = 0; i < kept; i++) {
                if (reach != RootReach.ALL && !hasPcid(previous[i], pcid)) {
                    previous[left++] = previous[i];
                }
            }
            kept = left;
        }
    }

    /** Synchronises the root in use, if that is owed. */
    void catchUp() {
        if (stale) {
            stale = false;
            if (current != ShadowTrees.NONE) {
                trees.synchronise(current);
            }
        }
    }

    /**
     * Drops what maps an address in the roots that are reached, under other PCIDs only what is global.
     *
     * @return whether the root in use still maps the address, as far as it was looked at
     */
    boolean dropPage(RootReach reach, int pcid, long linear) {
        if (reach == RootReach.NONE) {
            return false;
        }
        boolean mapped = current != ShadowTrees.NONE && dropPage(current, reach, pcid, linear);
        if (reach != RootReach.CURRENT) {
            for (int i = 0; i < kept; i++) {
                dropPage(previous[i], reach, pcid, linear);
            }
        }
        return mapped;
    }

    private boolean dropPage(int tree, RootReach reach, int pcid, long linear) {
        boolean own = hasPcid(tree, pcid);
        return (own || reach == RootReach.ALL) && trees.dropPage(tree, linear, !own);
    }

    private boolean hasPcid(int tree, int pcid) {
        return TreeKey.pcid(trees.key(tree)) == pcid;
    }
}
