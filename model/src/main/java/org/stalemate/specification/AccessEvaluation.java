package org.stalemate.specification;

import static org.stalemate.specification.Candidates.key;
import static org.stalemate.specification.caching.UncertainFlags.NONE;
import static org.stalemate.vocabulary.Rule.C_AMD_REWALK;
import static org.stalemate.vocabulary.Rule.C_AMD_UPGRADE;
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
import org.stalemate.specification.caching.OverlappingFlags;
import org.stalemate.specification.caching.Roots;
import org.stalemate.specification.caching.TranslationCache;
import org.stalemate.specification.caching.UncertainFlags;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.AccessRights;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearAddress;
import org.stalemate.specification.paging.PageFaultCode;
import org.stalemate.specification.paging.PageSize;
import org.stalemate.specification.paging.PageTree;
import org.stalemate.specification.processor.AccessContext;
import org.stalemate.specification.processor.ControlBits;
import org.stalemate.specification.processor.RegisterEffects;
import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
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

    private final Decisions decisions;
    private final WalkOutcomes walks;
    private final Candidates candidates;

    private long access;
    private boolean exchange;
    private long address;
    private int node;
    private int slot;
    private Vendor vendor = Vendor.UNION;
    private @Nullable Roots roots;

    AccessEvaluation(
            PhysicalMemory memory,
            UncertainFlags flags,
            Decisions decisions,
            LoadedWord word,
            OverlappingFlags overlapping,
            Candidates candidates) {
        this.decisions = decisions;
        this.walks = new WalkOutcomes(memory, flags, decisions, word, overlapping, candidates, this);
        this.candidates = candidates;
    }

    /** {@return the access evaluated last, as in {@link AccessRights}} */
    long access() {
        return access;
    }

    /** {@return the vendor whose manual the access evaluated last goes by} */
    Vendor vendor() {
        return vendor;
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

    /** {@return the {@link PageSize} that memory maps the page with, or NONE where it maps none or not for certain} */
    int pageSizeNow(PageTree tree) {
        return node < 0 ? PageSize.NONE : walks.pageSizeNow(tree);
    }

    /**
     * Fills the candidates.
     *
     * @throws IllegalArgumentException if the access is to a page that the model was not told of
     */
    void evaluate(LogicalProcessor processor, Operation.Access operation) {
        RegisterFile registers = processor.registers();
        roots = processor.roots();
        vendor = roots().vendor();
        access = AccessContext.of(operation, registers, vendor, decisions);
        exchange = operation instanceof Operation.Exchange;
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
        if (!decisions.keepAll() && (node < 0 || tree.isUnreached(node))) {
            node = -1;
            addFault(PageFaultCode.notPresent(access, decisions), NONE, true);
            return;
        }
        if (node < 0) {
            throw new IllegalArgumentException(
                    "page " + Long.toHexString(address) + " is not among the model's linear pages");
        }
        slot = processor.currentSlot();
        walks.addFresh(tree);
        addTranslations(cache, cache.cell(slot, node));
        addTranslations(cache, cache.cell(TranslationCache.GLOBAL, node));
        walks.addCached(cache, slot, tree);
        if (!decisions.keepAll()) {
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
    boolean isStaleExecuteDisable(int rights) {
        return (rights & AccessRights.EXECUTABLE) == 0
                && (access & (AccessRights.FETCH | AccessRights.UNDER_NXE)) == AccessRights.FETCH;
    }

    /** A fault that something cached led to. AMD drops what is cached for the address and walks again before it reports one (C-AMD-REWALK). */
    void addCachedFault(int code, long footprint) {
        if (vendor != Vendor.AMD || !decisions.keeps(C_AMD_REWALK) || !decisions.keeps(C_AMD_UPGRADE)) {
            addFault(code, footprint, false);
        }
    }

    void addFault(int code, long footprint, boolean fresh) {
        addOutcome(key(Candidates.PAGE_FAULT, code), footprint, fresh);
        if ((access & AccessRights.FETCH) != 0 && (access & AccessRights.MAY_TELL_FETCHES) != 0) {
            addOutcome(key(Candidates.PAGE_FAULT, code & ~PageFaultCode.INSTRUCTION_FETCH), footprint, fresh);
        }
    }

    void addCompleted(long frame, long footprint, boolean fresh) {
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
