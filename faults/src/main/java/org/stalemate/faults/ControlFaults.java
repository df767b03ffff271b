package org.stalemate.faults;

import static org.stalemate.faults.Draft.fault;
import static org.stalemate.mmu.MmuConfiguration.SHADOW;
import static org.stalemate.mmu.MmuConfiguration.TDP;

import java.util.List;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Vendor;

/** Changes of control registers that flush too little. */
final class ControlFaults {
    private ControlFaults() {}

    static final List<Fault> ALL = List.of(
            fault(
                    "BEY-XSA294",
                    "XSA294",
                    "MOV to CR3 under the PCID there is flushes no hardware",
                    "CVE-2019-17348",
                    SHADOW,
                    Requirement.PCIDS,
                    List.of(Rule.TLB_MOVCR3_FLUSH),
                    Worlds.LEVEL_4 + """
                        CR3 = root_a pcid 1
                        load x
                        MOV CR3 root_b pcid 1
                        load x
                          permitted: loaded from page 0x300
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.MovToCr3FlushesHardwareForAnotherPcidOnly()),
            fault(
                    "BEY-ACRN-CR",
                    "ACRN-CR",
                    "A change of CR4.PGE flushes nothing",
                    "ACRN issue 1379",
                    TDP,
                    Requirement.ANY,
                    List.of(Rule.TLB_CR4_PGE),
                    Worlds.LEVEL_4 + """
                        load g
                        entry pt_a[3] := page 0x201 P RW US A D G
                        MOV CR4 -PGE
                        load g
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x203
                        """,
                    new FlushDefects.PgeFlushesNothing()),
            fault(
                    "BEY-ACRN-CR-PCIDE",
                    "ACRN-CR-PCIDE",
                    "Clearing CR4.PCIDE flushes nothing",
                    "ACRN issue 1379",
                    TDP,
                    Requirement.PCIDS,
                    List.of(Rule.TLB_CR4_PCIDE_OFF),
                    Worlds.LEVEL_4 + """
                        load x
                        entry pt_a[1] := page 0x201 P RW US A D
                        MOV CR4 -PCIDE
                        load x
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.EndOfPcidsFlushesNothing()),
            fault(
                    "BEY-ACRN-CR-PAE",
                    "ACRN-CR-PAE",
                    "A change of CR4.PAE flushes nothing",
                    "ACRN issue 1379",
                    TDP,
                    Requirement.ANY,
                    List.of(Rule.TLB_CR4_PAE),
                    Worlds.PAE + """
                        load x
                        MOV CR4 -PAE
                        load x
                          permitted: #PF
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.PaeFlushesNothing()),
            fault(
                    "BEY-ACRN-CR-PSE",
                    "ACRN-CR-PSE",
                    "A change of CR4.PSE flushes nothing",
                    "ACRN issue 1379",
                    TDP,
                    Requirement.of(Vendor.AMD),
                    List.of(Rule.TLB_CR4_PSE),
                    Worlds.BITS_32 + """
                        CR4 = -PSE
                        load big
                        MOV CR4 +PSE
                        load big
                          permitted: loaded from page 0x400
                          forbidden: loaded from page 0x210
                        """,
                    new FlushDefects.PseFlushesNothing()),
            fault(
                    "BEY-ACRN-CR-SMEP",
                    "ACRN-CR-SMEP",
                    "Setting CR4.SMEP flushes nothing",
                    "ACRN issue 1379",
                    TDP,
                    Requirement.of(Vendor.INTEL, Feature.SMEP),
                    List.of(Rule.TLB_CR4_SMEP),
                    Worlds.LEVEL_4 + """
                        load x
                        entry pt_a[1] := page 0x201 P RW US A D
                        MOV CR4 +SMEP
                        load x
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.SmepFlushesNothing()),
            fault(
                    "BEY-ACRN-CR-PG",
                    "ACRN-CR-PG",
                    "A change of CR0.PG flushes nothing",
                    "ACRN issue 1379",
                    TDP,
                    Requirement.ANY,
                    List.of(Rule.PG_MODE_NONE, Rule.TLB_CR0_PG),
                    Worlds.PAE + """
                        load x
                        MOV CR0 -PG
                        load x
                          permitted: loaded from page 1
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.PgFlushesNothing()),
            fault(
                    "BEY-CR3BIT63",
                    "CR3BIT63",
                    "CR3 stores bit 63 of its operand",
                    "DdiMon issue 20",
                    SHADOW,
                    Requirement.PCIDS,
                    List.of(Rule.EN_CR3_63_PCIDE1),
                    Worlds.LEVEL_4 + """
                        MOV CR3 root_b pcid 1 noflush
                        read CR3
                          permitted: value root_b pcid 1
                          forbidden: value root_b pcid 1 noflush
                        """,
                    new RegisterDefects.Cr3KeepsBit63()),
            fault(
                    "BEY-XSA408",
                    "XSA408",
                    "INVLPG flushes hardware only for what is mapped afterwards",
                    "CVE-2022-33745",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.TLB_INVLPG),
                    Worlds.LEVEL_4 + """
                        load x
                        entry pt_a[1] := page 0x201 P RW US A D
                        INVLPG x
                        load x
                          permitted: loaded from page 0x201
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.InvLpgFlushesHardwareForWhatIsMapped()));
}
