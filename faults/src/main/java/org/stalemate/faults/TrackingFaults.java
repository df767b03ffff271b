package org.stalemate.faults;

import static org.stalemate.faults.Draft.fault;
import static org.stalemate.mmu.MmuConfiguration.SHADOW;

import java.util.List;
import org.stalemate.vocabulary.Rule;

/** Stores to guest tables that nobody notices, so that shadow pages of upper levels go stale. */
final class TrackingFaults {
    /** A table that page 7000H leads to as well, and that maps page 80001000H as page x. */
    private static final String DIRECTORY = Worlds.LEVEL_4 + """
        table directory at 0x15
        directory[0] -> pt_a P RW US A
        pt_a[7] -> page 0x15 P RW US A D
        pdpt_a[2] -> directory P RW US A
        root_a[1] -> pdpt_a P RW US A
        """;

    private TrackingFaults() {}

    static final List<Fault> ALL = List.of(
            fault(
                    "KVM-2021-06-RO-GFNTRACK",
                    "RO-GFNTRACK",
                    "The count of shadow pages that rely on a frame wraps to 0",
                    "Linux 616007c866b2",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.TLB_MOVCR3_NOPCID, Rule.TLB_MOVCR3_FLUSH, Rule.TLB_INVLPG),
                    Worlds.LEVEL_4 + """
                        root_a[1] -> root_a P RW US A
                        self = 0x8040201000
                        load self
                        entry root_a[1] := 0
                        MOV CR3 root_a
                        load self
                          permitted: #PF(0) at self
                          forbidden: loaded from page 0x10
                        """,
                    new FlushDefects.CountOfShadowPagesHasTwoBits()),
            fault(
                    "BEY-RMAPWP",
                    "RMAPWP",
                    "Write protection flushes only if it finds a writable shadow entry",
                    "Linux f81602958c11",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.TLB_MOVCR3_NOPCID, Rule.TLB_MOVCR3_FLUSH, Rule.TLB_INVLPG),
                    DIRECTORY + """
                        store 0x7008 0
                        entry pt_a[7] := page 0x15 P RW A D
                        load 0x8080001000
                        store 0x7000 0
                        MOV CR3 root_a
                        load 0x8080001000
                          permitted: #PF(0)
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.ProtectionFlushesForWhatIsWritable()),
            fault(
                    "BEY-XSA241",
                    "XSA241",
                    "A frame becomes a page table while writable translations of it are cached",
                    "CVE-2017-15588",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.TLB_MOVCR3_NOPCID, Rule.TLB_MOVCR3_FLUSH, Rule.TLB_INVLPG),
                    DIRECTORY + """
                        store 0x7008 0
                        load 0x80001000
                        store 0x7000 0
                        MOV CR3 root_a
                        load 0x80001000
                          permitted: #PF(0)
                          forbidden: loaded from page 0x200
                        """,
                    new FlushDefects.ProtectionFlushesNothing()));
}
