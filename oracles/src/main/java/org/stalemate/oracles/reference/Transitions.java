package org.stalemate.oracles.reference;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.oracles.reference.CacheEntry.PagingStructure;
import org.stalemate.oracles.reference.CacheEntry.Tlb;
import org.stalemate.vocabulary.Outcome;

/**
 * What one logical processor may do in one move: create one cache entry, or perform an access in one particular way.
 * Every move starts from the root or from one cache entry and looks at no other entry.
 */
final class Transitions {
    /** Takes a cache entry that may be created, and the memory with the accessed flag that this sets first. */
    interface FillSink {
        void filled(Memory memory, CacheEntry entry);
    }

    /** Takes one way an access may end; the memory holds the flags it sets, but not yet the data of a store. */
    interface AccessSink {
        void ended(Memory memory, Outcome outcome);
    }

    private final Architecture architecture;
    private final long[] pages;

    /** @param pages numbers of the linear pages whose translations may be cached */
    Transitions(Architecture architecture, long[] pages) {
        this.architecture = architecture;
        this.pages = pages.clone();
    }

    /**
     * Entries that reading one more paging-structure entry permits to create (C-TLB-CREATE, C-PSC-CREATE, C-SPEC).
     *
     * @param from the entry to continue from, or null for the root
     */
    void fills(Memory memory, int processor, RegisterFile registers, @Nullable PagingStructure from, FillSink sink) {
        if (!registers.paging()) {
            return;
        }
        List<WalkPosition> starts = WalkPosition.starts(memory, processor, registers, architecture, from);
        for (long page : pages) {
            boolean possible = registers.layout().hasPage(page)
                    && (from == null || from.usable(processor, registers.pcid(), page));
            for (WalkPosition start : possible ? starts : List.<WalkPosition>of()) {
                fillPage(memory, processor, registers, page, start, sink);
            }
        }
    }

    private void fillPage(
            Memory memory, int processor, RegisterFile registers, long page, WalkPosition at, FillSink sink) {
        long address = at.entryAddress(page, registers);
        long entry = registers.layout().read(memory, address);
        if (!PagingEntry.translates(entry, at.level(), registers, architecture).mayBeYes()) {
            return;
        }
        if (at.isInPdpteRegisters()) {
            fillPage(memory, processor, registers, page, at.through(entry, registers), sink); // C-PDPTEREG
            return;
        }
        Memory marked = memory.marked(registers.layout(), address, at.accessedFlag(registers));
        if (!PagingEntry.isLeaf(entry, at.level(), registers)) {
            sink.filled(marked, at.pagingStructure(processor, registers, page, entry));
            return;
        }
        Rights rights = at.rights().through(entry);
        int key = ProtectionKey.of(entry, rights, registers, architecture);
        fillLeaf(marked, processor, registers, page, at, entry, key, sink);
        if (ProtectionKey.mayBeLost(key, rights, registers, architecture)) {
            fillLeaf(marked, processor, registers, page, at, entry, ProtectionKey.NONE, sink);
        }
    }

    private static void fillLeaf(
            Memory marked,
            int processor,
            RegisterFile registers,
            long page,
            WalkPosition at,
            long leaf,
            int key,
            FillSink sink) {
        sink.filled(marked, at.wholePage(processor, registers, page, leaf, key));
        if (at.level() > 1) {
            sink.filled(marked, at.splinter(processor, registers, page, leaf, key));
        }
    }

    /** All ways an access may end that starts from one cache entry. */
    void start(Memory memory, Attempt attempt, CacheEntry from, AccessSink sink) {
        switch (from) {
            case Tlb entry -> use(memory, attempt, entry, sink);
            case PagingStructure entry -> walk(memory, attempt, entry, sink);
        }
    }

