package org.stalemate.specification;

import static org.stalemate.specification.caching.UncertainFlags.NONE;
import static org.stalemate.vocabulary.Rule.PG_AD_A;
import static org.stalemate.vocabulary.Rule.PG_AD_D;

import org.stalemate.specification.caching.CachedItem;
import org.stalemate.specification.caching.OverlappingFlags;
import org.stalemate.specification.caching.Roots;
import org.stalemate.specification.caching.TranslationCache;
import org.stalemate.specification.caching.UncertainFlags;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.AccessRights;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.PageFaultCode;
import org.stalemate.specification.paging.PageSize;
import org.stalemate.specification.paging.PageTree;
import org.stalemate.specification.paging.PageWalk;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.specification.paging.Regime;
import org.stalemate.vocabulary.Vendor;

/**
 * What the walks of one access give: those of memory alone, and those that start at a cached paging-structure entry (C-PSC-USE). The
 * caches are saturated, so a walk that succeeds has left its translation there; walks are made for their faults, and for writes that
 * still have to set a dirty flag (PG-AD-ORDER).
 */
final class WalkOutcomes {
    private final PhysicalMemory memory;
    private final UncertainFlags flags;
    private final Decisions decisions;
    private final PageWalk walk;
    private final LoadedWord word;
    private final OverlappingFlags overlapping;
    private final Candidates candidates;
    private final AccessEvaluation access;
    private boolean uncertainAddress;

    /** @param access the access, which takes the outcomes */
    WalkOutcomes(
            PhysicalMemory memory,
            UncertainFlags flags,
            Decisions decisions,
            LoadedWord word,
            OverlappingFlags overlapping,
            Candidates candidates,
            AccessEvaluation access) {
        this.memory = memory;
        this.flags = flags;
        this.decisions = decisions;
        this.walk = new PageWalk(memory, decisions);
        this.word = word;
        this.overlapping = overlapping;
        this.candidates = candidates;
        this.access = access;
    }

    /** Walks of memory alone, one for each table that may hold the first entry. */
    void addFresh(PageTree tree) {
        for (int at = access.node(); at != PageTree.ROOT; at = tree.parent(at)) {
            for (int i = access.roots().count(tree, at) - 1; i >= 0; i--) {
                addFreshWalk(access.roots().table(tree, at, i), tree.level(at));
            }
        }
    }

    /** {@return the {@link PageSize} at which every walk of memory alone ends at a page, or NONE} */
    int pageSizeNow(PageTree tree) {
        int size = PageSize.NONE;
        for (int at = access.node(); at != PageTree.ROOT; at = tree.parent(at)) {
            for (int i = access.roots().count(tree, at) - 1; i >= 0; i--) {
                int found = pageSizeFrom(access.roots().table(tree, at, i), tree.level(at));
                if (found == PageSize.NONE || (size != PageSize.NONE && size != found)) {
                    return PageSize.NONE;
                }
                size = found;
            }
        }
        return size;
    }

    private int pageSizeFrom(int root, int level) {
        if (root == Roots.NOT_PRESENT) {
            return PageSize.NONE;
        }
        PageWalk.End end =
                walk.walk(access.roots().regime(), root, level, AccessRights.ALL, access.address(), access.access());
        return end == PageWalk.End.PAGE ? walk.pageSize() : PageSize.NONE;
    }

    /** A walk of memory alone. It faults without having marked anything for certain (PG-AD-FAULT, PG-PDPTE-NP). */
    private void addFreshWalk(int root, int level) {
        if (root == Roots.NOT_PRESENT) {
            access.addFault(PageFaultCode.notPresent(access.access(), decisions), NONE, true);
            return;
        }
        PageWalk.End end =
                walk.walk(access.roots().regime(), root, level, AccessRights.ALL, access.address(), access.access());
        if (end == PageWalk.End.PAGE && !forbidden(walk)) {
            candidates.addFresh(access.completed(walk.frame()));
        } else {
            access.addFault(codeOf(end), NONE, true);
        }
        if (walk.mayBeReserved()) {
            access.addFault(PageFaultCode.reserved(access.access(), decisions), NONE, true);
        }
    }

    /** Whether the translation that a walk has found forbids the access. */
    private boolean forbidden(PageWalk walked) {
        return !AccessRights.allow(walked.rights(), access.access(), decisions)
                || AccessRights.keyDenies(walked.rights(), walked.key(), access.access());
    }

    private int codeOf(PageWalk.End end) {
        return switch (end) {
            case NOT_PRESENT -> PageFaultCode.notPresent(access.access(), decisions);
            case RESERVED -> PageFaultCode.reserved(access.access(), decisions);
            case PAGE ->
                PageFaultCode.rights(
                        access.access(), AccessRights.keyDenies(walk.rights(), walk.key(), access.access()), decisions);
            case EARLY_RIGHTS -> PageFaultCode.rights(access.access(), false, decisions);
        };
    }

