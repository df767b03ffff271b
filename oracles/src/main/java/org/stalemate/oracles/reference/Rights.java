package org.stalemate.oracles.reference;

/**
 * The rights that a path through the paging structures has gathered.
 *
 * @param writable R/W is 1 in every entry
 * @param user U/S is 1 in every entry
 * @param executable XD is 1 in no entry
 */
record Rights(boolean writable, boolean user, boolean executable) {
    /** What CR3 restricts: nothing. */
    static final Rights ALL = new Rights(true, true, true);

    /** {@return the rights after one more entry} */
    Rights through(long entry) {
        return new Rights(
                writable && (entry & PagingEntry.WRITABLE) != 0,
                user && (entry & PagingEntry.USER) != 0,
                executable && (entry & PagingEntry.EXECUTE_DISABLE) == 0);
    }
}
