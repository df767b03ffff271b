package org.stalemate.specification.caching;

import org.stalemate.specification.paging.LinearPages;
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
            nodes(cache, slot, 0, cache.pages().nodes(), rule, step);
        }
    }

    /** All global TLB entries. */
    public static void globals(TranslationCache cache, Rule rule, int step) {
        cache.apply(rule);
        LinearPages pages = cache.pages();
        nodes(cache, TranslationCache.GLOBAL, pages.firstPage(), pages.nodes(), rule, step);
    }

    /** All paging-structure-cache entries, and all TLB entries but global ones, of one PCID. */
    public static void pcid(TranslationCache cache, int pcid, Rule rule, int step) {
        cache.apply(rule);
        int slot = cache.slotIfUsed(pcid);
        if (slot != 0) {
            nodes(cache, slot, 0, cache.pages().nodes(), rule, step);
        }
    }

    /** All paging-structure-cache entries of one PCID. */
    public static void structures(TranslationCache cache, int pcid, Rule rule, int step) {
        cache.apply(rule);
        int slot = cache.slotIfUsed(pcid);
        if (slot != 0) {
            nodes(cache, slot, 0, cache.pages().firstPage(), rule, step);
        }
    }

    /** The paging-structure-cache entries of one PCID that would be used for a linear address. */
    public static void structuresOnPath(TranslationCache cache, int pcid, long address, Rule rule, int step) {
        cache.apply(rule);
        int slot = cache.slotIfUsed(pcid);
        if (slot != 0) {
            LinearPages pages = cache.pages();
            for (int node = 0; node < pages.firstPage(); node++) {
                if (pages.leadsTo(node, address)) {
                    cache.drop(cache.cell(slot, node), rule, step);
                }
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
            cache.dropIf(cache.cell(TranslationCache.GLOBAL, node), rule, step, named);
        }
    }

    /**
     * What was cached of the large page that contains a linear address, for the rest of that page.
     *
     * @param slot the slot of a PCID, or {@link TranslationCache#GLOBAL}
     * @param leafLevel 2 for a 2 MB page, 3 for a 1 GB page
     * @param named which of those translations go
     */
    static void restOfLargePage(
            TranslationCache cache,
            int slot,
            long address,
            int leafLevel,
            Rule rule,
            int step,
            TranslationCache.ItemTest named) {
        cache.apply(rule);
        LinearPages pages = cache.pages();
        for (int node = 0; node < pages.firstPage(); node++) {
            if (pages.level(node) == leafLevel && pages.leadsTo(node, address)) {
                for (int page = pages.firstPageBelow(node); page < pages.endOfPagesBelow(node); page++) {
                    if (pages.leadsTo(page, address)) {
                        continue;
                    }
                    cache.dropIf(
                            cache.cell(slot, page),
                            rule,
                            step,
                            item -> CachedItem.leafLevel(item) == leafLevel && named.test(item));
                }
            }
        }
    }

    private static void pageOfSlot(TranslationCache cache, int slot, long address, Rule rule, int step) {
        int node = cache.pages().pageNode(address);
        if (node >= 0) {
            cache.drop(cache.cell(slot, node), rule, step);
        }
    }

    private static void nodes(TranslationCache cache, int slot, int from, int to, Rule rule, int step) {
        for (int node = from; node < to; node++) {
            cache.drop(cache.cell(slot, node), rule, step);
        }
    }
}
