package org.stalemate.faults;

import static org.stalemate.faults.Draft.fault;
import static org.stalemate.mmu.MmuConfiguration.SHADOW;
import static org.stalemate.mmu.MmuConfiguration.TDP;

import java.util.List;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Rule;

/** Operands, entries, rights and keys wrongly judged. */
final class WalkFaults {
    private WalkFaults() {}

    static final List<Fault> ALL = List.of(
            fault(
                    "BEY-PFEC-PREFETCH",
                    "PFEC-PREFETCH",
                    "A fetch that XD forbids is reported as of a page not present",
                    "Linux 3ddf6c06e13e",
                    SHADOW,
                    Requirement.with(Feature.NX),
                    List.of(Rule.PG_PF_P),
                    Worlds.LEVEL_4 + """
                        fetch nx
                          permitted: #PF(P I) at nx
                          forbidden: #PF(I) at nx
                        """,
                    new RightsDefects.ForbiddenFetchesAreNotPresent()),
            fault(
                    "BEY-WPSMEP-NX0",
                    "WPSMEP-NX0",
                    "A page that CR0.WP=0 made the supervisor's forgoes fetches with XD only",
                    "Linux 5f0b819995e1",
                    SHADOW,
                    Requirement.with(Feature.SMEP),
                    List.of(Rule.PG_SMEP),
                    Worlds.LEVEL_4 + """
                        CR0 = -WP
                        CR4 = +SMEP
                        EFER = -NXE
                        store ro 0x112
                        fetch ro
                          permitted: #PF(P I) at ro
                          forbidden: loaded from page 0x204
                        """,
                    new RightsDefects.ForcedWritesForgoFetchesWithExecuteDisableOnly()),
            fault(
                    "BEY-CR3HIGH",
                    "CR3HIGH",
                    "32-bit paging heeds bits 63:32 of CR3",
                    "Linux b1661801c184",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_32_WALK),
                    Worlds.BITS_32 + """
                        CR3 = 0x100012000
                        load x
                          permitted: loaded from page 0x200
                          forbidden: #PF
                        """,
                    new EntryDefects.RootHas64Bits()),
            fault(
                    "BEY-MAXPHY",
                    "MAXPHY",
                    "Address bits that the host has and the guest has not are not reserved",
                    "Linux 6c032f12dd1e",
                    TDP,
                    Requirement.ANY,
                    List.of(Rule.PG_RSVD_PA),
                    Worlds.LEVEL_4 + """
                        pt_a[7] -> page 0x400000000 P RW US A D
                        load 0x7000
                          permitted: #PF(P RSVD)
                          forbidden: loaded
                        """,
                    new EntryDefects.WidthIsTheHosts()),
            fault(
                    "BEY-XSA176",
                    "XSA176",
                    "PS is ignored in entries above level 3",
                    "CVE-2016-4480",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_RSVD_PML45_PS),
                    Worlds.LEVEL_4 + """
                        root_a[1] -> pdpt_a P RW US A PS
                        load 0x8000001000
                          permitted: #PF(P RSVD)
                          forbidden: loaded from page 0x200
                        """,
                    new EntryDefects.SizeBitIsIgnoredAtLevel4()),
            fault(
                    "BEY-XSA173",
                    "XSA173",
                    "Frame numbers of large pages are cut to 32 bits",
                    "CVE-2016-3960",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_4L_WALK, Rule.PG_SIZE_2M),
                    Worlds.LEVEL_4 + """
                        pd_a[1] -> page 0x100000400 P RW US A D PS
                        load 0x200000
                          permitted: loaded from page 0x100000400
                          forbidden: loaded from page 0x400
                        """,
                    new EntryDefects.FramesOfLargePagesHave32Bits()),
            fault(
                    "BEY-HAXM-PDPTE-a",
                    "HAXM-PDPTE-a",
                    "MOV to CR3 leaves the PDPTE registers as they are",
                    "HAXM pull request 152",
                    TDP,
                    Requirement.ANY,
                    List.of(Rule.PG_PDPTE_LOAD_CR3, Rule.TLB_MOVCR3_NOPCID),
                    Worlds.PAE + """
                        MOV CR3 root_b
                        load x
                          permitted: loaded from page 0x300
                          forbidden: loaded from page 0x200
                        """,
                    new EntryDefects.MovToCr3LoadsNoPdptes()),
            fault(
                    "BEY-HAXM-PDPTE-b",
                    "HAXM-PDPTE-b",
                    "A page-directory-pointer table starts a page",
                    "HAXM pull request 152",
                    TDP,
                    Requirement.ANY,
                    List.of(Rule.EN_CR3_PAE),
                    Worlds.PAE + """
                        root[4] -> pd_b P
                        CR3 = 0x10020
                        load x
                          permitted: loaded from page 0x300
                          forbidden: loaded from page 0x200
                        """,
                    new EntryDefects.PointerTableFillsAPage()),
            fault(
                    "BEY-PKRU-TLB",
                    "PKRU-TLB",
                    "Key rights are judged when a translation is made, not when it is used",
                    "QEMU, WRPKRU flushes",
                    TDP,
                    Requirement.with(Feature.PKU),
                    List.of(Rule.PG_PK_LIVE, Rule.PG_PKU),
                    Worlds.LEVEL_4 + """
                        CR4 = +PKE
                        load keyed
                        WRPKRU AD1
                        load keyed
                          permitted: #PF(P PK) at keyed
                          forbidden: loaded from page 0x206
                        """,
                    new RightsDefects.KeysAreJudgedAtTheWalk()),
            fault(
                    "BEY-INVPCID-PG0",
                    "INVPCID-PG0",
                    "INVPCID with paging off fails",
                    "CVE-2022-1789",
                    SHADOW,
                    Requirement.with(Feature.INVPCID),
                    List.of(Rule.INVPCID_PCIDE0),
                    Worlds.NONE + """
                        INVPCID 0 x
                          permitted: done
                          forbidden: #GP(0)
                        """,
                    new RegisterDefects.InvPcidNeedsPaging()),
            fault(
                    "BEY-XSA279",
                    "XSA279",
                    "INVPCID type 0 accepts a non-canonical address",
                    "CVE-2018-19965",
                    SHADOW,
                    Requirement.with(Feature.INVPCID),
                    List.of(Rule.INVPCID_GP_CANON),
                    Worlds.LEVEL_4 + """
                        INVPCID 0 0x8000000000000000
                          permitted: #GP(0)
                          forbidden: done
                        """,
                    new RegisterDefects.InvPcidAcceptsAnyAddress()));
}
