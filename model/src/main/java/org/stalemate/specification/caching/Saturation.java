package org.stalemate.specification.caching;

import static org.stalemate.specification.paging.AccessRights.ALL;
import static org.stalemate.specification.paging.PageTree.ROOT;
import static org.stalemate.vocabulary.Rule.C_GLOBAL_PSC;
import static org.stalemate.vocabulary.Rule.C_NO_A0;
import static org.stalemate.vocabulary.Rule.C_NO_NP;
import static org.stalemate.vocabulary.Rule.C_PCID_TAG;
import static org.stalemate.vocabulary.Rule.C_PSC_CREATE;
import static org.stalemate.vocabulary.Rule.C_TLB_CREATE;
import static org.stalemate.vocabulary.Rule.PG_AD_A;

import java.util.Arrays;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.specification.paging.PageTree;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.specification.paging.PagingFormat;
import org.stalemate.specification.paging.Regime;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.TableFrame;

/**
 * Saturation: walks for every linear page, each from the current root or from any cached paging-structure entry, so that a
 * stale PDE continued through today's page table is there too (C-PSC-USE, C-ROOT-NOT-TAG). An entry is used only if it is
 * present, has no reserved bit set, and has A=1 or gets it set (C-NO-NP, C-NO-A0); every level leaves an item of its own.
 * Ghosts are continued in the same way, and what comes of them are ghosts.
 *
 * <p>Where memory and context are as they were, only what has been removed since can be missing, and only that is made again.
 */
public final class Saturation implements Filling {
    private final PhysicalMemory memory;
    private final UncertainFlags flags;
    private final OverlappingFlags overlapping;
    private final boolean marksAccessed;
    private final Decisions decisions;
    private boolean[] isTable = new boolean[32];
    private long version;

    private TranslationCache cache;
    private Ghosts ghosts;
    private LinearPages pages;
    private PageTree tree;
    private Roots roots;
    private Regime regime;
    private int slot;
    private int step;

    /** Works on memory and flags that it shares with all logical processors of {@code first}'s scenario. */
    public Saturation(
            PhysicalMemory memory,
            UncertainFlags flags,
            OverlappingFlags overlapping,
            Decisions decisions,
            LogicalProcessor first) {
        this.overlapping = overlapping;
        this.memory = memory;
        this.flags = flags;
        this.marksAccessed = decisions.keeps(PG_AD_A) && decisions.keeps(C_NO_A0);
        this.decisions = decisions;
        cache = first.cache();
        ghosts = cache.ghosts();
        pages = cache.pages();
        tree = cache.tree();
        roots = first.roots();
        regime = roots.regime();
    }

    @Override
    public void changed(int word) {
        if (isTable(word / TableFrame.WORDS)) {
            version++;
        }
    }

    @Override
    public void whole(LogicalProcessor of, int atStep) {
        if (!of.registers().pagingIsOn()) {
            return;
        }
        enter(of, atStep);
        LogicalProcessor.SaturationMark mark = of.mark(slot);
        long root = roots.identity();
        boolean sameContext = mark.version == version && mark.root == root && regime.equals(mark.regime);
        long removed = cache.takeRemoved(slot);
        if (sameContext && removed == 0) {
            return;
        }
        boolean continueGhosts = cache.keepsGhosts() && mark.ghostVersion != version;
        if (sameContext && tree.fitsBits()) {
            int nodes = tree.endOfNodes() - tree.firstNode();
            long within = nodes == Long.SIZE ? -1L : (1L << nodes) - 1;
            for (long rest = removed & within; rest != 0; rest &= rest - 1) {
                complete(tree.firstNode() + Long.numberOfTrailingZeros(rest), continueGhosts);
            }
        } else {
            for (int node = tree.firstNode(); node < tree.endOfNodes(); node++) {
                complete(node, continueGhosts);
            }
        }
        mark.version = version;
        mark.ghostVersion = version;
        mark.root = root;
        mark.regime = regime;
    }

    /** Makes everything again that comes of reading a node's entry. The nodes above it must be complete. */
    private void complete(int node, boolean continueGhosts) {
        if (tree.isUnreached(node)) {
            return;
        }
        for (int i = roots.count(tree, node) - 1; i >= 0; i--) {
            int table = roots.table(tree, node, i);
            if (table != Roots.NOT_PRESENT) {
                markTable(table);
                extend(node, table, ALL, UncertainFlags.NONE, false);
            }
        }
        int parent = tree.parent(node);
        if (parent == ROOT) {
            return;
        }
        int cell = cache.cell(slot, parent);
        for (int i = 0; i < cache.count(cell); i++) {
            long item = cache.item(cell, i);
            extend(node, CachedItem.nextTable(item), CachedItem.rights(item), cache.footprint(cell, i), false);
        }
        if (continueGhosts) {
            continueGhosts(cell, node, -1, false);
        }
    }

