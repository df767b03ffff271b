package org.stalemate.specification.caching;

import org.stalemate.specification.paging.PageSize;
import org.stalemate.specification.paging.PageTree;
import org.stalemate.vocabulary.Rule;

/** The scopes that invalidations have: which keys of a cache a rule names. Each removes what it names and nothing else. */
public final class Invalidation {
    private Invalidation() {}

    /** All TLB and paging-structure-cache entries of all PCIDs, globals included. */
    public static void everything(TranslationCache cache, Rule rule, int step) {
        cache.apply(rule);
        globals(cache, rule, step);
        allPcids(cache, rule, step);
    }

    /** All paging-structure-cache entries, and all TLB entries but global ones, of all PCIDs. */
    public static void allPcids(TranslationCache cache, Rule rule, int step) {
        cache.apply(rule);
        for (int slot = 1; slot < cache.slots(); slot++) {
            nodes(cache, slot, cache.tree().firstNode(), cache.tree().endOfNodes(), rule, step);
        }
    }

    /** All global TLB entries. */
    public static void globals(TranslationCache cache, Rule rule, int step) {
        cache.apply(rule);
        PageTree tree = cache.tree();
        nodes(cache, TranslationCache.GLOBAL, tree.firstPage(), tree.endOfNodes(), rule, step);
    }

    /** All paging-structure-cache entries, and all TLB entries but global ones, of one PCID. */
    public static void pcid(TranslationCache cache, int pcid, Rule rule, int step) {
        cache.apply(rule);
        int slot = cache.slotIfUsed(pcid);
        if (slot != 0) {
            nodes(cache, slot, cache.tree().firstNode(), cache.tree().endOfNodes(), rule, step);
        }
    }

    /** All paging-structure-cache entries of one PCID. */
    public static void structures(TranslationCache cache, int pcid, Rule rule, int step) {
        cache.apply(rule);
        int slot = cache.slotIfUsed(pcid);
        if (slot != 0) {
            nodes(cache, slot, cache.tree().firstNode(), cache.tree().firstPage(), rule, step);
        }
    }

    /** The paging-structure-cache entries of one PCID that would be used for a linear address. */
    public static void structuresOnPath(TranslationCache cache, int pcid, long address, Rule rule, int step) {
        cache.apply(rule);
        int slot = cache.slotIfUsed(pcid);
        if (slot == 0) {
            return;
        }
        PageTree tree = cache.tree();
        int page = cache.pages().pageNode(address);
        if (page >= 0) {
            for (int node = tree.parent(page); node != PageTree.ROOT; node = tree.parent(node)) {
                cache.drop(slot, node, rule, step);
            }
            return;
        }
        for (int node = tree.firstNode(); node < tree.firstPage(); node++) {
            if (tree.leadsTo(node, address)) {
                cache.drop(slot, node, rule, step);
            }
        }
    }

    /** The TLB entries of one PCID, but global ones, for the 4 KB page of a linear address. */
    public static void page(TranslationCache cache, int pcid, long address, Rule rule, int step) {
        cache.apply(rule);
        int slot = cache.slotIfUsed(pcid);
        if (slot != 0) {
            pageOfSlot(cache, slot, address, rule, step);
        }
    }

    /** The global TLB entries for the 4 KB page of a linear address. */
    public static void globalPage(TranslationCache cache, long address, Rule rule, int step) {
        cache.apply(rule);
        pageOfSlot(cache, TranslationCache.GLOBAL, address, rule, step);
    }

    /** The global TLB entries for the 4 KB page of a linear address that pass a test. */
    public static void globalPageIf(
            TranslationCache cache, long address, Rule rule, int step, TranslationCache.ItemTest named) {
        cache.apply(rule);
        int node = cache.pages().pageNode(address);
        if (node >= 0) {
            cache.dropIf(TranslationCache.GLOBAL, node, rule, step, named);
        }
    }

    /**
     * What was cached of the large page that contains a linear address, for the rest of that page.
     *
     * @param slot the slot of a PCID, or {@link TranslationCache#GLOBAL}
     * @param pageSize the size of that page, as in {@link PageSize}
     * @param named which of those translations go
     */
    static void restOfLargePage(
            TranslationCache cache,
            int slot,
            long address,
            int pageSize,
            Rule rule,
            int step,
            TranslationCache.ItemTest named) {
        cache.apply(rule);
        PageTree tree = cache.tree();
        for (int node = tree.firstNode(); node < tree.firstPage(); node++) {
            if (tree.level(node) == PageSize.level(pageSize) && tree.leadsTo(node, address)) {
                for (int page = tree.firstPageBelow(node); page < tree.endOfPagesBelow(node); page++) {
                    if (tree.leadsTo(page, address)) {
                        continue;
                    }
                    cache.dropIf(
                            slot, page, rule, step, item -> CachedItem.pageSize(item) == pageSize && named.test(item));
                }
            }
        }
    }

    private static void pageOfSlot(TranslationCache cache, int slot, long address, Rule rule, int step) {
        int node = cache.pages().pageNode(address);
        if (node >= 0) {
            cache.drop(slot, node, rule, step);
        }
    }

    private static void nodes(TranslationCache cache, int slot, int from, int to, Rule rule, int step) {
        for (int node = from; node < to; node++) {
            cache.drop(slot, node, rule, step);
        }
    }
}
