package org.stalemate.specification;

import static org.stalemate.specification.Candidates.key;
import static org.stalemate.specification.caching.UncertainFlags.NONE;
import static org.stalemate.vocabulary.Rule.C_AMD_REWALK;
import static org.stalemate.vocabulary.Rule.C_AMD_UPGRADE;
import static org.stalemate.vocabulary.Rule.PG_AD_A;
import static org.stalemate.vocabulary.Rule.PG_AD_D;
import static org.stalemate.vocabulary.Rule.PG_AD_ORDER;
import static org.stalemate.vocabulary.Rule.PG_CANON;
import static org.stalemate.vocabulary.Rule.PG_CANON_COMPONENTS;
import static org.stalemate.vocabulary.Rule.PG_CTRL_LIVE;
import static org.stalemate.vocabulary.Rule.PG_LA_WIDTH;
import static org.stalemate.vocabulary.Rule.PG_MODE_32;
import static org.stalemate.vocabulary.Rule.PG_MODE_4L;
import static org.stalemate.vocabulary.Rule.PG_MODE_5L;
import static org.stalemate.vocabulary.Rule.PG_MODE_NONE;
import static org.stalemate.vocabulary.Rule.PG_MODE_PAE;
import static org.stalemate.vocabulary.Rule.PG_PF_CR2;
import static org.stalemate.vocabulary.Rule.PG_PF_PRIO;
import static org.stalemate.vocabulary.Rule.PG_PK_LIVE;

import org.jspecify.annotations.Nullable;
import org.stalemate.specification.caching.CachedItem;
import org.stalemate.specification.caching.LogicalProcessor;
import org.stalemate.specification.caching.Roots;
import org.stalemate.specification.caching.TranslationCache;
import org.stalemate.specification.caching.UncertainFlags;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.AccessRights;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearAddress;
import org.stalemate.specification.paging.PageFaultCode;
import org.stalemate.specification.paging.PageTree;
import org.stalemate.specification.paging.PageWalk;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.specification.paging.PagingFormat;
import org.stalemate.specification.paging.Regime;
import org.stalemate.specification.processor.AccessContext;
import org.stalemate.specification.processor.ControlBits;
import org.stalemate.specification.processor.RegisterEffects;
import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Vendor;

/**
 * The permitted outcomes of one access: what every cached translation gives, and what every walk gives, from the current root
 * and from each cached paging-structure entry (J-OUT). The caches are saturated, so a walk that succeeds has left its translation
 * there; walks are made for their faults, and for writes that still have to set a dirty flag (PG-AD-ORDER).
 */
final class AccessEvaluation {
    /** Controls that a processor applies at the time of the access to whatever it has cached. */
    private static final int CONTROLS = AccessRights.UNDER_WP | AccessRights.UNDER_AC;

    private final PhysicalMemory memory;
    private final UncertainFlags flags;
    private final Decisions decisions;
    private final Vendor vendor;
    private final PageWalk walk;
    private final LoadedWord word;
    private final Candidates candidates;

    private long access;
    private boolean exchange;
    private long address;
    private int node;
    private int slot;
    private @Nullable Roots roots;

    AccessEvaluation(
            PhysicalMemory memory,
            UncertainFlags flags,
            Decisions decisions,
            Platform platform,
            LoadedWord word,
            Candidates candidates) {
        this.memory = memory;
        this.flags = flags;
        this.decisions = decisions;
        this.vendor = platform.profile().vendor();
        this.walk = new PageWalk(memory, decisions);
        this.word = word;
        this.candidates = candidates;
    }

    /** {@return the access evaluated last, as in {@link AccessRights}} */
    long access() {
        return access;
    }

    /** {@return where walks of the access evaluated last start} */
    Roots roots() {
        if (roots == null) {
            throw new IllegalStateException("no access was evaluated");
        }
        return roots;
    }

    /** {@return the linear address of the access evaluated last, truncated where the mode demands it} */
    long address() {
        return address;
    }

    /** {@return the page node of the access evaluated last, or -1 where nothing was translated} */
    int node() {
        return node;
    }

    /**
     * Fills the candidates.
     *
     * @throws IllegalArgumentException if the access is to a page that the model was not told of
     */
    void evaluate(LogicalProcessor processor, Operation.Access operation) {
        RegisterFile registers = processor.registers();
        access = AccessContext.of(operation, registers, vendor, decisions);
        exchange = operation instanceof Operation.Exchange;
        roots = processor.roots();
        address = decisions.keeps(PG_LA_WIDTH)
                ? RegisterEffects.operand(operation.address(), registers)
                : operation.address();
        node = -1;
        candidates.clear(address);
        candidates.faultAddress(decisions.keeps(PG_PF_CR2) ? address : address ^ 8);
        if (decisions.keeps(selectionOf(registers.mode())) != registers.pagingIsOn()) {
            addCompleted(LinearAddress.truncated(address) >>> 12, NONE, true);
            return;
        }
        if (!LinearAddress.isCanonical(address, has57Bits(registers))) {
            addNotCanonical();
            return;
        }
        TranslationCache cache = processor.cache();
        cache.shape(roots().regime().format());
        PageTree tree = cache.tree();
        node = cache.pages().pageNode(address);
        if (decisions.broken() != null && (node < 0 || tree.isUnreached(node))) {
            node = -1;
            addFault(PageFaultCode.notPresent(access, decisions), NONE, true);
            return;
        }
        if (node < 0) {
            throw new IllegalArgumentException(
                    "page " + Long.toHexString(address) + " is not among the model's linear pages");
        }
        slot = processor.currentSlot();
        addFreshWalks(tree);
        addTranslations(cache, cache.cell(slot, node));
        addTranslations(cache, cache.cell(TranslationCache.GLOBAL, node));
        addWalks(cache, tree);
        if (decisions.broken() != null) {
            candidates.completeRows(); // the caches are filled by walks as they should be
        }
    }

