package org.stalemate.specification.caching;

import static org.stalemate.specification.paging.AccessRights.ALL;
import static org.stalemate.specification.paging.LinearPages.ROOT;
import static org.stalemate.vocabulary.Rule.C_GLOBAL_OFF;
import static org.stalemate.vocabulary.Rule.C_GLOBAL_PSC;
import static org.stalemate.vocabulary.Rule.C_NO_A0;
import static org.stalemate.vocabulary.Rule.C_NO_NP;
import static org.stalemate.vocabulary.Rule.C_PCID_TAG;
import static org.stalemate.vocabulary.Rule.C_PSC_CREATE;
import static org.stalemate.vocabulary.Rule.C_TLB_CREATE;
import static org.stalemate.vocabulary.Rule.PG_AD_A;

import java.util.Arrays;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.AccessRights;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.specification.paging.ReservedBits;
import org.stalemate.specification.processor.ControlBits;
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
    private static final int WORDS = TableFrame.WORDS;

    private final PhysicalMemory memory;
    private final UncertainFlags flags;
    private final ReservedBits reservedBits;
    private final boolean marksAccessed;
    private final Decisions decisions;
    private boolean[] isTable = new boolean[32];
    private long version;

    private TranslationCache cache;
    private Ghosts ghosts;
    private LinearPages pages;
    private int slot;
    private int step;
    private boolean nxe;
    private boolean pge;

    /** Works on memory and flags that it shares with all logical processors of {@code first}'s scenario. */
    public Saturation(
            PhysicalMemory memory,
            UncertainFlags flags,
            ReservedBits reservedBits,
            Decisions decisions,
            LogicalProcessor first) {
        this.memory = memory;
        this.flags = flags;
        this.reservedBits = reservedBits;
        this.marksAccessed = decisions.keeps(PG_AD_A) && decisions.keeps(C_NO_A0);
        this.decisions = decisions;
        cache = first.cache();
        ghosts = cache.ghosts();
        pages = cache.pages();
    }

    @Override
    public void changed(int word) {
        if (isTable(word / WORDS)) {
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
        int root = memory.place(of.registers().rootFrame());
        long controls = (nxe ? 1 : 0) | (pge ? 2 : 0);
        boolean sameContext = mark.version == version && mark.root == root && mark.controls == controls;
        long removed = cache.takeRemoved(slot);
        if (sameContext && removed == 0) {
            return;
        }
        markTable(root);
        boolean continueGhosts = cache.keepsGhosts() && mark.ghostVersion != version;
        boolean all = !sameContext || pages.nodes() > Long.SIZE;
        if (all) {
            for (int node = 0; node < pages.nodes(); node++) {
                complete(node, root, continueGhosts);
            }
        } else {
            for (long rest = removed; rest != 0; rest &= rest - 1) {
                complete(Long.numberOfTrailingZeros(rest), root, continueGhosts);
            }
        }
        mark.version = version;
        mark.ghostVersion = version;
        mark.root = root;
        mark.controls = controls;
    }

    /** Makes everything again that comes of reading a node's entry. The nodes above it must be complete. */
    private void complete(int node, int root, boolean continueGhosts) {
        int parent = pages.parent(node);
        if (parent == ROOT) {
            extend(node, root, ALL, UncertainFlags.NONE, false);
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
        int place = word / WORDS;
        if (!of.registers().pagingIsOn() || !isTable(place)) {
            return;
        }
        enter(of, atStep);
        int index = word % WORDS;
        int root = memory.place(of.registers().rootFrame());
        for (int node = 0; node < pages.nodes(); node++) {
            if (pages.index(node) == index) {
                extendFrom(node, place, root);
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

    private void extendFrom(int node, int place, int root) {
        int parent = pages.parent(node);
        if (parent == ROOT) {
            if (root == place) {
                extend(node, root, ALL, UncertainFlags.NONE, true);
            }
            return;
        }
        int cell = cache.cell(slot, parent);
        for (int i = 0; i < cache.count(cell); i++) {
            long item = cache.item(cell, i);
            if (CachedItem.nextTable(item) == place) {
                extend(node, place, CachedItem.rights(item), cache.footprint(cell, i), true);
            }
        }
        if (cache.keepsGhosts()) {
            continueGhosts(cell, node, place, true);
        }
    }

    private void enter(LogicalProcessor of, int atStep) {
        cache = of.cache();
        ghosts = cache.ghosts();
        pages = cache.pages();
        slot = of.currentSlot();
        step = atStep;
        nxe = of.registers().nxe();
        pge = of.registers().has(ControlBits.CR4_PGE);
    }

    /** Reads one entry and caches what comes of it; deep: goes on from there if it is new. */
    private void extend(int node, int table, int granted, long footprint, boolean deep) {
        int word = table * WORDS + pages.index(node);
        long entry = memory.read(word);
        int level = pages.level(node);
        if (!mayBeCached(entry, level)) {
            return;
        }
        long needs = footprint;
        if ((entry & PagingEntry.ACCESSED) == 0 && marksAccessed) {
            long accessed = flags.accessedFlag(word);
            needs |= accessed;
            flags.justify(accessed, needs);
        }
        int rights = AccessRights.narrowed(granted, entry);
        if (PagingEntry.mapsPage(entry, level)) {
            addTranslations(node, word, entry, rights, needs);
            return;
        }
        int next = memory.place(PagingEntry.frame(entry));
        markTable(next);
        boolean isNew = cache.add(cache.cell(slot, node), CachedItem.structureEntry(next, rights), needs, step);
        if ((entry & PagingEntry.GLOBAL) != 0 && !decisions.keeps(C_GLOBAL_PSC)) {
            for (int other = 1; other < cache.slots(); other++) {
                cache.add(cache.cell(other, node), CachedItem.structureEntry(next, rights), needs, step);
                cache.noteIncomplete(other);
            }
        }
        if (isNew && deep) {
            for (int child = pages.firstChild(node); child < pages.endOfChildren(node); child++) {
                extend(child, next, rights, needs, true);
            }
        }
    }

    /** Present and without a reserved bit set (C-NO-NP, C-TLB-CREATE, C-PSC-CREATE). */
    private boolean mayBeCached(long entry, int level) {
        if ((entry & PagingEntry.PRESENT) == 0 && decisions.keeps(C_NO_NP)) {
            return false;
        }
        Rule creation = PagingEntry.mapsPage(entry, level) ? C_TLB_CREATE : C_PSC_CREATE;
        return !reservedBits.violatedBy(entry, level, nxe) || !decisions.keeps(creation);
    }

    /** Whether a leaf makes a global translation (C-GLOBAL-USE, C-GLOBAL-OFF); all others belong to a PCID (C-PCID-TAG). */
    private boolean servesEveryPcid(long leaf) {
        boolean global = (leaf & PagingEntry.GLOBAL) != 0 && (pge || !decisions.keeps(C_GLOBAL_OFF));
        return global || !decisions.keeps(C_PCID_TAG);
    }

    /** A leaf: one translation for each page below the node, a large page being cached whole or in pieces (C-SPLINTER). */
    private void addTranslations(int node, int word, long entry, int rights, long needs) {
        int level = pages.level(node);
        int into = servesEveryPcid(entry) ? TranslationCache.GLOBAL : slot;
        boolean dirty = (entry & PagingEntry.DIRTY) != 0;
        long dirtyFlag = dirty ? UncertainFlags.NONE : flags.dirtyIfUncertain(word);
        boolean mayBeDirty = dirtyFlag != UncertainFlags.NONE || (!dirty && flags.dirtyIsUnconstrained(word));
        for (int page = pages.firstPageBelow(node); page < pages.endOfPagesBelow(node); page++) {
            long frame = PagingEntry.frameOfPiece(entry, level, pages.addressOfNode(page));
            int cell = cache.cell(into, page);
            cache.add(cell, CachedItem.translation(frame, level, rights, dirty), needs, step);
            if (mayBeDirty) {
                cache.add(cell, CachedItem.translation(frame, level, rights, true), needs | dirtyFlag, step);
            }
        }
    }

    /** Continues the ghosts of a cell that reference a table, or all of them for -1, through a node below. */
    private void continueGhosts(int cell, int node, int onlyTable, boolean deep) {
        for (int i = 0; i < ghosts.count(cell); i++) {
            long item = ghosts.item(cell, i);
            int table = CachedItem.nextTable(item);
            if (onlyTable < 0 || table == onlyTable) {
                extendGhost(node, table, CachedItem.rights(item), ghosts.killers(cell, i), deep);
            }
        }
    }

    private void extendGhost(int node, int table, int granted, int killers, boolean deep) {
        long entry = memory.read(table * WORDS + pages.index(node));
        int level = pages.level(node);
        if (!mayBeCached(entry, level)) {
            return;
        }
        int rights = AccessRights.narrowed(granted, entry);
        if (PagingEntry.mapsPage(entry, level)) {
            int into = servesEveryPcid(entry) ? TranslationCache.GLOBAL : slot;
            boolean dirty = (entry & PagingEntry.DIRTY) != 0;
            for (int page = pages.firstPageBelow(node); page < pages.endOfPagesBelow(node); page++) {
                long frame = PagingEntry.frameOfPiece(entry, level, pages.addressOfNode(page));
                addGhost(cache.cell(into, page), CachedItem.translation(frame, level, rights, dirty), killers);
            }
            return;
        }
        int next = memory.place(PagingEntry.frame(entry));
        markTable(next);
        boolean isNew = addGhost(cache.cell(slot, node), CachedItem.structureEntry(next, rights), killers);
        if (isNew && deep) {
            for (int child = pages.firstChild(node); child < pages.endOfChildren(node); child++) {
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

    private void markTable(int place) {
        if (place >= isTable.length) {
            isTable = Arrays.copyOf(isTable, 2 * place);
        }
        isTable[place] = true;
    }
}
