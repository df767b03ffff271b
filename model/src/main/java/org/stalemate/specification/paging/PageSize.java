package org.stalemate.specification.paging;

/** Sizes of pages. All but that of 4 MB are named by the level of the entry that maps the page. */
public final class PageSize {
    /** A page mapped by a PDE of 32-bit paging. */
    public static final int SIZE_4M = 0;

    /** A page mapped by a PTE. */
    public static final int SIZE_4K = 1;

    /** A page mapped by a PDE. */
    public static final int SIZE_2M = 2;

    /** A page mapped by a PDPTE. */
    public static final int SIZE_1G = 3;

    /** No page. */
    public static final int NONE = -1;

    private PageSize() {}

    /** {@return the level of the entry that maps pages of a size} */
    public static int level(int size) {
        return size == SIZE_4M ? 2 : size;
    }
}
