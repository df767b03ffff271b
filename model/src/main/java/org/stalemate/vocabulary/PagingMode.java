package org.stalemate.vocabulary;

/** How linear addresses are translated (SDM 4.1.1). */
public enum PagingMode {
    /** CR0.PG=0: a linear address, 32 bits wide, is the physical address. */
    NONE("no paging"),
    /** CR0.PG=1, CR4.PAE=0. */
    BITS_32("32-bit paging"),
    /** CR0.PG=1, CR4.PAE=1, EFER.LMA=0. */
    PAE("PAE paging"),
    /** EFER.LMA=1, CR4.LA57=0. */
    LEVEL_4("4-level paging"),
    /** EFER.LMA=1, CR4.LA57=1. */
    LEVEL_5("5-level paging");

    private final String title;

    PagingMode(String title) {
        this.title = title;
    }

    /** {@return the name the manuals use} */
    public String title() {
        return title;
    }
}
