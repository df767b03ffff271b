package org.stalemate.specification;

import static org.stalemate.specification.Candidates.key;
import static org.stalemate.specification.caching.UncertainFlags.NONE;
import static org.stalemate.vocabulary.Rule.C_AMD_REWALK;
import static org.stalemate.vocabulary.Rule.C_AMD_UPGRADE;
import static org.stalemate.vocabulary.Rule.PG_ACC_CLASS;
import static org.stalemate.vocabulary.Rule.PG_AD_A;
import static org.stalemate.vocabulary.Rule.PG_AD_D;
import static org.stalemate.vocabulary.Rule.PG_AD_ORDER;
import static org.stalemate.vocabulary.Rule.PG_CANON;
import static org.stalemate.vocabulary.Rule.PG_CTRL_LIVE;
import static org.stalemate.vocabulary.Rule.PG_LA_WIDTH;
import static org.stalemate.vocabulary.Rule.PG_MODE_4L;
import static org.stalemate.vocabulary.Rule.PG_MODE_NONE;
import static org.stalemate.vocabulary.Rule.PG_PF_CR2;
import static org.stalemate.vocabulary.Rule.PG_PF_PRIO;

import org.stalemate.specification.caching.CachedItem;
import org.stalemate.specification.caching.LogicalProcessor;
import org.stalemate.specification.caching.TranslationCache;
import org.stalemate.specification.caching.UncertainFlags;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.AccessRights;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearAddress;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.specification.paging.PageFaultCode;
import org.stalemate.specification.paging.PageWalk;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.specification.paging.ReservedBits;
import org.stalemate.specification.processor.AccessContext;
import org.stalemate.specification.processor.RegisterEffects;
import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.TableFrame;
import org.stalemate.vocabulary.Vendor;

/**
 * The permitted outcomes of one access: what every cached translation gives, and what every walk gives, from the current root
 * and from each cached paging-structure entry (J-OUT). The caches are saturated, so a walk that succeeds has left its translation
 * there; walks are made for their faults, and for writes that still have to set a dirty flag (PG-AD-ORDER).
 */
final class AccessEvaluation {
    private static final int WORDS = TableFrame.WORDS;

    /** Controls that a processor applies at the time of the access to whatever it has cached. */
    private static final int CONTROLS = AccessRights.UNDER_WP | AccessRights.UNDER_AC;

    private final PhysicalMemory memory;
    private final UncertainFlags flags;
    private final ReservedBits reservedBits;
    private final Decisions decisions;
    private final Vendor vendor;
    private final PageWalk walk;
    private final Candidates candidates;

    private int access;
    private long address;
    private int node;
    private int slot;

    AccessEvaluation(
            PhysicalMemory memory,
            UncertainFlags flags,
            ReservedBits reservedBits,
            Decisions decisions,
            Platform platform,
            Candidates candidates) {
        this.memory = memory;
        this.flags = flags;
        this.reservedBits = reservedBits;
        this.decisions = decisions;
        this.vendor = platform.profile().vendor();
        this.walk = new PageWalk(memory, reservedBits, decisions);
        this.candidates = candidates;
    }

    /** {@return the access evaluated last, as in {@link AccessRights}} */
    int access() {
        return access;
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
        access = contextOf(operation, registers);
        address = decisions.keeps(PG_LA_WIDTH)
                ? RegisterEffects.operand(operation.address(), registers)
                : operation.address();
        node = -1;
        candidates.clear(address);
        candidates.faultAddress(decisions.keeps(PG_PF_CR2) ? address : address ^ 8);
        if (decisions.keeps(registers.pagingIsOn() ? PG_MODE_4L : PG_MODE_NONE) != registers.pagingIsOn()) {
            addCompleted(LinearAddress.truncated(address) >>> 12, NONE, true);
            return;
        }
        if (!LinearAddress.isCanonical(address)) {
            addNotCanonical();
            return;
        }
        TranslationCache cache = processor.cache();
        node = cache.pages().pageNode(address);
        if (node < 0 && decisions.broken() != null) {
            addFault(PageFaultCode.notPresent(access, decisions), NONE, true);
            return;
        }
        if (node < 0) {
            throw new IllegalArgumentException(
                    "page " + Long.toHexString(address) + " is not among the model's linear pages");
        }
        slot = processor.currentSlot();
        int root = memory.place(registers.rootFrame());
        addFreshWalk(root);
        addTranslations(cache, cache.cell(slot, node));
        addTranslations(cache, cache.cell(TranslationCache.GLOBAL, node));
        addWalks(cache, cache.pages(), root);
    }

    private int contextOf(Operation.Access operation, RegisterFile registers) {
        int context = AccessContext.of(operation, registers, vendor);
        return decisions.keeps(PG_ACC_CLASS) ? context : context & ~AccessRights.BY_USER;
    }

    /** #GP(0), before anything is walked (PG-CANON, PG-PF-PRIO). */
    private void addNotCanonical() {
        if (decisions.keeps(PG_CANON) && decisions.keeps(PG_PF_PRIO)) {
            addOutcome(key(Candidates.GENERAL_PROTECTION, 0), NONE, true);
        } else {
            addFault(PageFaultCode.notPresent(access, decisions), NONE, true);
        }
    }

