package org.stalemate.faults;

import static org.stalemate.faults.Draft.fault;
import static org.stalemate.mmu.MmuConfiguration.SHADOW;
import static org.stalemate.mmu.MmuConfiguration.TDP;

import java.util.List;
import org.stalemate.mmu.role.PageRole;
import org.stalemate.mmu.role.TreeKey;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Rule;

/** Shadow pages and trees used where they do not belong, and what may go out of step. */
final class PageFaults {
    private PageFaults() {}

    static final List<Fault> ALL = List.of(
            fault(
                    "KVM-2021-06-RO-PAGE-LEVEL",
                    "RO-PAGE-LEVEL",
                    "A shadow page serves at any level",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_4L_WALK),
                    Worlds.LEVEL_4 + """
                        root_a[1] -> root_a P RW US A
                        load 0x8000000000
                        load x
                          permitted: loaded from page 0x200
                          forbidden: loaded from page 0x13
                        """,
                    new RoleDefects.PagesForget(PageRole.LEVEL)),
            fault(
                    "KVM-2021-06-RO-PAGE-4BYTE",
                    "RO-PAGE-4BYTE",
                    "A shadow tree serves entries of 4 and of 8 bytes",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.TLB_CR4_PAE, Rule.TLB_CR0_PG, Rule.TLB_MOVCR3_NOPCID, Rule.TLB_MOVCR3_FLUSH),
                    Worlds.PAE_AT_0 + """
                        EFER = 0
                        load x
                        MOV CR4 -PAE
                        load x
                          permitted: #PF
                          forbidden: loaded from page 0x200
                        """,
                    new RoleDefects.TreesForget(TreeKey.MODE)),
            fault(
                    "KVM-2021-06-RO-PAGE-QUAD",
                    "RO-PAGE-QUAD",
                    "A shadow page serves both halves of a table of 4-byte entries",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_32_WALK),
                    Worlds.BITS_32 + """
                        pt[514] -> page 0x202 P RW US A D
                        pt[513] -> page 0x201 P RW US A D
                        load 0x202000
                        load x
                        load 0x201000
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x200
                        """,
                    new RoleDefects.PagesForget(PageRole.QUADRANT)),
            fault(
                    "KVM-2021-06-RO-PAGE-DIRECT",
                    "RO-PAGE-DIRECT",
                    "The pieces of a large page serve for the table in its first frame",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_4L_WALK, Rule.PG_5L_WALK, Rule.PG_PAE_WALK, Rule.PG_32_WALK),
                    Worlds.LEVEL_4 + """
                        table inner at 0x400
                        inner[0] -> page 0x200 P RW US A D
                        inner[1] -> page 0x201 P RW US A D
                        pd_a[1] -> page 0x400 P RW US A D PS
                        pd_a[2] -> inner P RW US A
                        load 0x200000
                        load 0x401000
                        load 0x400000
                          permitted: loaded from page 0x200
                          forbidden: loaded from page 0x400
                        """,
                    new RoleDefects.PagesForget(PageRole.DIRECT | PageRole.SIZE | PageRole.DIRTY)),
            fault(
                    "KVM-2021-06-RO-PAGE-DIRECT-PG",
                    "RO-PAGE-DIRECT-PG",
                    "A shadow tree serves with paging on and off",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_MODE_NONE),
                    Worlds.BITS_32_AT_0 + """
                        CR0 = PE PG
                        CR4 = 0
                        load x
                        MOV CR0 -PG
                        load x
                          permitted: loaded from page 1
                          forbidden: loaded from page 0x200
                        """,
                    new RoleDefects.TreesForget(TreeKey.DIRECT)),
            fault(
                    "KVM-2021-06-RO-PAGE-ACCESS",
                    "RO-PAGE-ACCESS",
                    "A shadow page serves below parents with other rights",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_RIGHTS_RW_SUP),
                    Worlds.LEVEL_4 + """
                        pd_a[1] -> pt_a P US A
                        load 0x201000
                        store x 0x112
                        store 0x201000 0x112
                          permitted: #PF(P W)
                          forbidden: stored
                        """,
                    new RoleDefects.PagesForget(PageRole.ACCESS)),
            fault(
                    "KVM-2021-06-RO-PAGE-NX",
                    "RO-PAGE-NX",
                    "A shadow tree serves with XD and without",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.with(Feature.NX),
                    List.of(Rule.TLB_MOVCR3_FLUSH, Rule.TLB_MOVCR3_NOPCID, Rule.PG_RSVD_XD),
                    Worlds.LEVEL_4 + """
                        load nx
                        WRMSR EFER -NXE
                        MOV CR3 root_a
                        load nx
                          permitted: #PF(P RSVD) at nx
                          forbidden: loaded from page 0x205
                        """,
                    new RoleDefects.TreesForget(TreeKey.EXECUTE_DISABLE)),
            fault(
                    "KVM-2021-06-RO-PAGE-WP",
                    "RO-PAGE-WP",
                    "A shadow tree serves with CR0.WP=1 and with CR0.WP=0",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_RIGHTS_RW_SUP, Rule.PG_CTRL_LIVE),
                    Worlds.LEVEL_4 + """
                        CR0 = -WP
                        store ro 0x112
                        MOV CR0 +WP
                        store ro 0x112
                          permitted: #PF(P W) at ro
                          forbidden: stored to page 0x204
                        """,
                    new RoleDefects.TreesForget(TreeKey.WRITE_PROTECT)),
            fault(
                    "KVM-2021-06-RO-PAGE-SMEPNWP",
                    "RO-PAGE-SMEPNWP",
                    "With CR0.WP=0 a shadow tree serves with SMEP and without",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.with(Feature.SMEP),
                    List.of(Rule.PG_SMEP),
                    Worlds.LEVEL_4 + """
                        CR0 = -WP
                        store ro 0x112
                        MOV CR4 +SMEP
                        fetch ro
                          permitted: #PF(P I) at ro
                          forbidden: loaded from page 0x204
                        """,
                    new RoleDefects.TreesForget(TreeKey.SMEP_WITHOUT_WP)),
            fault(
                    "KVM-2021-06-RO-PAGE-SMAPNWP",
                    "RO-PAGE-SMAPNWP",
                    "With CR0.WP=0 a shadow tree serves with SMAP and without",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.with(Feature.SMAP),
                    List.of(Rule.PG_SMAP_EXPL, Rule.PG_SMAP_IMPL),
                    Worlds.LEVEL_4 + """
                        CR0 = -WP
                        store ro 0x112
                        MOV CR4 +SMAP
                        load ro
                          permitted: #PF(P) at ro
                          forbidden: loaded from page 0x204
                        """,
                    new RoleDefects.TreesForget(TreeKey.SMAP_WITHOUT_WP)),
            fault(
                    "KVM-2021-06-RO-UNSYNC-LEVEL",
                    "RO-UNSYNC-LEVEL",
                    "Directories go out of step, and only page tables are brought back",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.TLB_MOVCR3_FLUSH, Rule.TLB_MOVCR3_NOPCID),
                    Worlds.LEVEL_4 + """
                        load x
                        entry pd_a[0] := other_pt_a P RW US A
                        MOV CR3 root_a
                        load x
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.UpperLevelsGoUnsync()),
            fault(
                    "KVM-2021-06-RO-PKE-SHADOW",
                    "RO-PKE-SHADOW",
                    "Protection keys of user pages exist and mean nothing",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.with(Feature.PKU),
                    List.of(Rule.PG_PKU),
                    Worlds.LEVEL_4 + """
                        CR4 = +PKE
                        PKRU = AD1
                        load keyed
                          permitted: #PF(P PK) at keyed
                          forbidden: loaded from page 0x206
                        """,
                    new RightsDefects.KeysOfUserPagesMeanNothing()),
            fault(
                    "KVM-2021-06-RO-LAST-NONLEAF",
                    "RO-LAST-NONLEAF",
                    "PS maps a page wherever it stands",
                    "Linux 7cd138db5cae",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_32_PSE),
                    Worlds.BITS_32 + """
                        CR4 = -PSE
                        load big
                          permitted: loaded from page 0x210
                          forbidden: loaded from page 0x400
                        """,
                    new EntryDefects.SizeBitAlwaysMapsAPage()),
            fault(
                    "KVM-2021-06-RO-GBPAGES",
                    "RO-GBPAGES",
                    "1 GB pages exist where CPUID denies them",
                    "Linux 27de925044e1",
                    TDP,
                    Requirement.ANY,
                    List.of(Rule.PG_RSVD_PDPTE_1G),
                    "features: PCID INVPCID NX\n" + Worlds.LEVEL_4 + """
                        pdpt_a[1] -> page 0x40000 P RW US A D PS
                        load far
                          permitted: #PF(P RSVD) at far
                          forbidden: loaded from page 0x40000
                        """,
                    new EntryDefects.PagesOf1GAlwaysExist()),
            fault(
                    "BEY-DIRTY-NOWP",
                    "DIRTY-NOWP",
                    "Pieces of a dirty page serve for a clean one of the same frames",
                    "kvm-unit-tests access.c, dirty bit with WP=0",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_AD_D),
                    Worlds.LEVEL_4 + """
                        pd_a[1] -> page 0x400 P RW US A PS
                        pd_a[2] -> page 0x400 P RW US A D PS
                        load 0x200000
                        store 0x400000 0x112
                        store 0x200000 0x112
                        read entry pd_a[1]
                          permitted: loaded D=1
                          forbidden: loaded D=0
                        """,
                    new RoleDefects.PagesForget(PageRole.DIRTY)));
}
