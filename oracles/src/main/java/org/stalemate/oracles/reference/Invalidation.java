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
            return entry.pcid() == pcid && (allStructures || entry.serves(place.page));
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
            return entry.pcid() == pcid && entry.serves(place.page);
        }

        private boolean wouldFaultAgain(Tlb global) {
            return AccessRules.isRightsFault(errorCode)
                    && AccessRules.permits(registers, kind, global.rights()).mayBeNo();
        }
    }

    /**
     * What a linear address names when a page is invalidated.
     *
     * @param page the address's 4 KB page
     * @param root the root table of the structures that specify its translation now
     * @param isSpecified whether there are any that do
     */
    record Place(long page, long root, boolean isSpecified) {
        static Place of(RegisterFile registers, long linear) {
            return new Place(RegisterFile.page(linear), registers.rootFrame(), registers.paging());
        }

        /** The address under a PCID, whose structures are known only while it is current. */
        static Place of(RegisterFile registers, long linear, int pcid) {
            Place place = of(registers, linear);
            return pcid == registers.pcid() ? place : new Place(place.page, place.root, false);
        }

        /**
         * Whether the entry is one that must go: it covers the page, or it is a splinter of the large page that contains
         * it (TLB-INVLPG-LARGE). Where a walk does not end at the level of the large page by now, splinters for the rest
         * of the former page may stay (L-INVLPG-SPLINTER).
         */
        boolean concerns(Tlb entry, PhysicalMemory memory) {
            if (entry.covers(page)) {
                return true;
            }
            return PagingEntry.prefix(entry.page() ^ page, entry.leafLevel()) == 0 && endsAt(entry.leafLevel(), memory);
        }

        private boolean endsAt(int level, PhysicalMemory memory) {
            if (!isSpecified) {
                return false;
            }
            long table = root;
            for (int at = PagingEntry.ROOT_LEVEL; at >= level; at--) {
                long entry = memory.read(PagingEntry.wordAddress(table, page, at));
                if (!PagingEntry.has(entry, PagingEntry.PRESENT) || PagingEntry.isLeaf(entry, at)) {
                    return at == level;
                }
                table = PagingEntry.frame(entry, at);
            }
            return false;
        }
    }
}
