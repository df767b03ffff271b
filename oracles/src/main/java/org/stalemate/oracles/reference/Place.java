package org.stalemate.oracles.reference;

import org.stalemate.oracles.reference.CacheEntry.Tlb;

/**
 * What a linear address names when a page is invalidated.
 *
 * @param processor the logical processor that invalidates
 * @param page the address's 4 KB page
 * @param registers that say which structures specify its translation now
 * @param isSpecified whether there are any that do
 */
record Place(int processor, long page, RegisterFile registers, Architecture architecture, boolean isSpecified) {
    static Place of(int processor, RegisterFile registers, long linear, Architecture architecture) {
        long page = RegisterFile.page(linear);
        boolean specified = registers.paging() && registers.layout().hasPage(page);
        return new Place(processor, page, registers, architecture, specified);
    }

    /** The address under a PCID, whose structures are known only while it is current. */
    static Place of(int processor, RegisterFile registers, long linear, int pcid, Architecture architecture) {
        Place place = of(processor, registers, linear, architecture);
        return pcid == registers.pcid() ? place : new Place(processor, place.page, registers, architecture, false);
    }

    /**
     * Whether the entry is one that must go: it covers the page, or it is a splinter of the large page that contains it
     * (TLB-INVLPG-LARGE). Where a walk does not end at an entry for such a large page by now, splinters for the rest of the former
     * page may stay (L-INVLPG-SPLINTER).
     */
    boolean concerns(Tlb entry, PhysicalMemory memory) {
        if (entry.covers(page)) {
            return true;
        }
        return (entry.page() ^ page) >>> entry.leafShift() == 0 && isSpecified && endsAt(entry.leafShift(), memory);
    }

    /** Where there are two ways to find a PDPTE, only what both lead to is demanded. */
    private boolean endsAt(int shift, PhysicalMemory memory) {
        for (WalkPosition root : WalkPosition.roots(memory, processor, registers, architecture)) {
            if (!endsAt(shift, memory, root)) {
                return false;
            }
        }
        return true;
    }

    private boolean endsAt(int shift, PhysicalMemory memory, WalkPosition root) {
        Layout layout = registers.layout();
        WalkPosition at = root;
        while (layout.shift(at.level()) >= shift) {
            long entry = layout.read(memory, at.entryAddress(page, registers));
            boolean present = PagingEntry.has(entry, PagingEntry.PRESENT);
            boolean couldMap = PagingEntry.isLeaf(entry | PagingEntry.PAGE_SIZE, at.level(), registers);
            if (!present || PagingEntry.isLeaf(entry, at.level(), registers)) {
                return couldMap && layout.shift(at.level()) == shift;
            }
            at = at.through(entry, registers);
        }
        return false;
    }
}
