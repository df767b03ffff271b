package org.stalemate.faults;

import static org.stalemate.faults.Draft.fault;
import static org.stalemate.mmu.MmuConfiguration.SHADOW;
import static org.stalemate.mmu.MmuConfiguration.TDP;

import java.util.List;
import org.stalemate.mmu.role.TreeKey;
import org.stalemate.mmu.role.WalkerRole;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Vendor;

/** Changes of control registers that leave the old reading of the tables in use. */
final class RoleFaults {
    private RoleFaults() {}

    static final List<Fault> ALL = List.of(
            fault(
                    "KVM-2021-05-ROLE-01",
                    "ROLE-01",
                    "INIT leaves the MMU in the context of before",
                    "Linux 0aa1837533e5",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_MODE_NONE),
                    Worlds.LEVEL_4 + """
                        INIT
                        load x
                          permitted: loaded from page 1
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.InitKeepsContext()),
            fault(
                    "KVM-2021-05-ROLE-02-INVERSE",
                    "ROLE-02i",
                    "A change of EFER.NXE does not reach the software walker",
                    "Linux ca8d664f5099",
                    SHADOW,
                    Requirement.with(Feature.NX),
                    List.of(Rule.TLB_MOVCR3_FLUSH, Rule.TLB_MOVCR3_NOPCID, Rule.PG_RSVD_XD),
                    Worlds.LEVEL_4 + """
                        emulated load nx
                        WRMSR EFER -NXE
                        MOV CR3 root_a
                        emulated load nx
                          permitted: #PF(P RSVD) at nx
                          forbidden: loaded from page 0x205
                        """,
                    new RoleDefects.WalkerForgets(WalkerRole.NXE)),
            fault(
                    "KVM-2021-05-ROLE-03-INVERSE",
                    "ROLE-03i",
                    "A change of CR0.WP does not reach the software walker",
                    "Linux ca8d664f5099",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_RIGHTS_RW_SUP, Rule.PG_CTRL_LIVE),
                    Worlds.LEVEL_4 + """
                        emulated load ro
                        MOV CR0 -WP
                        emulated store ro 0x112
                          permitted: stored to page 0x204
                          forbidden: #PF
                        """,
                    new RoleDefects.WalkerForgets(WalkerRole.WP)),
            fault(
                    "KVM-2021-05-ROLE-04-INVERSE",
                    "ROLE-04i",
                    "The software walker is configured anew when CR0.PG changes only",
                    "Linux ca8d664f5099",
                    SHADOW,
                    Requirement.with(Feature.SMAP),
                    List.of(Rule.PG_SMAP_EXPL, Rule.PG_CTRL_LIVE),
                    Worlds.LEVEL_4 + """
                        emulated load x
                        MOV CR4 +SMAP
                        emulated load x
                          permitted: #PF(P) at x
                          forbidden: loaded from page 0x200
                        """,
                    new RoleDefects.WalkerForgets(~(WalkerRole.VALID | WalkerRole.PG))),
            fault(
                    "KVM-2021-05-ROLE-04-INVERSE-PSE",
                    "ROLE-04i-PSE",
                    "A change of CR4.PSE leaves the shadow tree in use",
                    "Linux ca8d664f5099",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.TLB_MOVCR3_NOPCID, Rule.PG_32_PSE),
                    Worlds.BITS_32 + """
                        CR4 = -PSE
                        load big
                        MOV CR4 +PSE
                        MOV CR3 pd
                        load big
                          permitted: loaded from page 0x400
                          forbidden: loaded from page 0x210
                        """,
                    new RoleDefects.TreesForget(TreeKey.PAGES_OF_4M)),
            fault(
                    "KVM-2021-05-ROLE-07",
                    "ROLE-07",
                    "Protection keys count outside long mode",
                    "Linux 84c679f5f52c",
                    SHADOW,
                    Requirement.with(Feature.PKU),
                    List.of(Rule.EN_CR4_PKE),
                    Worlds.PAE + """
                        CR4 = +PKE
                        PKRU = AD0
                        load x
                          permitted: loaded from page 0x200
                          forbidden: #PF(P PK) at x
                        """,
                    new RightsDefects.KeysOutsideLongMode()),
            fault(
                    "KVM-2021-06-RO-EXT-VALID",
                    "RO-EXT-VALID",
                    "A walker whose role is 0 passes for configured",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_MODE_NONE),
                    Worlds.NONE + """
                        emulated load x
                          permitted: loaded from page 1
                          forbidden: #PF
                        """,
                    new RoleDefects.WalkerForgets(WalkerRole.VALID)),
            fault(
                    "KVM-2021-06-RO-EXT-PG",
                    "RO-EXT-PG",
                    "A change of CR0.PG does not reach the software walker",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_MODE_NONE),
                    Worlds.BITS_32 + """
                        CR0 = PE PG
                        CR4 = 0
                        EFER = 0
                        emulated load x
                        MOV CR0 -PG
                        emulated load x
                          permitted: loaded from page 1
                          forbidden: loaded from page 0x200
                        """,
                    new RoleDefects.WalkerForgets(WalkerRole.PG)),
            fault(
                    "KVM-2021-06-RO-EXT-PAE",
                    "RO-EXT-PAE",
                    "A change of CR4.PAE does not reach the software walker",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.TLB_CR4_PAE, Rule.PG_MODE_PAE, Rule.PG_MODE_32),
                    Worlds.PAE + """
                        emulated load x
                        MOV CR4 -PAE
                        emulated load x
                          permitted: #PF(0) at x
                          forbidden: loaded from page 0x200
                        """,
                    new RoleDefects.WalkerForgets(WalkerRole.PAE)),
            fault(
                    "KVM-2021-06-RO-EXT-PSE",
                    "RO-EXT-PSE",
                    "A change of CR4.PSE does not reach the software walker",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.TLB_MOVCR3_NOPCID, Rule.PG_32_PSE),
                    Worlds.BITS_32 + """
                        CR4 = -PSE
                        emulated load big
                        MOV CR4 +PSE
                        MOV CR3 pd
                        emulated load big
                          permitted: loaded from page 0x400
                          forbidden: loaded from page 0x210
                        """,
                    new RoleDefects.WalkerForgets(WalkerRole.PSE)),
            fault(
                    "KVM-2021-06-RO-EXT-SMEP",
                    "RO-EXT-SMEP",
                    "A change of CR4.SMEP does not reach the software walker",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.with(Feature.SMEP),
                    List.of(Rule.PG_SMEP, Rule.PG_CTRL_LIVE),
                    Worlds.LEVEL_4 + """
                        emulated load x
                        MOV CR4 +SMEP
                        emulated fetch x
                          permitted: #PF(P I) at x
                          forbidden: loaded from page 0x200
                        """,
                    new RoleDefects.WalkerForgets(WalkerRole.SMEP)),
            fault(
                    "KVM-2021-06-RO-EXT-SMAP",
                    "RO-EXT-SMAP",
                    "A change of CR4.SMAP does not reach the software walker",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.with(Feature.SMAP),
                    List.of(Rule.PG_SMAP_EXPL, Rule.PG_CTRL_LIVE),
                    Worlds.LEVEL_4 + """
                        emulated load x
                        MOV CR4 +SMAP
                        emulated load x
                          permitted: #PF(P) at x
                          forbidden: loaded from page 0x200
                        """,
                    new RoleDefects.WalkerForgets(WalkerRole.SMAP)),
            fault(
                    "KVM-2021-06-RO-EXT-LA57",
                    "RO-EXT-LA57",
                    "A change of CR4.LA57 does not reach the software walker",
                    "Linux f71a53d1180d",
                    SHADOW,
                    Requirement.with(Feature.LA57),
                    // a walk of the old depth gives what a translation kept across PG=0 would, so TLB-CR0-PG names it
                    // as well
                    List.of(Rule.TLB_CR0_PG, Rule.PG_4L_WALK, Rule.PG_5L_WALK, Rule.PG_MODE_4L, Rule.PG_MODE_5L),
                    "features: LA57 PCID NX\n" + Worlds.LEVEL_5 + """
                        CR4 = -PCIDE
                        state = 32-bit
                        emulated load x
                        MOV CR0 -PG
                        MOV CR4 -LA57
                        MOV CR0 +PG
                        emulated load x
                          permitted: #PF(0) at x
                          forbidden: loaded from page 0x200
                        """,
                    new RoleDefects.WalkerForgets(WalkerRole.LA57)),
            fault(
                    "KVM-2021-06-RO-EXT-LMA",
                    "RO-EXT-LMA",
                    "A change of EFER.LMA does not reach the software walker",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.EN_CR0_PG_LMA, Rule.PG_4L_WALK, Rule.PG_PAE_WALK, Rule.PG_MODE_4L, Rule.PG_MODE_PAE),
                    Worlds.PAE + """
                        far = 0x100001000
                        emulated load x
                        INIT-AND-BRING-UP root
                        emulated load far
                          permitted: #PF(0) at far
                          forbidden: loaded from page 0x200
                        """,
                    new RoleDefects.WalkerForgets(WalkerRole.LMA)),
            fault(
                    "KVM-2021-06-RO-EXT-PKE",
                    "RO-EXT-PKE",
                    "A change of CR4.PKE does not reach the software walker",
                    "Linux 616007c866b2",
                    TDP,
                    Requirement.of(Vendor.AMD, Feature.PKU),
                    List.of(Rule.TLB_CR4_PKE, Rule.PG_PKU, Rule.PG_PK_LIVE),
                    Worlds.LEVEL_4 + """
                        PKRU = AD1
                        emulated load keyed
                        MOV CR4 +PKE
                        emulated load keyed
                          permitted: #PF(P PK) at keyed
                          forbidden: loaded from page 0x206
                        """,
                    new RoleDefects.WalkerForgets(WalkerRole.PKE)));
}