    /** The rule that says which registers select a mode (PG-MODE-NONE to PG-MODE-5L). */
    private static Rule selectionOf(PagingMode mode) {
        return switch (mode) {
            case NONE -> PG_MODE_NONE;
            case BITS_32 -> PG_MODE_32;
            case PAE -> PG_MODE_PAE;
            case LEVEL_4 -> PG_MODE_4L;
            case LEVEL_5 -> PG_MODE_5L;
        };
    }

    /** Whether addresses have 57 bits (PG-CANON, PG-CANON-COMPONENTS). Outside long mode they have 32 and every one is canonical. */
    private boolean has57Bits(RegisterFile registers) {
        return !registers.longModeIsActive()
                || registers.has(ControlBits.CR4_LA57) == decisions.keeps(PG_CANON_COMPONENTS);
    }

    /** #GP(0), before anything is walked (PG-CANON, PG-PF-PRIO). */
    private void addNotCanonical() {
        if (decisions.keeps(PG_CANON) && decisions.keeps(PG_PF_PRIO)) {
            addOutcome(key(Candidates.GENERAL_PROTECTION, 0), NONE, true);
        } else {
            addFault(PageFaultCode.notPresent(access, decisions), NONE, true);
        }
    }

    /** Walks of memory alone, one for each table that may hold the first entry. */
    private void addFreshWalks(PageTree tree) {
        for (int at = node; at != PageTree.ROOT; at = tree.parent(at)) {
            for (int i = roots().count(tree, at) - 1; i >= 0; i--) {
                addFreshWalk(roots().table(tree, at, i), tree.level(at));
            }
        }
    }

    /** A walk of memory alone. It faults without having marked anything for certain (PG-AD-FAULT, PG-PDPTE-NP). */
    private void addFreshWalk(int root, int level) {
        if (root == Roots.NOT_PRESENT) {
            addFault(PageFaultCode.notPresent(access, decisions), NONE, true);
            return;
        }
        PageWalk.End end = walk.walk(roots().regime(), root, level, AccessRights.ALL, address, access);
        if (end == PageWalk.End.PAGE && !forbidden(walk)) {
            candidates.addFresh(completed(walk.frame()));
        } else {
            addFault(codeOf(end), NONE, true);
        }
        if (walk.mayBeReserved()) {
            addFault(PageFaultCode.reserved(access, decisions), NONE, true);
        }
    }

    /** Whether the translation that a walk has found forbids the access. */
    private boolean forbidden(PageWalk walked) {
        return !AccessRights.allow(walked.rights(), access, decisions)
                || AccessRights.keyDenies(walked.rights(), walked.key(), access);
    }

    private int codeOf(PageWalk.End end) {
        return switch (end) {
            case NOT_PRESENT -> PageFaultCode.notPresent(access, decisions);
            case RESERVED -> PageFaultCode.reserved(access, decisions);
            case PAGE ->
                PageFaultCode.rights(access, AccessRights.keyDenies(walk.rights(), walk.key(), access), decisions);
            case EARLY_RIGHTS -> PageFaultCode.rights(access, false, decisions);
        };
    }

    private void addTranslations(TranslationCache cache, int cell) {
        boolean write = (access & AccessRights.WRITE) != 0;
        long underControls = decisions.keeps(PG_CTRL_LIVE) ? access : access ^ CONTROLS;
        for (int i = 0; i < cache.count(cell); i++) {
            long item = cache.item(cell, i);
            int rights = CachedItem.rights(item);
            long footprint = cache.footprint(cell, i);
            boolean byKey = CachedItem.keyDenies(item, access) && decisions.keeps(PG_PK_LIVE);
            if (byKey || !AccessRights.allow(rights, underControls, decisions)) {
                addCachedFault(PageFaultCode.rights(access, byKey, decisions), footprint);
                continue;
            }
            if (!write || CachedItem.isDirty(item) || !decisions.keeps(PG_AD_ORDER)) {
                addCompleted(CachedItem.frame(item), footprint, false);
            }
            if (isStaleExecuteDisable(rights)) {
                addCachedFault(PageFaultCode.rights(access, false, decisions), footprint);
            }
        }
    }

