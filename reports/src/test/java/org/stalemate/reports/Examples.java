package org.stalemate.reports;

import java.util.Arrays;
import java.util.List;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.RuleKind;

/** Results made up for tests. */
public final class Examples {
    private static final CampaignPlan PLAN = new CampaignPlan(
            "certify",
            "MMU of <an> example",
            List.of(),
            "stalemate replay --fault X",
            7,
            20_000,
            "standard",
            100,
            "0badcafe",
            List.of("shadow-hoard-3", "tdp-forget"));

    private static final String LITMUS = """
        # Found by a campaign and shrunk: the subject diverged at the last step.
        name: tlb-invlpg-load-loaded

        x = 0x1000

        load x
        entry pt[1] := page 0x201 P RW US A D
        INVLPG x
        load x
          permitted: loaded 0x20100e from page 0x201
          forbidden: loaded 0x20000e from page 0x200
        """;

    private Examples() {}

    /** {@return a result without findings} */
    public static CampaignResult conforming() {
        return new CampaignResult(
                PLAN,
                true,
                100,
                List.of(
                        new ConfigurationResult("shadow-hoard-3", 100, 10_000, 512, 3, 1, 0, 0, List.of()),
                        new ConfigurationResult("tdp-forget", 100, 10_000, 0, 0, 1, 0, 0, List.of())),
                coverage(),
                List.of(),
                List.of(),
                List.of(),
                new CorpusResult(99, 198, List.of(), List.of(), List.of(Rule.EN_CR3_32)));
    }

    /** {@return a result with a divergence and a crash, of a campaign that has not finished} */
    public static CampaignResult diverging() {
        return new CampaignResult(
                PLAN,
                false,
                60,
                List.of(
                        new ConfigurationResult("shadow-hoard-3", 60, 5_900, 300, 0, 0, 2, 0, List.of()),
                        new ConfigurationResult("tdp-forget", 60, 5_950, 0, 0, 0, 1, 1, List.of())),
                coverage(),
                List.of(divergence(), crash()),
                List.of(
                        new SignatureCount(
                                "TLB-INVLPG / access / completed",
                                null,
                                5,
                                List.of(0),
                                List.of(new Occurrence("tdp-forget", 7))),
                        new SignatureCount("none / ReadRegister / crash", null, 1, List.of(1), List.of())),
                List.of(),
                new CorpusResult(
                        99,
                        198,
                        List.of(new CorpusResult.Failure(
                                "510-invlpg", "tdp-forget", "step 4 gave 'done' & nothing else", null)),
                        List.of(),
                        List.of()));
    }

    /** {@return a result of an emulator, of which all that was seen is known, and something else not seen} */
    public static CampaignResult asKnown() {
        CampaignPlan plan = new CampaignPlan(
                "certify",
                "QEMU with CPU <max>",
                List.of("QEMU emulator version 7.2.22", "qemu-system-x86_64 -cpu <max> IMAGE"),
                "stalemate replay --subject qemu",
                7,
                20_000,
                "standard, as far as the target goes",
                100,
                "0badcafe",
                List.of("shadow-hoard-3", "tdp-forget"));
        CampaignResult diverging = diverging();
        Finding first = divergence();
        Finding known = new Finding(
                first.signature(),
                first.kind(),
                "QEMU-DEAF",
                first.configuration(),
                first.scenario(),
                first.scenarioSeed(),
                first.afterOperations(),
                first.witness(),
                first.occurrences());
        return new CampaignResult(
                        plan,
                        true,
                        60,
                        List.of(
                                new ConfigurationResult(
                                        "shadow-hoard-3",
                                        60,
                                        5_900,
                                        300,
                                        0,
                                        0,
                                        2,
                                        0,
                                        List.of(new Cut("no <16-bit> code", 12, 345), new Cut("no INIT", 1, 2))),
                                new ConfigurationResult("tdp-forget", 60, 5_950, 0, 0, 0, 8, 0, List.of())),
                        diverging.coverage(),
                        List.of(known),
                        List.of(diverging.signatures().getFirst()),
                        List.of(
                                new KnownResult(
                                        "QEMU-DEAF",
                                        "INVLPG <does> nothing",
                                        KnownResult.Wrong.TARGET,
                                        "it is ignored.",
                                        "SDM 4.10.4.1",
                                        3,
                                        0,
                                        2,
                                        1),
                                new KnownResult(
                                        "QEMU-OLD",
                                        "CR4.PGE is ignored",
                                        KnownResult.Wrong.MODEL,
                                        "the manual leaves it open.",
                                        "SDM 4.10.2.4",
                                        0,
                                        0,
                                        0,
                                        0)),
                        null)
                .with(new CorpusResult(
                        99,
                        196,
                        List.of(new CorpusResult.Failure("510-invlpg", "tdp-forget", "as <known>", "QEMU-DEAF")),
                        List.of(
                                new CorpusResult.NotApplicable("120-init", "tdp-forget", "no <INIT>"),
                                new CorpusResult.NotApplicable("120-init", "shadow-hoard-3", "no <INIT>")),
                        List.of()));
    }

    private static Finding divergence() {
        Witness witness = new Witness(
                4,
                true,
                true,
                140,
                "load x",
                "loaded 0x20000e from page 0x200",
                List.of("loaded 0x20100e from page 0x201"),
                List.of(Rule.TLB_INVLPG),
                "Step 4, load x\n  observed:  loaded 0x20000e from page 0x200\n",
                LITMUS,
                "stalemate1.AAAA");
        return new Finding(
                "TLB-INVLPG / Load / Loaded",
                Finding.Kind.DIVERGENT,
                null,
                "shadow-hoard-3",
                12,
                -1,
                1_234,
                witness,
                List.of(new Occurrence("shadow-hoard-3", 2), new Occurrence("tdp-forget", 1)));
    }

    private static Finding crash() {
        Witness witness = new Witness(
                1,
                true,
                false,
                5_000,
                "read CR2",
                "IllegalStateException: <boom>",
                List.of("value 0"),
                List.of(),
                "Step 1, read CR2\n  observed:  no outcome\n",
                "name: none-readregister-crash\n\nread CR2\n",
                "stalemate1.BBBB");
        return new Finding(
                "none / ReadRegister / crash",
                Finding.Kind.CRASHED,
                null,
                "tdp-forget",
                40,
                42,
                8_000,
                witness,
                List.of(new Occurrence("tdp-forget", 1)));
    }

    /** Every removing rule but one and one decision are checked, and one permission is exhibited. */
    private static List<RuleCount> coverage() {
        return Arrays.stream(Rule.values())
                .filter(rule -> rule.kind() != RuleKind.DUTY && rule.kind() != RuleKind.SEMANTICS)
                .map(rule -> switch (rule) {
                    case MP_OWN_STORE, EN_CR3_32 -> new RuleCount(rule, 0, 0, 0);
                    case INIT_TLB -> new RuleCount(rule, 5, 0, 0);
                    case C_STALE_RIGHTS -> new RuleCount(rule, 0, 0, 77);
                    default ->
                        CoverageSummary.isPermission(rule)
                                ? new RuleCount(rule, 0, 0, 0)
                                : new RuleCount(rule, rule.kind() == RuleKind.REMOVES ? 1_000 : 0, 1, 0);
                })
                .toList();
    }
}