    /** Adds what walks from the roots, and from what is cached under a slot, give entry by entry. */
    void addCached(TranslationCache cache, int slot, PageTree tree) {
        uncertainAddress = false;
        addPath(cache, slot, tree);
        if (uncertainAddress && access.vendor() == Vendor.AMD) {
            // a walk that confirms a fault may find any of these, since nobody knows where an entry leads
            access.addFault(PageFaultCode.notPresent(access.access(), decisions), NONE, false);
            access.addFault(PageFaultCode.reserved(access.access(), decisions), NONE, false);
            access.addFault(PageFaultCode.rights(access.access(), false, decisions), NONE, false);
        }
    }

    private void addPath(TranslationCache cache, int slot, PageTree tree) {
        for (int at = access.node(); at != PageTree.ROOT; at = tree.parent(at)) {
            for (int i = access.roots().count(tree, at) - 1; i >= 0; i--) {
                addWalk(access.roots().table(tree, at, i), tree, at, AccessRights.ALL, NONE);
            }
            int parent = tree.parent(at);
            if (parent == PageTree.ROOT) {
                return;
            }
            int cell = cache.cell(slot, parent);
            for (int i = 0; i < cache.count(cell); i++) {
                long item = cache.item(cell, i);
                addWalk(CachedItem.nextTable(item), tree, at, CachedItem.rights(item), cache.footprint(cell, i));
            }
        }
    }

    /** What reading one entry gives. Where flags are uncertain, a walk that faults may have started here and marked nothing. */
    private void addWalk(int table, PageTree tree, int at, int granted, long footprint) {
        if (table == Roots.NOT_PRESENT) {
            return;
        }
        Regime regime = access.roots().regime();
        int level = tree.level(at);
        int location = table + tree.offset(at);
        long entry = regime.read(memory, location);
        addEntry(regime, location, entry, level, granted, footprint);
        if (regime.format().hasWideEntries()) {
            long perhaps = overlapping.perhaps(location);
            uncertainAddress |= perhaps != 0;
            for (long set = perhaps; set != 0; set = (set - 1) & perhaps) {
                addEntry(
                        regime,
                        location,
                        entry | set,
                        level,
                        granted,
                        footprint | overlapping.footprint(location, set));
            }
        }
        if (!regime.hasFlagsAndRights(level)) {
            addFlagsOfPdpte(regime, location, entry, level, footprint);
        }
        if (flags.live() != 0 && access.vendor() != Vendor.AMD) {
            addFaultOfWholeWalk(table, level, granted, footprint);
        }
    }

    /** What an entry with these contents gives. */
    private void addEntry(Regime regime, int location, long entry, int level, int granted, long footprint) {
        if ((entry & PagingEntry.PRESENT) == 0) {
            access.addCachedFault(PageFaultCode.notPresent(access.access(), decisions), footprint);
        } else if (regime.violates(entry, level)) {
            access.addCachedFault(PageFaultCode.reserved(access.access(), decisions), footprint);
        } else {
            if (regime.mayViolate(entry, level)) {
                access.addCachedFault(PageFaultCode.reserved(access.access(), decisions), footprint);
            }
            if ((access.access() & AccessRights.WRITE) != 0 && regime.mapsPage(entry, level)) {
                addWriteWalk(location, entry, level, regime.narrowed(granted, entry, level), footprint);
            }
        }
    }

    /**
     * A PDPTE on demand whose word is an entry of another table as well, where flags may have been set: as a PDPTE it is then
     * malformed, or leads elsewhere, where nothing is present (PG-RSVD-PDPTE-PAE).
     */
    private void addFlagsOfPdpte(Regime regime, int location, long entry, int level, long footprint) {
        if ((entry & PagingEntry.PRESENT) == 0) {
            return;
        }
        long uncertain = word.at(location).perhapsSet();
        for (long set = uncertain; set != 0; set = (set - 1) & uncertain) {
            int code = regime.violates(entry | set, level)
                    ? PageFaultCode.reserved(access.access(), decisions)
                    : PageFaultCode.notPresent(access.access(), decisions);
            access.addFault(code, footprint, false);
        }
    }

    private void addFaultOfWholeWalk(int table, int level, int granted, long footprint) {
        PageWalk.End end = walk.walk(access.roots().regime(), table, level, granted, access.address(), access.access());
        if (end != PageWalk.End.PAGE || forbidden(walk) || access.isStaleExecuteDisable(walk.rights())) {
            access.addFault(codeOf(end), footprint, false);
        }
    }

    /** A write that reads the leaf again and sets D; on the way every entry that it used has got A=1 (PG-AD-ORDER, PG-AD-A). */
    private void addWriteWalk(int location, long entry, int level, int rights, long footprint) {
        Regime regime = access.roots().regime();
        boolean byKey = AccessRights.keyDenies(rights, regime.key(entry, rights), access.access());
        if (byKey || !AccessRights.allow(rights, access.access(), decisions)) {
            access.addCachedFault(PageFaultCode.rights(access.access(), byKey, decisions), footprint);
            return;
        }
        long needs = footprint;
        if ((entry & PagingEntry.ACCESSED) == 0 && decisions.keeps(PG_AD_A)) {
            needs |= flags.accessedFlag(location);
        }
        if ((entry & PagingEntry.DIRTY) == 0 && decisions.keeps(PG_AD_D)) {
            needs |= flags.dirtyFlag(location);
        }
        access.addCompleted(regime.frameOfPiece(entry, level, access.address()), needs, false);
    }
}
