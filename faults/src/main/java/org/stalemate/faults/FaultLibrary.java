package org.stalemate.faults;

import static org.stalemate.mmu.MmuConfiguration.SHADOW;
import static org.stalemate.mmu.MmuConfiguration.TDP;

import java.util.List;
import java.util.stream.Collectors;
import org.stalemate.mmu.MmuConfiguration;
import org.stalemate.mmu.host.NativeInvalidation;
import org.stalemate.mmu.invalidation.FlushPolicy;
import org.stalemate.vocabulary.Rule;

/** All faults, in the order of the catalogue. */
public final class FaultLibrary {
    private static final String PCID_0 = "CR3 = root_a";
    private static final String PCID_1 = "CR3 = root_a pcid 1";
    private static final String PCID_1_GLOBAL = "CR3 = root_a pcid 1\nCR4 = +PGE";

    private static final List<Fault> ALL = List.of(
            fault(
                    "KVM-2021-06-TLB-04",
                    "TLB-04",
                    "A flushing MOV to CR3 resynchronises the loaded root only",
                    "Linux 21823fbda552",
                    SHADOW,
                    Requirement.PCIDS,
                    List.of(Rule.TLB_MOVCR3_FLUSH),
                    PCID_1,
                    Shortest.TLB_04,
                    new FlushDefects.MovToCr3SyncsLoadedRootOnly()),
            fault(
                    "KVM-2021-06-TLB-05a",
                    "TLB-05a",
                    "MOV to CR3 switches roots and nobody flushes",
                    "Linux 415b1a0105cd",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.TLB_MOVCR3_FLUSH, Rule.TLB_MOVCR3_NOPCID),
                    PCID_0,
                    Shortest.TLB_05,
                    new FlushDefects.MovToCr3NeverFlushes()),
            fault(
                    "KVM-2021-06-TLB-05b",
                    "TLB-05b",
                    "MOV to CR3 of the value it has does nothing",
                    "Linux 415b1a0105cd",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.TLB_MOVCR3_FLUSH, Rule.TLB_MOVCR3_NOPCID),
                    PCID_0,
                    Shortest.TLB_05,
                    new FlushDefects.MovToCr3OfSameValueIsNothing()),
            fault(
                    "KVM-2021-06-TLB-10a",
                    "TLB-10a",
                    "INVPCID type 2 leaves kept roots stale",
                    "Linux 28f28d453ffc",
                    SHADOW,
                    Requirement.INVPCID,
                    List.of(Rule.TLB_INVPCID_2),
                    PCID_1,
                    Shortest.TLB_10A,
                    new FlushDefects.InvPcidOfAllSyncsCurrentRootOnly()),
            fault(
                    "KVM-2021-06-TLB-10b",
                    "TLB-10b",
                    "INVPCID type 2 leaves global translations",
                    "Linux 28f28d453ffc",
                    TDP,
                    Requirement.INVPCID,
                    List.of(Rule.TLB_INVPCID_2),
                    PCID_1_GLOBAL,
                    Shortest.TLB_10B,
                    new HardwareDefects.InvPcidOfAllKeepsGlobals()),
            fault(
                    "KVM-2021-06-TLB-10d",
                    "TLB-10d",
                    "INVPCID type 3 reaches the roots of one PCID only",
                    "Linux 28f28d453ffc",
                    SHADOW,
                    Requirement.INVPCID,
                    List.of(Rule.TLB_INVPCID_3),
                    PCID_1,
                    Shortest.TLB_10D,
                    new FlushDefects.InvPcidOfAllContextsReachesOne()),
            fault(
                    "KVM-2021-06-TLB-12a",
                    "TLB-12a",
                    "INVPCID type 1 resynchronises nothing",
                    "Linux e62f1aa8b930",
                    SHADOW,
                    Requirement.INVPCID,
                    List.of(Rule.TLB_INVPCID_1),
                    PCID_1,
                    Shortest.TLB_12A,
                    new FlushDefects.InvPcidOfOneContextSyncsNothing()),
            fault(
                    "KVM-2021-05-ROLE-01",
                    "ROLE-01",
                    "INIT leaves the MMU in the context of before",
                    "Linux 0aa1837533e5",
                    SHADOW,
                    Requirement.ANY,
                    List.of(Rule.PG_MODE_NONE),
                    PCID_0,
                    Shortest.ROLE_01,
                    new FlushDefects.InitKeepsContext()),
            fault(
                    "KVM-2021-07-INIT-01a",
                    "INIT-01a",
                    "INIT flushes nothing",
                    "Linux df37ed38e6c2",
                    TDP,
                    Requirement.INTEL,
                    List.of(Rule.INIT_TLB, Rule.PG_MODE_NONE),
                    PCID_0,
                    Shortest.INIT_01_NOTHING,
                    new FlushDefects.InitFlushesNothing()),
            fault(
                    "KVM-2021-07-INIT-01b",
                    "INIT-01b",
                    "INIT flushes the current PCID only",
                    "Linux df37ed38e6c2",
                    TDP,
                    Requirement.INTEL_PCIDS,
                    List.of(Rule.INIT_TLB),
                    PCID_1,
                    Shortest.INIT_01_ONE_TAG,
                    new FlushDefects.InitFlushesCurrentTagOnly()),
            fault(
                    "BEY-INVLPG-ROOTS-a",
                    "INVLPG-ROOTS-a",
                    "INVLPG skips kept roots",
                    "Linux 08fb59d8a47d",
                    SHADOW,
                    Requirement.PCIDS,
                    List.of(Rule.TLB_INVLPG),
                    PCID_1,
                    Shortest.INVLPG_ROOTS,
                    new FlushDefects.InvLpgReachesCurrentRootOnly()),
            fault(
                    "BEY-INVLPG-ROOTS-b",
                    "INVLPG-ROOTS-b",
                    "INVLPG skips global pages in roots of other PCIDs",
                    "Linux faff87588d8b",
                    SHADOW,
                    Requirement.PCIDS,
                    List.of(Rule.TLB_INVLPG),
                    PCID_1_GLOBAL,
                    Shortest.INVLPG_ROOTS_GLOBAL,
                    new FlushDefects.InvLpgForgetsGlobalsOfOtherPcids()),
            fault(
                    "BEY-XSA286",
                    "XSA286",
                    "INVLPG drops remembered tables on the path of its operand only",
                    "CVE-2020-27674",
                    TDP,
                    Requirement.ANY,
                    List.of(Rule.TLB_INVLPG),
                    PCID_0,
                    Shortest.XSA_286,
                    new HardwareDefects.InvLpgKeepsTablesOfOtherAddresses()),
            fault(
                    "BEY-ERR-INVLPG-G",
                    "ERR-INVLPG-G",
                    "INVLPG leaves global translations",
                    "Linux ce0b15d11ad8",
                    TDP,
                    Requirement.PCIDS,
                    List.of(Rule.TLB_INVLPG),
                    PCID_1_GLOBAL,
                    Shortest.INVLPG_GLOBAL,
                    new HardwareDefects.InvLpgKeepsGlobals()));

    private FaultLibrary() {}

    /** {@return every fault} */
    public static List<Fault> all() {
        return ALL;
    }

    /**
     * {@return the fault with an ID or alias}
     *
     * @throws IllegalArgumentException if there is none, with the names there are in the message
     */
    public static Fault byId(String id) {
        for (Fault fault : ALL) {
            if (fault.id().equals(id) || fault.alias().equals(id)) {
                return fault;
            }
        }
        throw new IllegalArgumentException("there is no fault '" + id + "'; there are "
                + ALL.stream().map(Fault::id).collect(Collectors.joining(", ")));
    }

    private static Fault fault(
            String id,
            String alias,
            String title,
            String origin,
            MmuConfiguration configuration,
            Requirement requirement,
            List<Rule> blame,
            String registers,
            String steps,
            Object part) {
        String profile = requirement.vendors().size() == 1 ? "INTEL" : "UNION";
        return new Fault(
                id,
                alias,
                title,
                origin,
                configuration,
                requirement,
                FaultClass.GUEST_VISIBLE,
                blame,
                Shortest.scenario(profile, registers, steps),
                parts -> switch (part) {
                    case FlushPolicy policy -> parts.with(policy);
                    case NativeInvalidation hardware -> parts.with(hardware);
                    default -> throw new IllegalArgumentException("no part of the MMU is a " + part.getClass());
                });
    }
}