    /** A fetch through a translation that was made with XD=1 and NXE=1 may still fault while NXE=0 (TLB-NXE). */
    private boolean isStaleExecuteDisable(int rights) {
        return (rights & AccessRights.EXECUTABLE) == 0
                && (access & (AccessRights.FETCH | AccessRights.UNDER_NXE)) == AccessRights.FETCH;
    }

    private void addWalks(TranslationCache cache, PageTree tree) {
        for (int at = node; at != PageTree.ROOT; at = tree.parent(at)) {
            for (int i = roots().count(tree, at) - 1; i >= 0; i--) {
                addWalk(roots().table(tree, at, i), tree, at, AccessRights.ALL, NONE);
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
        Regime regime = roots().regime();
        int level = tree.level(at);
        int location = table + tree.offset(at);
        long entry = regime.read(memory, location);
        if ((entry & PagingEntry.PRESENT) == 0) {
            addCachedFault(PageFaultCode.notPresent(access, decisions), footprint);
        } else if (regime.violates(entry, level)) {
            addCachedFault(PageFaultCode.reserved(access, decisions), footprint);
        } else {
            if (regime.mayViolate(entry, level)) {
                addCachedFault(PageFaultCode.reserved(access, decisions), footprint);
            }
            if ((access & AccessRights.WRITE) != 0 && regime.mapsPage(entry, level)) {
                addWriteWalk(location, entry, level, regime.narrowed(granted, entry, level), footprint);
            }
        }
        if (!regime.hasFlagsAndRights(level)) {
            addFlagsOfPdpte(regime, location, entry, level, footprint);
        }
        if (flags.live() != 0 && vendor != Vendor.AMD) {
            addFaultOfWholeWalk(table, level, granted, footprint);
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
        long frame = memory.frame(location / PagingFormat.LOCATIONS);
        long uncertain =
                word.at(frame, (long) location % PagingFormat.LOCATIONS * 4).perhapsSet();
        for (long set = uncertain; set != 0; set = (set - 1) & uncertain) {
            int code = regime.violates(entry | set, level)
                    ? PageFaultCode.reserved(access, decisions)
                    : PageFaultCode.notPresent(access, decisions);
            addFault(code, footprint, false);
        }
    }

    private void addFaultOfWholeWalk(int table, int level, int granted, long footprint) {
        PageWalk.End end = walk.walk(roots().regime(), table, level, granted, address, access);
        if (end != PageWalk.End.PAGE || forbidden(walk) || isStaleExecuteDisable(walk.rights())) {
            addFault(codeOf(end), footprint, false);
        }
    }

    /** A write that reads the leaf again and sets D; on the way every entry that it used has got A=1 (PG-AD-ORDER, PG-AD-A). */
    private void addWriteWalk(int location, long entry, int level, int rights, long footprint) {
        Regime regime = roots().regime();
        boolean byKey = AccessRights.keyDenies(rights, regime.key(entry, rights), access);
        if (byKey || !AccessRights.allow(rights, access, decisions)) {
            addCachedFault(PageFaultCode.rights(access, byKey, decisions), footprint);
            return;
        }
        long needs = footprint;
        if ((entry & PagingEntry.ACCESSED) == 0 && decisions.keeps(PG_AD_A)) {
            needs |= flags.accessedFlag(location);
        }
        if ((entry & PagingEntry.DIRTY) == 0 && decisions.keeps(PG_AD_D)) {
            needs |= flags.dirtyFlag(location);
        }
        addCompleted(regime.frameOfPiece(entry, level, address), needs, false);
    }

    /** A fault that something cached led to. AMD drops what is cached for the address and walks again before it reports one (C-AMD-REWALK). */
    private void addCachedFault(int code, long footprint) {
        if (vendor != Vendor.AMD || !decisions.keeps(C_AMD_REWALK) || !decisions.keeps(C_AMD_UPGRADE)) {
            addFault(code, footprint, false);
        }
    }

    private void addFault(int code, long footprint, boolean fresh) {
        addOutcome(key(Candidates.PAGE_FAULT, code), footprint, fresh);
        if ((access & AccessRights.FETCH) != 0 && (access & AccessRights.MAY_TELL_FETCHES) != 0) {
            addOutcome(key(Candidates.PAGE_FAULT, code & ~PageFaultCode.INSTRUCTION_FETCH), footprint, fresh);
        }
    }

    private void addCompleted(long frame, long footprint, boolean fresh) {
        addOutcome(completed(frame), footprint, fresh);
    }

    /** {@return the key of the outcome that the access evaluated last has if it reaches a frame} */
    long completed(long frame) {
        if (exchange) {
            return key(Candidates.EXCHANGED, frame);
        }
        return key((access & AccessRights.WRITE) != 0 ? Candidates.STORED : Candidates.LOADED, frame);
    }

    private void addOutcome(long key, long footprint, boolean fresh) {
        candidates.add(key, footprint);
        if (fresh) {
            candidates.addFresh(key);
        }
    }
}
