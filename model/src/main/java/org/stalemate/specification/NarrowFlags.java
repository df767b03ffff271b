package org.stalemate.specification;

import static org.stalemate.specification.paging.PagingEntry.ACCESSED;
import static org.stalemate.specification.paging.PagingEntry.DIRTY;

import org.stalemate.specification.caching.OverlappingFlags;
import org.stalemate.specification.caching.UncertainFlags;

/** The flags of 4-byte entries in words that are read as 8-byte entries; there are none before there was 32-bit paging. */
record NarrowFlags(OutsideWalks outside, LoadedWord word, UncertainFlags flags) implements OverlappingFlags {
    @Override
    public long perhaps(int location) {
        return outside.hasNarrowEntries() ? word.at(location).perhapsSetInHighHalf() : 0;
    }

    @Override
    public long footprint(int location, long bits) {
        long high = bits >>> Integer.SIZE;
        return ((high & ACCESSED) != 0 ? flags.accessedIfUncertain(location + 1) : 0)
                | ((high & DIRTY) != 0 ? flags.dirtyIfUncertain(location + 1) : 0);
    }
}
