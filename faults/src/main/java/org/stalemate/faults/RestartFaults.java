package org.stalemate.faults;

import static org.stalemate.faults.Draft.fault;
import static org.stalemate.mmu.MmuConfiguration.SHADOW;
import static org.stalemate.mmu.MmuConfiguration.TDP;

import java.util.List;
import org.stalemate.vocabulary.Rule;

/** INIT, and the control registers that the hardware runs the guest with. */
final class RestartFaults {
    private RestartFaults() {}

    static final List<Fault> ALL = List.of(
            fault(
                    "KVM-2021-07-INIT-01a",
                    "INIT-01a",
                    "INIT flushes nothing",
                    "Linux df37ed38e6c2",
                    TDP,
                    Requirement.INTEL,
                    List.of(Rule.INIT_TLB, Rule.PG_MODE_NONE),
                    Worlds.LEVEL_4 + """
                        load x
                        INIT
                        load x
                          permitted: loaded from page 1
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.InitFlushesNothing()),
            fault(
                    "KVM-2021-07-INIT-01b",
                    "INIT-01b",
                    "INIT flushes the current PCID only",
                    "Linux df37ed38e6c2",
                    TDP,
                    Requirement.INTEL_PCIDS,
                    List.of(Rule.INIT_TLB),
                    Worlds.LEVEL_4 + """
                        CR3 = root_a pcid 1
                        load x
                        entry pt_a[1] := page 0x201 P RW US A D
                        MOV CR3 root_b pcid 2 noflush
                        INIT-AND-BRING-UP root_a pcid 1
                        load x
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.InitFlushesCurrentTagOnly()),
            fault(
                    "KVM-2021-07-INIT-09a",
                    "INIT-09a",
                    "The hardware runs with the CR0.WP of the guest",
                    "Linux ee5a5584cba3",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_AD_D),
                    Worlds.LEVEL_4 + """
                        CR0 = -WP
                        load clean
                        store clean 0x112
                        read entry pt_a[2]
                          permitted: loaded D=1
                          forbidden: loaded D=0
                        """,
                    new RightsDefects.WriteProtectionIsTheGuests()),
            fault(
                    "KVM-2021-07-INIT-09b",
                    "INIT-09b",
                    "The hardware runs with CR0.WP set",
                    "Linux ee5a5584cba3",
                    TDP,
                    Requirement.ANY,
                    List.of(Rule.PG_RIGHTS_RW_SUP, Rule.PG_CTRL_LIVE),
                    Worlds.LEVEL_4 + """
                        CR0 = -WP
                        store ro 0x112
                          permitted: stored to page 0x204
                          forbidden: #PF
                        """,
                    new RightsDefects.WriteProtectionIsForced()),
            fault(
                    "KVM-2021-07-INIT-10",
                    "INIT-10",
                    "INIT skips what clearing CR0.PG entails: EFER stays",
                    "Linux 4f0dcb544038",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.INIT_EFER),
                    Worlds.LEVEL_4 + """
                        INIT
                        read EFER
                          permitted: value 0
                          forbidden: value LME LMA NXE
                        """,
                    new RegisterDefects.RestartKeepsEfer()),
            fault(
                    "KVM-2021-07-INIT-13",
                    "INIT-13",
                    "CR3 is read from the hardware while paging is off",
                    "Linux 81ca0e7340ee",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.EN_CR3_NOPG, Rule.INIT_CR234, Rule.PG_MODE_NONE),
                    Worlds.NONE + """
                        read CR3
                          permitted: value root
                          forbidden: value 0
                        """,
                    new RegisterDefects.Cr3IsReadFromHardware()),
            fault(
                    "KVM-2021-07-INIT-15",
                    "INIT-15",
                    "A change of CR0 leaves the context as it is",
                    "Linux 32437c2aea42",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_MODE_NONE),
                    Worlds.PAE + """
                        MOV CR0 -PG
                        load x
                          permitted: loaded from page 1
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.ChangeOfCr0KeepsContext()),
            fault(
                    "KVM-2021-07-INIT-17",
                    "INIT-17",
                    "INIT leaves CR4 as it is",
                    "Linux ef8a0fa59be7",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.INIT_CR234),
                    Worlds.LEVEL_4 + """
                        INIT
                        read CR4
                          permitted: value 0
                          forbidden: value PAE PGE PCIDE
                        """,
                    new RegisterDefects.RestartKeepsCr4()),
            fault(
                    "KVM-2021-07-INIT-20",
                    "INIT-20",
                    "INIT sets CR0.CD and CR0.NW",
                    "Linux 4c72ab5aa6e0",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.INIT_CR0),
                    Worlds.LEVEL_4 + """
                        INIT
                        read CR0
                          permitted: value ET
                          forbidden: value ET NW CD
                        """,
                    new RegisterDefects.InitSetsCacheBits()),
            fault(
                    "KVM-2021-07-INIT-CR3",
                    "INIT-CR3",
                    "INIT leaves CR3 as it is",
                    "Linux 03a6e84069d1",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.INIT_CR234),
                    Worlds.LEVEL_4 + """
                        INIT
                        read CR3
                          permitted: value 0
                          forbidden: value root_a
                        """,
                    new RegisterDefects.RestartKeepsCr3()));
}
