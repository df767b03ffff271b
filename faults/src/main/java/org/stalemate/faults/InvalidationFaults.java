package org.stalemate.faults;

import static org.stalemate.faults.Draft.fault;
import static org.stalemate.mmu.MmuConfiguration.SHADOW;
import static org.stalemate.mmu.MmuConfiguration.TDP;

import java.util.List;
import org.stalemate.vocabulary.Rule;

/** Invalidating instructions that reach too little. */
final class InvalidationFaults {
    private InvalidationFaults() {}

    static final List<Fault> ALL = List.of(
            fault(
                    "KVM-2021-06-TLB-04",
                    "TLB-04",
                    "A flushing MOV to CR3 resynchronises the loaded root only",
                    "Linux 21823fbda552",
                    SHADOW,
                    Requirement.PCIDS,
                    List.of(Rule.TLB_MOVCR3_FLUSH),
                    Worlds.LEVEL_4 + """
                        CR3 = root_a pcid 1
                        load x
                        entry pt_a[1] := page 0x201 P RW US A D
                        MOV CR3 root_b pcid 1
                        MOV CR3 root_a pcid 1 noflush
                        load x
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.MovToCr3SyncsLoadedRootOnly()),
            fault(
                    "KVM-2021-06-TLB-05a",
                    "TLB-05a",
                    "MOV to CR3 switches roots and nobody flushes",
                    "Linux 415b1a0105cd",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.TLB_MOVCR3_FLUSH, Rule.TLB_MOVCR3_NOPCID),
                    Worlds.LEVEL_4 + """
                        load x
                        MOV CR3 root_b
                        load x
                          permitted: loaded from page 0x300
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.MovToCr3NeverFlushes()),
            fault(
                    "KVM-2021-06-TLB-05b",
                    "TLB-05b",
                    "MOV to CR3 of the value it has does nothing",
                    "Linux 415b1a0105cd",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.TLB_MOVCR3_FLUSH, Rule.TLB_MOVCR3_NOPCID),
                    Worlds.LEVEL_4 + """
                        load x
                        entry pt_a[1] := page 0x201 P RW US A D
                        MOV CR3 root_a
                        load x
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.MovToCr3OfSameValueIsNothing()),
            fault(
                    "KVM-2021-06-TLB-10a",
                    "TLB-10a",
                    "INVPCID type 2 leaves kept roots stale",
                    "Linux 28f28d453ffc",
                    SHADOW,
                    Requirement.INVPCID,
                    List.of(Rule.TLB_INVPCID_2),
                    Worlds.LEVEL_4 + """
                        CR3 = root_a pcid 1
                        load x
                        entry pt_a[1] := page 0x201 P RW US A D
                        MOV CR3 root_b pcid 2 noflush
                        INVPCID 2 pcid 0 0x0
                        MOV CR3 root_a pcid 1 noflush
                        load x
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.InvPcidOfAllSyncsCurrentRootOnly()),
            fault(
                    "KVM-2021-06-TLB-10b",
                    "TLB-10b",
                    "INVPCID type 2 leaves global translations",
                    "Linux 28f28d453ffc",
                    TDP,
                    Requirement.INVPCID,
                    List.of(Rule.TLB_INVPCID_2),
                    Worlds.LEVEL_4 + """
                        CR3 = root_a pcid 1
                        load g
                        entry pt_a[3] := page 0x201 P RW US A D G
                        INVPCID 2 pcid 0 0x0
                        load g
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x203
                        """,
                    new HardwareDefects.InvPcidOfAllKeepsGlobals()),
            fault(
                    "KVM-2021-06-TLB-10d",
                    "TLB-10d",
                    "INVPCID type 3 reaches the roots of one PCID only",
                    "Linux 28f28d453ffc",
                    SHADOW,
                    Requirement.INVPCID,
                    List.of(Rule.TLB_INVPCID_3),
                    Worlds.LEVEL_4 + """
                        CR3 = root_a pcid 1
                        load x
                        entry pt_a[1] := page 0x201 P RW US A D
                        INVPCID 3 pcid 0 0x0
                        load x
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.InvPcidOfAllContextsReachesOne()),
            fault(
                    "KVM-2021-06-TLB-12a",
                    "TLB-12a",
                    "INVPCID type 1 resynchronises nothing",
                    "Linux e62f1aa8b930",
                    SHADOW,
                    Requirement.INVPCID,
                    List.of(Rule.TLB_INVPCID_1),
                    Worlds.LEVEL_4 + """
                        CR3 = root_a pcid 1
                        load x
                        entry pt_a[1] := page 0x201 P RW US A D
                        INVPCID 1 pcid 1 0x0
                        load x
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.InvPcidOfOneContextSyncsNothing()),
            fault(
                    "BEY-INVLPG-ROOTS-a",
                    "INVLPG-ROOTS-a",
                    "INVLPG skips kept roots",
                    "Linux 08fb59d8a47d",
                    SHADOW,
                    Requirement.PCIDS,
                    List.of(Rule.TLB_INVLPG),
                    Worlds.LEVEL_4 + """
                        CR3 = root_a pcid 1
                        load x
                        MOV CR3 root_b pcid 1 noflush
                        entry pt_a[1] := page 0x201 P RW US A D
                        INVLPG x
                        MOV CR3 root_a pcid 1 noflush
                        load x
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.InvLpgReachesCurrentRootOnly()),
            fault(
                    "BEY-INVLPG-ROOTS-b",
                    "INVLPG-ROOTS-b",
                    "INVLPG skips global pages in roots of other PCIDs",
                    "Linux faff87588d8b",
                    SHADOW,
                    Requirement.PCIDS,
                    List.of(Rule.TLB_INVLPG),
                    Worlds.LEVEL_4 + """
                        CR3 = root_a pcid 1
                        load g
                        MOV CR3 root_b pcid 2 noflush
                        entry pt_a[3] := page 0x201 P RW US A D G
                        INVLPG g
                        MOV CR3 root_a pcid 1 noflush
                        load g
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x203
                        """,
                    new FlushDefects.InvLpgForgetsGlobalsOfOtherPcids()),
            fault(
                    "BEY-XSA286",
                    "XSA286",
                    "INVLPG drops remembered tables on the path of its operand only",
                    "CVE-2020-27674",
                    TDP,
                    Requirement.ANY,
                    List.of(Rule.TLB_INVLPG),
                    Worlds.LEVEL_4 + """
                        load clean
                        entry pd_a[0] := other_pt_a P RW US A
                        INVLPG far
                        store clean 0x112
                          permitted: stored to page 0x201
                          forbidden: stored to page 0x202
                        """,
                    new HardwareDefects.InvLpgKeepsTablesOfOtherAddresses()),
            fault(
                    "BEY-ERR-INVLPG-G",
                    "ERR-INVLPG-G",
                    "INVLPG leaves global translations",
                    "Linux ce0b15d11ad8",
                    TDP,
                    Requirement.PCIDS,
                    List.of(Rule.TLB_INVLPG),
                    Worlds.LEVEL_4 + """
                        CR3 = root_a pcid 1
                        load g
                        entry pt_a[3] := page 0x201 P RW US A D G
                        INVLPG g
                        load g
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x203
                        """,
                    new HardwareDefects.InvLpgKeepsGlobals()));
}
