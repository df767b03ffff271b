package org.stalemate.oracles.reference;

/**
 * Rights of a translation, gathered over the levels of a walk (SDM 4.6).
 *
 * @param writable R/W at every level
 * @param user U/S at every level
 * @param executable XD at no level
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
