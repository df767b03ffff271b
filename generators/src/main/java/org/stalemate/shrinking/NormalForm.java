package org.stalemate.shrinking;

import static org.stalemate.specification.paging.PagingEntry.ACCESSED;
import static org.stalemate.specification.paging.PagingEntry.ADDRESS;
import static org.stalemate.specification.paging.PagingEntry.DIRTY;
import static org.stalemate.specification.paging.PagingEntry.PAGE_SIZE;
import static org.stalemate.specification.paging.PagingEntry.PRESENT;
import static org.stalemate.specification.paging.PagingEntry.USER;
import static org.stalemate.specification.paging.PagingEntry.WRITABLE;
import static org.stalemate.specification.processor.ControlBits.CR0_ET;
import static org.stalemate.specification.processor.ControlBits.CR0_NE;
import static org.stalemate.specification.processor.ControlBits.CR0_PE;
import static org.stalemate.specification.processor.ControlBits.CR0_PG;
import static org.stalemate.specification.processor.ControlBits.CR0_WP;
import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.CR4_PCIDE;
import static org.stalemate.specification.processor.ControlBits.CR4_PGE;
import static org.stalemate.specification.processor.ControlBits.EFER_LMA;
import static org.stalemate.specification.processor.ControlBits.EFER_LME;
import static org.stalemate.specification.processor.ControlBits.EFER_NXE;

import java.util.EnumSet;
import java.util.Set;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;

/** What a scenario looks like where nothing in particular matters. */
final class NormalForm {
    static final long CR0 = CR0_PE | CR0_ET | CR0_NE | CR0_WP | CR0_PG;
    static final long CR4 = CR4_PAE | CR4_PGE | CR4_PCIDE;
    static final long EFER = EFER_LME | EFER_LMA | EFER_NXE;
    static final int MAXPHYADDR = 46;
    static final Set<Feature> FEATURES = EnumSet.complementOf(EnumSet.of(Feature.LA57));

    /** A page of the first frame that follows this one; tables come before. */
    static final long FIRST_DATA_FRAME = 0x200;

    static final long FIRST_TABLE_FRAME = 0x10;

    private NormalForm() {}

    static Platform platform(int logicalProcessors) {
        return new Platform(Profile.UNION, MAXPHYADDR, FEATURES, logicalProcessors);
    }

    /** {@return a present entry with all rights and flags set and the same address and size; another one as it is} */
    static long entry(long entry, int level) {
        if ((entry & PRESENT) == 0) {
            return entry;
        }
        long kept = entry & (ADDRESS | PAGE_SIZE);
        long flags = PRESENT | WRITABLE | USER | ACCESSED;
        return kept | (PagingEntry.mapsPage(entry, level) ? flags | DIRTY : flags);
    }

    /** {@return the value of the store that comes as the given number among all stores, from 1} */
    static long storeValue(int number) {
        return number * 0x100L | 0x12;
    }
}
