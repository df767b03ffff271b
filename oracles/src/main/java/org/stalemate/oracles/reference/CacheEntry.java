package org.stalemate.oracles.reference;

/** What a logical processor may cache of translations. */
sealed interface CacheEntry {
    /** {@return the logical processor whose cache holds it} */
    int processor();

    /**
     * A TLB entry.
     *
     * @param pcid its tag; {@link #GLOBAL} where it serves every PCID (C-GLOBAL-USE)
     * @param page the first linear page that it translates
     * @param level how much it translates: 1 for 4 KB, 2 for 2 MB, 3 for 1 GB
     * @param frame where the first page lies
     * @param dirty the leaf's D flag when the entry was made
     * @param leafLevel level of the leaf that it was made from; above {@code level} in a splinter (C-SPLINTER)
     */
    record Tlb(int processor, int pcid, long page, int level, long frame, Rights rights, boolean dirty, int leafLevel)
            implements CacheEntry {
        static final int GLOBAL = -1;

        boolean global() {
            return pcid == GLOBAL;
        }

        boolean covers(long otherPage) {
            return PagingEntry.prefix(page ^ otherPage, level) == 0;
        }

        boolean usable(int atProcessor, int atPcid, long atPage) {
            return processor == atProcessor && (global() || pcid == atPcid) && covers(atPage);
        }

        long frameOf(long atPage) {
            return frame + (atPage - page);
        }
    }

    /**
     * An entry of a paging-structure cache.
     *
     * @param pcid its tag; there are no global ones (C-GLOBAL-PSC)
     * @param level of the entry that it caches: 4 for a PML4E, 3 for a PDPTE, 2 for a PDE
     * @param prefix of the linear pages that it serves, see {@link PagingEntry#prefix}
     * @param table frame of the table that the entry references
     * @param rights gathered from the root down to this entry (C-PSC-RIGHTS)
     */
    record PagingStructure(int processor, int pcid, int level, long prefix, long table, Rights rights)
            implements CacheEntry {
        boolean usable(int atProcessor, int atPcid, long atPage) {
            return processor == atProcessor && pcid == atPcid && serves(atPage);
        }

        boolean serves(long otherPage) {
            return PagingEntry.prefix(otherPage, level) == prefix;
        }
    }
}
