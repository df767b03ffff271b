package org.stalemate.litmus;

import org.jspecify.annotations.Nullable;

/** What a table is called, by the level and the paging mode that a scenario first uses it at. */
enum TableKind {
    FRAME("frame", null, false),
    PT("pt", null, false),
    PD("pd", PT, false),
    PDPT("pdpt", PD, false),
    ROOT("root", PDPT, false),
    PML4("pml4", PDPT, false),
    PML5("pml5", PML4, false),
    /** Four entries of 32 bytes, which may start anywhere in the frame. */
    PAE_PDPT("pdpt", PD, false),
    NARROW_PT("pt", null, true),
    NARROW_PD("pd", NARROW_PT, true);

    private final String title;
    private final @Nullable TableKind below;
    private final boolean narrow;

    TableKind(String title, @Nullable TableKind below, boolean narrow) {
        this.title = title;
        this.below = below;
        this.narrow = narrow;
    }

    String title() {
        return title;
    }

    /** {@return the kind that its entries name, null if they name pages only} */
    @Nullable
    TableKind below() {
        return below;
    }

    /** {@return whether it is a table of a mode other than 4-level paging for certain} */
    boolean followsStores() {
        return narrow || this == PAE_PDPT || this == PML4 || this == PML5;
    }

    /** {@return whether its entries have 4 bytes} */
    boolean narrow() {
        return narrow;
    }
}
