package org.stalemate.oracles.reference;

import org.jspecify.annotations.Nullable;
import org.stalemate.oracles.reference.CacheEntry.PagingStructure;
import org.stalemate.oracles.reference.CacheEntry.Tlb;

/**
 * Where a walk stands: about to read an entry.
 *
 * @param level of that entry
 * @param table frame that it lies in
 * @param rights gathered so far
 */
record WalkPosition(int level, long table, Rights rights) {
    /** {@return where a walk starts that continues from a cached entry (C-PSC-USE), or at the root for null} */
    static WalkPosition after(RegisterFile registers, @Nullable PagingStructure from) {
        return from == null
                ? new WalkPosition(PagingEntry.ROOT_LEVEL, registers.rootFrame(), Rights.ALL)
                : new WalkPosition(from.level() - 1, from.table(), from.rights());
    }

    /** {@return where the walk stands after an entry that references a table} */
    WalkPosition through(long entry) {
        return new WalkPosition(level - 1, PagingEntry.frame(entry, level), rights.through(entry));
    }

    long wordAddress(long page) {
        return PagingEntry.wordAddress(table, page, level);
    }

    /** {@return the frame that a leaf gives to a page within what it maps} */
    long frameOf(long page, long leaf) {
        return PagingEntry.frame(leaf, level) + offset(page);
    }

    /** Whether an entry here is present and clean of reserved bits. */
    Answer translates(long entry, RegisterFile registers, Architecture architecture) {
        if (!PagingEntry.has(entry, PagingEntry.PRESENT)
                || PagingEntry.reserved(entry, level, registers.executeDisable(), architecture)) {
            return Answer.NO;
        }
        return PagingEntry.hasDisputedBit8(entry, level) ? architecture.bit8Translates : Answer.YES;
    }

    PagingStructure pagingStructure(int processor, RegisterFile registers, long page, long entry) {
        return new PagingStructure(
                processor,
                registers.pcid(),
                level,
                PagingEntry.prefix(page, level),
                PagingEntry.frame(entry, level),
                rights.through(entry));
    }

    /** {@return the TLB entry for all that the leaf maps} */
    Tlb wholePage(int processor, RegisterFile registers, long page, long leaf) {
        return new Tlb(
                processor,
                tag(registers, leaf),
                page - offset(page),
                level,
                PagingEntry.frame(leaf, level),
                rights.through(leaf),
                PagingEntry.has(leaf, PagingEntry.DIRTY),
                level);
    }

    /** {@return the TLB entry for one 4 KB page of what a large leaf maps} */
    Tlb splinter(int processor, RegisterFile registers, long page, long leaf) {
        return new Tlb(
                processor,
                tag(registers, leaf),
                page,
                1,
                frameOf(page, leaf),
                rights.through(leaf),
                PagingEntry.has(leaf, PagingEntry.DIRTY),
                level);
    }

    /** C-GLOBAL-USE, C-GLOBAL-OFF, C-PCID-TAG. */
    private static int tag(RegisterFile registers, long leaf) {
        return registers.globalPages() && PagingEntry.has(leaf, PagingEntry.GLOBAL) ? Tlb.GLOBAL : registers.pcid();
    }

    private long offset(long page) {
        return page & PagingEntry.pages(level) - 1;
    }
}