    /** A walk of memory alone. It faults without having marked anything for certain (PG-AD-FAULT). */
    private void addFreshWalk(int root) {
        PageWalk.End end = walk.walk(root, PagingEntry.ROOT_LEVEL, AccessRights.ALL, address, access);
        if (end == PageWalk.End.PAGE && AccessRights.allow(walk.rights(), access, decisions)) {
            candidates.addFresh(completed(walk.frame()));
        } else {
            addFault(codeOf(end), NONE, true);
        }
        if (walk.mayBeReserved()) {
            addFault(PageFaultCode.reserved(access, decisions), NONE, true);
        }
    }

    private int codeOf(PageWalk.End end) {
        return switch (end) {
            case NOT_PRESENT -> PageFaultCode.notPresent(access, decisions);
            case RESERVED -> PageFaultCode.reserved(access, decisions);
            case PAGE, EARLY_RIGHTS -> PageFaultCode.rights(access, decisions);
        };
    }

    private void addTranslations(TranslationCache cache, int cell) {
        boolean write = (access & AccessRights.WRITE) != 0;
        for (int i = 0; i < cache.count(cell); i++) {
            long item = cache.item(cell, i);
            int rights = CachedItem.rights(item);
            long footprint = cache.footprint(cell, i);
            if (!AccessRights.allow(rights, decisions.keeps(PG_CTRL_LIVE) ? access : access ^ CONTROLS, decisions)) {
                addCachedFault(PageFaultCode.rights(access, decisions), footprint);
                continue;
            }
            if (!write || CachedItem.isDirty(item) || !decisions.keeps(PG_AD_ORDER)) {
                addCompleted(CachedItem.frame(item), footprint, false);
            }
            if (isStaleExecuteDisable(rights)) {
                addCachedFault(PageFaultCode.rights(access, decisions), footprint);
            }
        }
    }

    /** A fetch through a translation that was made with XD=1 and NXE=1 may still fault while NXE=0 (TLB-NXE). */
    private boolean isStaleExecuteDisable(int rights) {
        return (rights & AccessRights.EXECUTABLE) == 0
                && (access & (AccessRights.FETCH | AccessRights.UNDER_NXE)) == AccessRights.FETCH;
    }

    private void addWalks(TranslationCache cache, LinearPages pages, int root) {
        for (int at = node; ; at = pages.parent(at)) {
            int parent = pages.parent(at);
            if (parent == LinearPages.ROOT) {
                addWalk(root, pages, at, AccessRights.ALL, NONE);
                return;
            }
            int cell = cache.cell(slot, parent);
            for (int i = 0; i < cache.count(cell); i++) {
                long item = cache.item(cell, i);
                addWalk(CachedItem.nextTable(item), pages, at, CachedItem.rights(item), cache.footprint(cell, i));
            }
        }
    }

    /** What reading one entry gives. Where flags are uncertain, a walk that faults may have started here and marked nothing. */
    private void addWalk(int table, LinearPages pages, int at, int granted, long footprint) {
        int level = pages.level(at);
        int word = table * WORDS + pages.index(at);
        long entry = memory.read(word);
        if ((entry & PagingEntry.PRESENT) == 0) {
            addCachedFault(PageFaultCode.notPresent(access, decisions), footprint);
        } else if (reservedBits.violatedBy(entry, level, (access & AccessRights.UNDER_NXE) != 0)) {
            addCachedFault(PageFaultCode.reserved(access, decisions), footprint);
        } else if ((access & AccessRights.WRITE) != 0 && PagingEntry.mapsPage(entry, level)) {
            addWriteWalk(word, entry, level, AccessRights.narrowed(granted, entry), footprint);
        }
        if (flags.live() != 0 && vendor != Vendor.AMD) {
            addFaultOfWholeWalk(table, level, granted, footprint);
        }
    }

    private void addFaultOfWholeWalk(int table, int level, int granted, long footprint) {
        PageWalk.End end = walk.walk(table, level, granted, address, access);
        if (end != PageWalk.End.PAGE
                || !AccessRights.allow(walk.rights(), access, decisions)
                || isStaleExecuteDisable(walk.rights())) {
            addFault(codeOf(end), footprint, false);
        }
    }

    /** A write that reads the leaf again and sets D; on the way every entry that it used has got A=1 (PG-AD-ORDER, PG-AD-A). */
    private void addWriteWalk(int word, long entry, int level, int rights, long footprint) {
        if (!AccessRights.allow(rights, access, decisions)) {
            addCachedFault(PageFaultCode.rights(access, decisions), footprint);
            return;
        }
        long needs = footprint;
        if ((entry & PagingEntry.ACCESSED) == 0 && decisions.keeps(PG_AD_A)) {
            needs |= flags.accessedFlag(word);
        }
        if ((entry & PagingEntry.DIRTY) == 0 && decisions.keeps(PG_AD_D)) {
            needs |= flags.dirtyFlag(word);
        }
        addCompleted(PagingEntry.frameOfPiece(entry, level, address), needs, false);
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

    private long completed(long frame) {
        return key((access & AccessRights.WRITE) != 0 ? Candidates.STORED : Candidates.LOADED, frame);
    }

    private void addOutcome(long key, long footprint, boolean fresh) {
        candidates.add(key, footprint);
        if (fresh) {
            candidates.addFresh(key);
        }
    }
}
