package org.stalemate.oracles.reference;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.oracles.reference.CacheEntry.PagingStructure;
import org.stalemate.oracles.reference.CacheEntry.Tlb;

/**
 * Where a walk stands: about to read an entry.
 *
 * @param level of that entry
 * @param base physical address of the table that it lies in, or where the PDPTE registers are kept
 * @param rights gathered so far
 */
record WalkPosition(int level, long base, Rights rights) {
    /** {@return where a walk starts that continues from a cached entry (C-PSC-USE)} */
    static WalkPosition after(PagingStructure from) {
        return new WalkPosition(from.level() - 1, from.table() << 12, from.rights());
    }

    /** {@return where a walk starts that consults no cache, PDPTE registers left aside} */
    static WalkPosition root(RegisterFile registers) {
        Layout layout = registers.layout();
        long base = switch (layout) {
            case BITS_32 -> registers.cr3 & ControlBits.CR3_ROOT & ControlBits.LOW_32;
            case PAE -> PdpteRegisters.table(registers);
            case LEVEL_4, LEVEL_5 -> registers.cr3 & ControlBits.CR3_ROOT;
        };
        return new WalkPosition(layout.rootLevel(), base, Rights.ALL);
    }

    /** {@return where a walk starts that uses the PDPTE registers} */
    static WalkPosition inPdpteRegisters(int processor) {
        return new WalkPosition(Layout.PAE.rootLevel(), PdpteRegisters.base(processor), Rights.ALL);
    }

    /** {@return all positions at which a walk may start that uses no cached entry: L-PDPTE-SVM has two} */
    static List<WalkPosition> roots(
            PhysicalMemory memory, int processor, RegisterFile registers, Architecture architecture) {
        WalkPosition inMemory = root(registers);
        if (registers.layout() != Layout.PAE) {
            return List.of(inMemory);
        }
        WalkPosition inRegisters = inPdpteRegisters(processor);
        if (!architecture.pdptesOnDemand.mayBeYes()) {
            return List.of(inRegisters);
        }
        boolean empty = memory.read(inRegisters.base) == PdpteRegisters.VOID;
        return empty ? List.of(inMemory) : List.of(inRegisters, inMemory);
    }

    /** {@return the same, or for a cached entry the one position after it} */
    static List<WalkPosition> starts(
            PhysicalMemory memory,
            int processor,
            RegisterFile registers,
            Architecture architecture,
            @Nullable PagingStructure from) {
        return from == null ? roots(memory, processor, registers, architecture) : List.of(after(from));
    }

    boolean isInPdpteRegisters() {
        return PdpteRegisters.holds(base);
    }

    /** {@return where the walk stands after an entry that references a table} */
    WalkPosition through(long entry, RegisterFile registers) {
        return new WalkPosition(
                level - 1, PagingEntry.frame(entry, level, registers) << 12, rightsThrough(entry, registers));
    }

    /** {@return the rights after an entry here; PDPTEs of PAE paging have none} */
    Rights rightsThrough(long entry, RegisterFile registers) {
        return registers.layout().isBarePdpte(level) ? rights : rights.through(entry);
    }

    /** {@return the flag that the entry has once it is used} */
    long accessedFlag(RegisterFile registers) {
        return registers.layout().isBarePdpte(level) ? 0 : PagingEntry.ACCESSED;
    }

    long entryAddress(long page, RegisterFile registers) {
        return registers.layout().entryAddress(base, page, level);
    }

    /** {@return the frame that a leaf gives to a page within what it maps} */
    long frameOf(long page, long leaf, RegisterFile registers) {
        return PagingEntry.frame(leaf, level, registers) + offset(page, registers);
    }

    PagingStructure pagingStructure(int processor, RegisterFile registers, long page, long entry) {
        int shift = registers.layout().shift(level);
        return new PagingStructure(
                processor,
                registers.pcid(),
                level,
                shift,
                page >>> shift,
                PagingEntry.frame(entry, level, registers),
                rightsThrough(entry, registers));
    }

    /** {@return the TLB entry for all that the leaf maps} */
    Tlb wholePage(int processor, RegisterFile registers, long page, long leaf, int key) {
        int shift = registers.layout().shift(level);
        return new Tlb(
                processor,
                tag(registers, leaf),
                page - offset(page, registers),
                shift,
                PagingEntry.frame(leaf, level, registers),
                rights.through(leaf),
                key,
                PagingEntry.has(leaf, PagingEntry.DIRTY),
                shift);
    }

    /** {@return the TLB entry for one 4 KB page of what a large leaf maps} */
    Tlb splinter(int processor, RegisterFile registers, long page, long leaf, int key) {
        return new Tlb(
                processor,
                tag(registers, leaf),
                page,
                0,
                frameOf(page, leaf, registers),
                rights.through(leaf),
                key,
                PagingEntry.has(leaf, PagingEntry.DIRTY),
                registers.layout().shift(level));
    }

    /** C-GLOBAL-USE, C-GLOBAL-OFF, C-PCID-TAG. */
    private static int tag(RegisterFile registers, long leaf) {
        return registers.globalPages() && PagingEntry.has(leaf, PagingEntry.GLOBAL) ? Tlb.GLOBAL : registers.pcid();
    }

    private long offset(long page, RegisterFile registers) {
        return page & (1L << registers.layout().shift(level)) - 1;
    }
}
