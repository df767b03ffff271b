package org.stalemate.shrinking;

import static org.stalemate.specification.paging.PagingEntry.ACCESSED;
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
import static org.stalemate.specification.processor.ControlBits.CR4_LA57;
import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.CR4_PCIDE;
import static org.stalemate.specification.processor.ControlBits.CR4_PGE;
import static org.stalemate.specification.processor.ControlBits.CR4_PSE;
import static org.stalemate.specification.processor.ControlBits.EFER_LMA;
import static org.stalemate.specification.processor.ControlBits.EFER_LME;
import static org.stalemate.specification.processor.ControlBits.EFER_NXE;

import java.util.EnumSet;
import java.util.Set;
import org.stalemate.generators.TableFormat;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;

/** What a scenario looks like where nothing in particular matters. */
final class NormalForm {
    /** Those of 4-level paging, which needs no name in a report. */
    static final long CR0 = CR0_PE | CR0_ET | CR0_NE | CR0_WP | CR0_PG;

    static final long CR4 = CR4_PAE | CR4_PGE | CR4_PCIDE;
    static final long EFER = EFER_LME | EFER_LMA | EFER_NXE;
    static final ExecutionState SUPERVISOR_32 = new ExecutionState(0, false, CodeSegment.BITS_32);
    static final int MAXPHYADDR = 46;
    static final Set<Feature> FEATURES = EnumSet.complementOf(EnumSet.of(Feature.LA57));

    /** A page of the first frame that follows this one; tables come before. */
    static final long FIRST_DATA_FRAME = 0x200;

    static final long FIRST_TABLE_FRAME = 0x10;

    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private NormalForm() {}

    static Platform platform(int logicalProcessors) {
        return new Platform(Profile.UNION, MAXPHYADDR, FEATURES, logicalProcessors);
    }

    /** {@return CR0 where nothing in particular matters in a mode} */
    static long cr0(PagingMode mode) {
        return mode == PagingMode.NONE ? CR0 & ~CR0_PG : CR0;
    }

    /** {@return CR4 where nothing in particular matters in a mode} */
    static long cr4(PagingMode mode) {
        return switch (mode) {
            case NONE -> 0;
            case BITS_32 -> CR4_PSE | CR4_PGE;
            case PAE -> CR4_PAE | CR4_PGE;
            case LEVEL_4 -> CR4;
            case LEVEL_5 -> CR4 | CR4_LA57;
        };
    }

    /** {@return EFER where nothing in particular matters in a mode} */
    static long efer(PagingMode mode) {
        return switch (mode) {
            case NONE, BITS_32 -> 0;
            case PAE -> EFER_NXE;
            case LEVEL_4, LEVEL_5 -> EFER;
        };
    }

    /** {@return the code that runs where nothing in particular matters in a mode} */
    static ExecutionState state(PagingMode mode) {
        return switch (mode) {
            case NONE, BITS_32, PAE -> SUPERVISOR_32;
            case LEVEL_4, LEVEL_5 -> ExecutionState.SUPERVISOR_64;
        };
    }

    /** {@return a word of a frame with each present entry in it as plain as {@link #entry} makes it} */
    static long word(long word, TableGraph.Use use) {
        return use.hasHalves() ? entry(word & LOW_HALF, use) | entry(word >>> 32, use) << 32 : entry(word, use);
    }

    /** {@return 4 bytes that are stored to a frame: as plain as an entry can be, or as they are where they are half of one} */
    static long half(int value, TableGraph.Use use) {
        return use.hasHalves() ? entry(value & LOW_HALF, use) : value & LOW_HALF;
    }

    /** {@return a present entry with all rights and flags set and the same address and size; another one as it is} */
    static long entry(long entry, TableGraph.Use use) {
        TableFormat format = use.format();
        if (!TableFormat.isPresent(entry)) {
            return entry;
        }
        if (!format.hasRights(use.level())) {
            return (entry & format.address()) | PRESENT;
        }
        long kept = entry & (format.address() | PAGE_SIZE);
        long flags = PRESENT | WRITABLE | USER | ACCESSED;
        return kept | (format.mapsPage(entry, use.level()) ? flags | DIRTY : flags);
    }

    /** {@return the value of such a store that crosses a page: the same in both halves} */
    static long splitStoreValue(int number) {
        return storeValue(number) * 0x1_0000_0001L;
    }

    /** {@return the value of the store that comes as the given number among all stores, from 1} */
    static long storeValue(int number) {
        return number * 0x100L | 0x12;
    }
}
