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
    record InvalidatePage(int pcid, Place place) implements Invalidation {
        @Override
        public boolean drops(Tlb entry, PhysicalMemory memory) {
            return (entry.global() || entry.pcid() == pcid) && place.concerns(entry, memory);
        }

        @Override
        public boolean drops(PagingStructure entry) {
            return entry.pcid() == pcid;
        }
    }

    /**
     * TLB-INVPCID-0: the page but for its globals, and the paging-structure-cache entries on its path.
     *
     * @param allStructures whether those of other addresses go too, as with INVLPG (TLB-INVLPG-AMD)
     */
    record IndividualAddress(int pcid, Place place, boolean allStructures) implements Invalidation {
        @Override
        public boolean drops(Tlb entry, PhysicalMemory memory) {
            return entry.pcid() == pcid && place.concerns(entry, memory);
        }

        @Override
        public boolean drops(PagingStructure entry) {
            return entry.pcid() == pcid && (allStructures || entry.serves(place.page()));
        }
    }

    /**
     * TLB-PF: the page, of its globals those that alone could make the same access fault in the same way, and the
     * paging-structure-cache entries on its path.
     */
    record DeliveredFault(RegisterFile registers, AccessKind kind, int errorCode, int pcid, Place place)
            implements Invalidation {
        @Override
        public boolean drops(Tlb entry, PhysicalMemory memory) {
            return (entry.global() ? wouldFaultAgain(entry) : entry.pcid() == pcid) && place.concerns(entry, memory);
        }

        @Override
        public boolean drops(PagingStructure entry) {
            return entry.pcid() == pcid && entry.serves(place.page());
        }

        private boolean wouldFaultAgain(Tlb global) {
            boolean sameCause = AccessRules.isRightsFault(errorCode)
                    && AccessRules.blamesKey(errorCode)
                            == ProtectionKey.forbids(registers, kind, global.rights(), global.key());
            return sameCause
                    && AccessRules.permits(registers, kind, global.rights(), global.key())
                            .mayBeNo();
        }
    }
}