    @Override
    public void through(LogicalProcessor of, int word, int atStep) {
        if (!of.registers().pagingIsOn() || !isTable(word / TableFrame.WORDS)) {
            return;
        }
        enter(of, atStep);
        if (tree.fitsBits()) {
            for (long rest = tree.perhapsIn(word % TableFrame.WORDS); rest != 0; rest &= rest - 1) {
                extendFrom(tree.firstNode() + Long.numberOfTrailingZeros(rest), word);
            }
        } else {
            for (int node = tree.firstNode(); node < tree.endOfNodes(); node++) {
                extendFrom(node, word);
            }
        }
        LogicalProcessor.SaturationMark mark = of.mark(slot);
        if (mark.version == version - 1) {
            mark.version = version;
        }
        if (mark.ghostVersion == version - 1) {
            mark.ghostVersion = version;
        }
    }

    /** Whether a node's entry can lie in a word, as {@link PageTree#perhapsIn} guesses. */
    private boolean mayLieIn(int word, int node) {
        return tree.offset(node) >>> 1 == word % TableFrame.WORDS || !regime.hasFlagsAndRights(tree.level(node));
    }

    /** Makes again what comes of reading a node's entry from a word, wherever a table lies so that the entry is in it. */
    private void extendFrom(int node, int word) {
        if (tree.isUnreached(node) || !mayLieIn(word, node)) {
            return;
        }
        int offset = tree.offset(node);
        for (int i = roots.count(tree, node) - 1; i >= 0; i--) {
            int table = roots.table(tree, node, i);
            if (table != Roots.NOT_PRESENT && (table + offset) >>> 1 == word) {
                extend(node, table, ALL, UncertainFlags.NONE, true);
            }
        }
        int parent = tree.parent(node);
        if (parent == ROOT) {
            return;
        }
        int cell = cache.cell(slot, parent);
        for (int i = 0; i < cache.count(cell); i++) {
            long item = cache.item(cell, i);
            int table = CachedItem.nextTable(item);
            if ((table + offset) >>> 1 == word) {
                extend(node, table, CachedItem.rights(item), cache.footprint(cell, i), true);
            }
        }
        if (cache.keepsGhosts()) {
            continueGhosts(cell, node, word, true);
        }
    }

    private void enter(LogicalProcessor of, int atStep) {
        roots = of.roots();
        regime = roots.regime();
        cache = of.cache();
        cache.shape(regime.format());
        ghosts = cache.ghosts();
        pages = cache.pages();
        tree = cache.tree();
        slot = of.currentSlot();
        step = atStep;
    }

    /** Reads one entry and caches what comes of it; deep: goes on from there if it is new. */
    private void extend(int node, int table, int granted, long footprint, boolean deep) {
        int location = table + tree.offset(node);
        long entry = regime.read(memory, location);
        extend(node, location, entry, granted, footprint, deep);
        if (regime.format().hasWideEntries()) {
            long perhaps = overlapping.perhaps(location);
            for (long set = perhaps; set != 0; set = (set - 1) & perhaps) {
                extend(node, location, entry | set, granted, footprint | overlapping.footprint(location, set), deep);
            }
        }
    }

    private void extend(int node, int location, long entry, int granted, long footprint, boolean deep) {
        int level = tree.level(node);
        boolean mapsPage = regime.mapsPage(entry, level);
        if (!mayBeCached(entry, level, mapsPage)) {
            return;
        }
        long needs = footprint;
        if ((entry & PagingEntry.ACCESSED) == 0 && marksAccessed && regime.hasFlagsAndRights(level)) {
            long accessed = flags.accessedFlag(location);
            needs |= accessed;
            flags.justify(accessed, needs);
        }
        int rights = regime.narrowed(granted, entry, level);
        if (mapsPage) {
            addTranslations(node, location, entry, rights, needs);
            return;
        }
        int next = memory.place(PagingEntry.frame(entry)) * PagingFormat.LOCATIONS;
        markTable(next);
        boolean isNew = cache.add(cache.cell(slot, node), CachedItem.structureEntry(next, rights), needs, step);
        if ((entry & PagingEntry.GLOBAL) != 0 && !decisions.keeps(C_GLOBAL_PSC)) {
            for (int other = 1; other < cache.slots(); other++) {
                cache.add(cache.cell(other, node), CachedItem.structureEntry(next, rights), needs, step);
                cache.noteIncomplete(other);
            }
        }
        if (isNew && deep) {
            for (int child = tree.firstChild(node); child < tree.endOfChildren(node); child++) {
                extend(child, next, rights, needs, true);
            }
        }
    }