    /** All ways an access may end without the help of a TLB entry, walking from the root or from one entry. */
    void walk(Memory memory, Attempt attempt, @Nullable PagingStructure from, AccessSink sink) {
        if (!attempt.registers().paging()) {
            attempt.reach(memory, memory, attempt.linear() >>> 12, sink); // PG-MODE-NONE
        } else if (from == null || from.usable(attempt.processor(), attempt.pcid(), attempt.page())) {
            Walk walk = new Walk(memory, attempt, from == null || architecture.spuriousFaults, sink);
            for (WalkPosition start :
                    WalkPosition.starts(memory, attempt.processor(), attempt.registers(), architecture, from)) {
                walk.readAt(memory, start);
            }
        }
    }

    /** A walk under way. */
    private final class Walk {
        /** What a faulting walk leaves: it need not have set a flag, and a speculative fill may have (PG-AD-FAULT). */
        private final Memory before;

        private final Attempt attempt;
        /** Whether a fault is reported rather than confirmed by another walk, from the root (C-AMD-REWALK). */
        private final boolean mayFault;

        private final AccessSink sink;

        Walk(Memory before, Attempt attempt, boolean mayFault, AccessSink sink) {
            this.before = before;
            this.attempt = attempt;
            this.mayFault = mayFault;
            this.sink = sink;
        }

        void readAt(Memory memory, WalkPosition at) {
            RegisterFile registers = attempt.registers();
            long address = at.entryAddress(attempt.page(), registers);
            long entry = registers.layout().read(memory, address);
            Answer translates = PagingEntry.translates(entry, at.level(), registers, architecture);
            if (translates.mayBeNo()) {
                boolean present = PagingEntry.has(entry, PagingEntry.PRESENT);
                fault(present ? FaultCause.RESERVED : FaultCause.NOT_PRESENT);
            }
            if (!translates.mayBeYes()) {
                return;
            }
            if (PagingEntry.isLeaf(entry, at.level(), registers)) {
                reachLeaf(memory, at, address, entry);
            } else {
                long accessed = at.isInPdpteRegisters() ? 0 : at.accessedFlag(registers);
                readAt(memory.marked(registers.layout(), address, accessed), at.through(entry, registers));
            }
        }

        private void reachLeaf(Memory memory, WalkPosition at, long address, long leaf) {
            RegisterFile registers = attempt.registers();
            Rights rights = at.rights().through(leaf);
            int key = ProtectionKey.of(leaf, rights, registers, architecture);
            Answer permitted = attempt.permittedBy(rights, key);
            if (permitted.mayBeNo()) {
                fault(attempt.causeBy(rights, key));
            }
            if (permitted.mayBeYes()) {
                long dirty = attempt.kind() == AccessKind.STORE ? PagingEntry.DIRTY : 0;
                Memory marked = memory.marked(registers.layout(), address, PagingEntry.ACCESSED | dirty);
                attempt.reach(before, marked, at.frameOf(attempt.page(), leaf, registers), sink);
            }
        }

        private void fault(FaultCause cause) {
            if (mayFault) {
                Transitions.this.fault(before, attempt, cause, sink);
            }
        }
    }

    /** All ways an access may end by means of a TLB entry; a store that finds D clear walks instead (PG-AD-ORDER). */
    private void use(Memory memory, Attempt attempt, Tlb entry, AccessSink sink) {
        if (!entry.usable(attempt.processor(), attempt.pcid(), attempt.page())) {
            return;
        }
        Answer permitted = attempt.permittedBy(entry.rights(), entry.key());
        if (permitted.mayBeYes() && (attempt.kind() != AccessKind.STORE || entry.dirty())) {
            attempt.reach(memory, memory, entry.frameOf(attempt.page()), sink);
        }
        if (permitted.mayBeNo() && architecture.spuriousFaults) {
            fault(memory, attempt, attempt.causeBy(entry.rights(), entry.key()), sink);
        }
    }

    private void fault(Memory memory, Attempt attempt, FaultCause cause, AccessSink sink) {
        Answer fetchBit = AccessRules.fetchBit(attempt.registers(), attempt.kind(), architecture);
        if (fetchBit.mayBeNo()) {
            sink.ended(memory, attempt.fault(cause, false));
        }
        if (fetchBit.mayBeYes()) {
            sink.ended(memory, attempt.fault(cause, true));
        }
    }
}
