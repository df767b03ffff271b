package org.stalemate.generators;

/**
 * Short plots that are spliced into noise, because chance alone would seldom tell them. In each, what the scenario's mix
 * leaves out is skipped, and noise may stand between any two steps.
 */
public enum Template {
    /** Touch a page, edit an entry on its path, maybe invalidate, maybe go elsewhere and come back, revisit. */
    REVISIT(15, 88),
    /** One PCID for two roots or two PCIDs for one root: touch, load CR3 with the other, touch, come back. */
    RETAG(5, 65),
    /** Touch one page, edit a table that it shares, touch the other page below that table. */
    SHARE(5, 60),
    /** Make a page global, touch it, edit it, switch or invalidate, revisit. */
    GLOBAL(4, 50),
    /** Replace a table by a large page or a large page by a table, with or without invalidation. */
    SIZE_CHANGE(3, 45),
    /** Accesses under other rights: CPL 3, EFLAGS.AC, CR0.WP, fetches. */
    RIGHTS(4, 55),
    /** Clear an accessed or dirty flag, access, read the entry back. */
    FLAGS(4, 60),
    /** One logical processor edits, invalidates here or there, and both revisit. */
    SHOOTDOWN(5, 80),
    /** Touch, edit, INIT and bring-up, maybe back to the earlier PCID without flush, revisit. */
    RESTART(4, 50),
    /** Touch, edit, maybe invalidate, and let the hypervisor access the page, now and then in two paging modes. */
    TWIN(2, 45),
    /** Touch two pages that follow each other, edit the way to one, maybe invalidate, access both at once. */
    ACROSS(3, 50),
    /** One page under other rights of the processor: a supervisor's write with CR0.WP clear, SMEP, SMAP, fetch and read. */
    ROLE(2, 40),
    /** Touch a page with a protection key, change the rights of the key or the key, revisit. */
    KEYS(2, 45),
    /** Touch, edit a PAE page-directory-pointer-table entry, maybe INVLPG, revisit, load CR3, revisit. */
    POINTERS(6, 90),
    /** Put a 4 MB page in place of a table, touch, change CR4.PSE, revisit, change it back. */
    LARGE_PAGE_BIT(4, 75),
    /** Touch under 32-bit or PAE paging, change CR4.PAE with paging off or on, touch, come back. */
    BOTH_SIZES(3, 60),
    /** Write through a page, hook the page's frame in as a table, walk it, overwrite its entry through the page, revisit. */
    NEW_TABLE(4, 60);

    private final int weight;
    private final int percent;

    Template(int weight, int percent) {
        this.weight = weight;
        this.percent = percent;
    }

    /** {@return how often the template is drawn in the standard mix, relative to the others} */
    int weight() {
        return weight;
    }

    /** {@return in how many of 100 scenarios the template takes part} */
    int percent() {
        return percent;
    }
}