    /** Present and without a reserved bit set (C-NO-NP, C-TLB-CREATE, C-PSC-CREATE). */
    private boolean mayBeCached(long entry, int level, boolean mapsPage) {
        if ((entry & PagingEntry.PRESENT) == 0 && decisions.keeps(C_NO_NP)) {
            return false;
        }
        Rule creation = mapsPage ? C_TLB_CREATE : C_PSC_CREATE;
        return !regime.violates(entry, level) || !decisions.keeps(creation);
    }

    /** Whether a leaf makes a global translation; all others belong to a PCID (C-PCID-TAG). */
    private boolean servesEveryPcid(long leaf) {
        return regime.isGlobal(leaf) || !decisions.keeps(C_PCID_TAG);
    }

    /** A leaf: one translation for each page below the node, a large page being cached whole or in pieces (C-SPLINTER). */
    private void addTranslations(int node, int location, long entry, int rights, long needs) {
        int level = tree.level(node);
        int into = servesEveryPcid(entry) ? TranslationCache.GLOBAL : slot;
        boolean dirty = (entry & PagingEntry.DIRTY) != 0;
        long dirtyFlag = dirty ? UncertainFlags.NONE : flags.dirtyIfUncertain(location);
        boolean mayBeDirty = dirtyFlag != UncertainFlags.NONE || (!dirty && flags.dirtyIsUnconstrained(location));
        boolean mayLackKey = regime.mayLackKey(rights);
        for (int page = tree.firstPageBelow(node); page < tree.endOfPagesBelow(node); page++) {
            int cell = cache.cell(into, page);
            long item = translation(page, entry, level, rights, dirty);
            cache.add(cell, item, needs, step);
            if (mayLackKey) {
                cache.add(cell, CachedItem.withoutKey(item), needs, step);
            }
            if (mayBeDirty) {
                cache.add(cell, CachedItem.dirty(item), needs | dirtyFlag, step);
                if (mayLackKey) {
                    cache.add(cell, CachedItem.dirty(CachedItem.withoutKey(item)), needs | dirtyFlag, step);
                }
            }
        }
    }

    private long translation(int page, long entry, int level, int rights, boolean dirty) {
        long frame = regime.frameOfPiece(entry, level, pages.addressOfNode(page));
        return CachedItem.translation(frame, regime.pageSize(level), rights, regime.key(entry, rights), dirty);
    }

    /** Continues the ghosts of a cell through a node below, where its entry lies in a word, or all of them for -1. */
    private void continueGhosts(int cell, int node, int onlyWord, boolean deep) {
        for (int i = 0; i < ghosts.count(cell); i++) {
            long item = ghosts.item(cell, i);
            int table = CachedItem.nextTable(item);
            if (onlyWord < 0 || (table + tree.offset(node)) >>> 1 == onlyWord) {
                extendGhost(node, table, CachedItem.rights(item), ghosts.killers(cell, i), deep);
            }
        }
    }

    private void extendGhost(int node, int table, int granted, int killers, boolean deep) {
        long entry = regime.read(memory, table + tree.offset(node));
        int level = tree.level(node);
        boolean mapsPage = regime.mapsPage(entry, level);
        if (!mayBeCached(entry, level, mapsPage)) {
            return;
        }
        int rights = regime.narrowed(granted, entry, level);
        if (mapsPage) {
            int into = servesEveryPcid(entry) ? TranslationCache.GLOBAL : slot;
            boolean dirty = (entry & PagingEntry.DIRTY) != 0;
            for (int page = tree.firstPageBelow(node); page < tree.endOfPagesBelow(node); page++) {
                addGhost(cache.cell(into, page), translation(page, entry, level, rights, dirty), killers);
            }
            return;
        }
        int next = memory.place(PagingEntry.frame(entry)) * PagingFormat.LOCATIONS;
        markTable(next);
        boolean isNew = addGhost(cache.cell(slot, node), CachedItem.structureEntry(next, rights), killers);
        if (isNew && deep) {
            for (int child = tree.firstChild(node); child < tree.endOfChildren(node); child++) {
                extendGhost(child, next, rights, killers, true);
            }
        }
    }

    private boolean addGhost(int cell, long item, int killers) {
        return !cache.holds(cell, item) && ghosts.add(cell, item, killers, step);
    }

    private boolean isTable(int place) {
        return place < isTable.length && isTable[place];
    }

    private void markTable(int location) {
        int place = location / PagingFormat.LOCATIONS;
        if (place >= isTable.length) {
            isTable = Arrays.copyOf(isTable, 2 * place);
        }
        isTable[place] = true;
    }
}
