package org.stalemate.faults;

import org.stalemate.litmus.LitmusParser;
import org.stalemate.vocabulary.Scenario;

/**
 * The shortest known scenarios. All run in one world: two address spaces that differ at page x, which the tables of root_a lead
 * to frame 200H and those of root_b to frame 300H; where x is edited it goes to frame 201H. Page g is x with G=1. Page clean
 * has D=0, so that a store to it has to walk whatever is cached of the page itself.
 */
final class Shortest {
    private static final String WORLD = """
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
        pt_a[3] -> page 0x203 P RW US A D G
        pt_a[2] -> page 0x202 P RW US A
        other_pt_a[2] -> page 0x201 P RW US A
        root_b[0] -> pdpt_b P RW US A
        pdpt_b[0] -> pd_b P RW US A
        pd_b[0] -> pt_b P RW US A
        pt_b[1] -> page 0x300 P RW US A D
        pt_b[3] -> page 0x303 P RW US A D G
        x = 0x1000
        clean = 0x2000
        g = 0x3000
        far = 0x40000000
        """;

    private Shortest() {}

    /** {@return the scenario of a fault} */
    static Scenario scenario(String profile, String registers, String steps) {
        String text = "name: shortest\nprofile: " + profile + "\n\n" + WORLD + registers + "\n\n" + steps;
        return LitmusParser.parse(text).scenario();
    }

    static final String TLB_04 = """
        load x
        entry pt_a[1] := page 0x201 P RW US A D
        MOV CR3 root_b pcid 1
        MOV CR3 root_a pcid 1 noflush
        load x
        """;

    static final String TLB_05 = """
        load x
        entry pt_a[1] := page 0x201 P RW US A D
        MOV CR3 root_a
        load x
        """;

    static final String TLB_10A = """
        load x
        entry pt_a[1] := page 0x201 P RW US A D
        MOV CR3 root_b pcid 2 noflush
        INVPCID 2 pcid 0 0x0
        MOV CR3 root_a pcid 1 noflush
        load x
        """;

    static final String TLB_10B = """
        load g
        entry pt_a[3] := page 0x201 P RW US A D G
        INVPCID 2 pcid 0 0x0
        load g
        """;

    static final String TLB_10D = """
        load x
        entry pt_a[1] := page 0x201 P RW US A D
        INVPCID 3 pcid 0 0x0
        load x
        """;

    static final String TLB_12A = """
        load x
        entry pt_a[1] := page 0x201 P RW US A D
        INVPCID 1 pcid 1 0x0
        load x
        """;

    static final String INIT_01_NOTHING = """
        load x
        INIT
        load x
        """;

    static final String INIT_01_ONE_TAG = """
        load x
        entry pt_a[1] := page 0x201 P RW US A D
        MOV CR3 root_b pcid 2 noflush
        INIT-AND-BRING-UP root_a pcid 1
        load x
        """;

    static final String ROLE_01 = """
        INIT
        load x
        """;

    static final String INVLPG_ROOTS = """
        load x
        MOV CR3 root_b pcid 1 noflush
        entry pt_a[1] := page 0x201 P RW US A D
        INVLPG x
        MOV CR3 root_a pcid 1 noflush
        load x
        """;

    static final String INVLPG_ROOTS_GLOBAL = """
        load g
        MOV CR3 root_b pcid 2 noflush
        entry pt_a[3] := page 0x201 P RW US A D G
        INVLPG g
        MOV CR3 root_a pcid 1 noflush
        load g
        """;

    static final String INVLPG_GLOBAL = """
        load g
        entry pt_a[3] := page 0x201 P RW US A D G
        INVLPG g
        load g
        """;

    /** What is cached of the page itself does not help a store that has yet to set D; it could lawfully be cached by anyone (C-SPEC). */
    static final String XSA_286 = """
        load clean
        entry pd_a[0] := other_pt_a P RW US A
        INVLPG far
        store clean 0x112
        """;
}
