package org.stalemate.specification.caching;

/**
 * Accessed and dirty flags of 4-byte entries that lie in the high half of an 8-byte entry's word, where 32-bit paging and another
 * mode use one table: bits 37 and 38, which are address bits of the 8-byte entry.
 */
public interface OverlappingFlags {
    /**
     * {@return those of the two bits that are 0 in the 8-byte entry at a location and may be 1}
     *
     * @param location the location of the entry, see {@link org.stalemate.specification.paging.PagingFormat}
     */
    long perhaps(int location);

    /** {@return the uncertain flags, as bits of a footprint, that are set if these bits of the entry are} */
    long footprint(int location, long bits);
}
