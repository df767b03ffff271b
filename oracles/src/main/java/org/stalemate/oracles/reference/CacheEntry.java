package org.stalemate.oracles.reference;

/** What a logical processor may cache of translations. It knows nothing of the mode it was made in (C-MODE-NOT-TAG). */
sealed interface CacheEntry {
    /** {@return the logical processor whose cache holds it} */
    int processor();

    /**
     * A TLB entry.
     *
     * @param pcid its tag; {@link #GLOBAL} where it serves every PCID (C-GLOBAL-USE)
     * @param page the first linear page that it translates
     * @param shift how much it translates: 0 for 4 KB, 9 for 2 MB, 10 for 4 MB, 18 for 1 GB
     * @param frame where the first page lies
     * @param key protection key, or {@link ProtectionKey#NONE}
     * @param dirty the leaf's D flag when the entry was made
     * @param leafShift how much the leaf mapped that it was made from; more than {@code shift} in a splinter (C-SPLINTER)
     */
    record Tlb(
            int processor,
            int pcid,
            long page,
            int shift,
            long frame,
            Rights rights,
            int key,
            boolean dirty,
            int leafShift)
            implements CacheEntry {
        static final int GLOBAL = -1;

        boolean global() {
            return pcid == GLOBAL;
        }

        boolean covers(long otherPage) {
            return (page ^ otherPage) >>> shift == 0;
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
     * @param level of the entry that it caches, see {@link Layout}
     * @param shift how many pages it serves, as a binary logarithm
     * @param prefix of the linear pages that it serves: their numbers without the low {@code shift} bits
     * @param table frame of the table that the entry references
     * @param rights gathered from the root down to this entry (C-PSC-RIGHTS)
     */
    record PagingStructure(int processor, int pcid, int level, int shift, long prefix, long table, Rights rights)
            implements CacheEntry {
        boolean usable(int atProcessor, int atPcid, long atPage) {
            return processor == atProcessor && pcid == atPcid && serves(atPage);
        }

        boolean serves(long otherPage) {
            return otherPage >>> shift == prefix;
        }
    }
}
