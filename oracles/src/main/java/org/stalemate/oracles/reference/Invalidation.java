package org.stalemate.oracles.reference;

import org.stalemate.oracles.reference.CacheEntry.PagingStructure;
import org.stalemate.oracles.reference.CacheEntry.Tlb;

/** What an operation must drop from the caches of the logical processor that executes it (C.2, D, G). */
sealed interface Invalidation {
    boolean drops(Tlb entry, PhysicalMemory memory);

    boolean drops(PagingStructure entry);

    default boolean drops(CacheEntry entry, PhysicalMemory memory) {
        return switch (entry) {
            case Tlb tlb -> drops(tlb, memory);
            case PagingStructure structure -> drops(structure);
        };
    }

    record Nothing() implements Invalidation {
        static final Nothing INSTANCE = new Nothing();

        @Override
        public boolean drops(Tlb entry, PhysicalMemory memory) {
            return false;
        }

        @Override
        public boolean drops(PagingStructure entry) {
            return false;
        }
    }

    /** Every PCID and the globals: CR4.PGE and CR0.PG changes, PCIDE 1->0, INVPCID 2, INIT, RESET. */
    record Everything() implements Invalidation {
        static final Everything INSTANCE = new Everything();

        @Override
        public boolean drops(Tlb entry, PhysicalMemory memory) {
            return true;
        }

        @Override
        public boolean drops(PagingStructure entry) {
            return true;
        }
    }

    /** TLB-INVPCID-3. */
    record AllButGlobals() implements Invalidation {
        static final AllButGlobals INSTANCE = new AllButGlobals();

        @Override
        public boolean drops(Tlb entry, PhysicalMemory memory) {
            return !entry.global();
        }

        @Override
        public boolean drops(PagingStructure entry) {
            return true;
        }
    }

    /** One PCID but for the globals: MOV to CR3, TLB-INVPCID-1, TLB-CR4-SMEP. */
    record Context(int pcid) implements Invalidation {
        @Override
        public boolean drops(Tlb entry, PhysicalMemory memory) {
            return entry.pcid() == pcid;
        }

        @Override
        public boolean drops(PagingStructure entry) {
            return entry.pcid() == pcid;
        }
    }

    /** TLB-INVLPG: the page, globals included, and every paging-structure-cache entry of the current PCID. */
    record InvalidatePage(int pcid, long page) implements Invalidation {
        @Override
        public boolean drops(Tlb entry, PhysicalMemory memory) {
            return (entry.global() || entry.pcid() == pcid) && concerns(entry, page, memory);
        }

        @Override
        public boolean drops(PagingStructure entry) {
            return entry.pcid() == pcid;
        }
    }

    /** TLB-INVPCID-0: the page but for its globals, and the paging-structure-cache entries on its path. */
    record IndividualAddress(int pcid, long page) implements Invalidation {
        @Override
        public boolean drops(Tlb entry, PhysicalMemory memory) {
            return entry.pcid() == pcid && concerns(entry, page, memory);
        }

        @Override
        public boolean drops(PagingStructure entry) {
            return entry.pcid() == pcid && entry.serves(page);
        }
    }

    /**
     * TLB-PF: the page, of its globals those that alone could make the same access fault in the same way, and the
     * paging-structure-cache entries on its path.
     */
    record DeliveredFault(RegisterFile registers, AccessKind kind, int errorCode, int pcid, long page)
            implements Invalidation {
        @Override
        public boolean drops(Tlb entry, PhysicalMemory memory) {
            return (entry.global() ? wouldFaultAgain(entry) : entry.pcid() == pcid) && concerns(entry, page, memory);
        }

        @Override
        public boolean drops(PagingStructure entry) {
            return entry.pcid() == pcid && entry.serves(page);
        }

        private boolean wouldFaultAgain(Tlb global) {
            return AccessRules.isRightsFault(errorCode)
                    && AccessRules.permits(registers, kind, global.rights()).mayBeNo();
        }
    }

    /**
     * Whether an invalidation of one page reaches the entry: it covers the page, or it is a splinter of a large page
     * that contains it. L-INVLPG-SPLINTER: once a table has replaced the large leaf, its splinters elsewhere may stay.
     */
    private static boolean concerns(Tlb entry, long page, PhysicalMemory memory) {
        if (entry.covers(page)) {
            return true;
        }
        return PagingEntry.prefix(entry.page() ^ page, entry.largeLevel()) == 0
                && !isTable(memory.read(entry.largeLeaf()));
    }

    private static boolean isTable(long entry) {
        return PagingEntry.has(entry, PagingEntry.PRESENT) && !PagingEntry.has(entry, PagingEntry.PAGE_SIZE);
    }
}
