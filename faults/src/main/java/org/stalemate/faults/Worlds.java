package org.stalemate.faults;

/**
 * The beginnings of the shortest scenarios. In all of them linear page x leads to frame 200H, and where x is edited it goes to
 * frame 201H.
 */
final class Worlds {
    private Worlds() {}

    /**
     * 4-level paging: two address spaces that differ at page x, which the tables of root_b lead to frame 300H. Page g is x with G=1.
     * Page clean has D=0, so that a store to it has to walk whatever is cached of the page itself. Page ro is read-only, page nx has
     * XD=1, page keyed has key 1.
     */
    static final String LEVEL_4 = """

        table root_a at 0x10
        table pdpt_a at 0x11
        table pd_a at 0x12
        table pt_a at 0x13
        table other_pt_a at 0x14
        table root_b at 0x20
        table pdpt_b at 0x21
        table pd_b at 0x22
        table pt_b at 0x23
        root_a[0] -> pdpt_a P RW US A
        pdpt_a[0] -> pd_a P RW US A
        pd_a[0] -> pt_a P RW US A
        pt_a[1] -> page 0x200 P RW US A D
        pt_a[2] -> page 0x202 P RW US A
        pt_a[3] -> page 0x203 P RW US A D G
        pt_a[4] -> page 0x204 P US A D
        pt_a[5] -> page 0x205 P RW US A D XD
        pt_a[6] -> page 0x206 P RW US A D key 1
        other_pt_a[1] -> page 0x201 P RW US A D
        other_pt_a[2] -> page 0x201 P RW US A
        root_b[0] -> pdpt_b P RW US A
        pdpt_b[0] -> pd_b P RW US A
        pd_b[0] -> pt_b P RW US A
        pt_b[1] -> page 0x300 P RW US A D
        pt_b[3] -> page 0x303 P RW US A D G
        x = 0x1000
        clean = 0x2000
        g = 0x3000
        ro = 0x4000
        nx = 0x5000
        keyed = 0x6000
        far = 0x40000000
        """;

    /** 5-level paging. Read as that of a 4-level walk, the root table leads to nothing that is present. */
    static final String LEVEL_5 = """
        paging: 5-level

        table root at 0x0f
        table pml4 at 0x10
        table pdpt at 0x11
        table pd at 0x12
        table pt at 0x13
        root[0] -> pml4 P RW US A
        pml4[0] -> pdpt P RW US A
        pdpt[0] -> pd P RW US A
        pd[0] -> pt P RW US A
        pt[1] -> page 0x200 P RW US A D
        x = 0x1000
        """;

    /** PAE paging: the tables of root_b lead page x to frame 300H. */
    static final String PAE = """
        paging: PAE

        table root at 0x10
        table pd at 0x12
        table pt at 0x13
        table root_b at 0x20
        table pd_b at 0x22
        table pt_b at 0x23
        root[0] -> pd P
        pd[0] -> pt P RW US A
        pt[1] -> page 0x200 P RW US A D
        root_b[0] -> pd_b P
        pd_b[0] -> pt_b P RW US A
        pt_b[1] -> page 0x300 P RW US A D
        x = 0x1000
        """;

    /**
     * 32-bit paging. Page big may be one of 4 MB: its directory entry has PS=1 and leads, read as one that names a table, to the
     * table at 400H, where the page's first 4 KB would be.
     */
    static final String BITS_32 = """
        paging: 32-bit

        table pd at 0x12 of 4-byte entries
        table pt at 0x13 of 4-byte entries
        table at_400 at 0x400 of 4-byte entries
        pd[0] -> pt P RW US A
        pd[1] = 0x4000e7
        pt[1] -> page 0x200 P RW US A D
        at_400[0] -> page 0x210 P RW US A D
        x = 0x1000
        big = 0x400000
        """;

    /** PAE paging with CR3=0, where 32-bit paging finds a directory with the same number. */
    static final String PAE_AT_0 = """
        paging: PAE

        table root at 0
        table pd at 0x12
        table pt at 0x13
        root[0] -> pd P
        pd[0] -> pt P RW US A
        pt[1] -> page 0x200 P RW US A D
        x = 0x1000
        """;

    /** 32-bit paging with CR3=0. */
    static final String BITS_32_AT_0 = """
        paging: 32-bit

        table pd at 0 of 4-byte entries
        table pt at 0x13 of 4-byte entries
        pd[0] -> pt P RW US A
        pt[1] -> page 0x200 P RW US A D
        x = 0x1000
        """;

    /** Paging off. */
    static final String NONE = """
        paging: none

        table root at 0x10
        x = 0x1000
        """;
}
