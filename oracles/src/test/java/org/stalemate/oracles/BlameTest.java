package org.stalemate.oracles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stalemate.litmus.LitmusParser;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;

/** What emulators gave of which it is known which rules they break. */
final class BlameTest {
    private static final Outcome DONE = Outcome.Done.INSTANCE;

    /** Of an emulator whose TLBs for data and for code do not hear of each other's faults. */
    private static final List<Rule> TWO_TLBS = List.of(
            Rule.TLB_PF,
            Rule.TLB_MTRR,
            Rule.PG_PKU,
            Rule.PG_PK_LIVE,
            Rule.PG_PAE_PDPTE_REGS,
            Rule.PG_SMAP_IMPL,
            Rule.PG_SMAP_EXPL,
            Rule.PG_RSVD_G_AMD,
            Rule.INIT_CR0);

    /** Of one that has no memory types, and applies keys when it fills its TLB. */
    private static final List<Rule> FORGETS_LITTLE = List.of(
            Rule.TLB_PF,
            Rule.TLB_MTRR,
            Rule.TLB_CR4_PKE,
            Rule.TLB_INVLPG_LARGE,
            Rule.PG_PK_LIVE,
            Rule.PG_MODE_NONE,
            Rule.PG_LA_WIDTH,
            Rule.PG_CTRL_LIVE,
            Rule.PG_RSVD_G_AMD,
            Rule.PG_RSVD_PDPTE_PAE,
            Rule.PG_PDPTE_LOAD_CR0,
            Rule.PG_PDPTE_LOAD_CR3,
            Rule.PG_PDPTE_LOAD_CR4,
            Rule.EN_CR0_HI32,
            Rule.EN_CR0_NWCD,
            Rule.EN_CR0_PG_LME_PAE,
            Rule.EN_EFER_LME_PG,
            Rule.EN_EFER_RSVD,
            Rule.PG_SMAP_IMPL,
            Rule.PG_SMAP_EXPL,
            Rule.INIT_CR0,
            Rule.INIT_PKRU);

    private static final String INTEL = """
        profile: INTEL
        maxphyaddr: 40
        features: PCID INVPCID PAGE_1G NX SMEP SMAP PSE36 PKU
        """;

    /** The fault of the fetch leaves a global entry to data. */
    private static final String DATA_AFTER_A_FETCH = "name: data-after-a-fetch\n" + INTEL + """

        table root at 0x10
        table pdpt at 0x12
        table pd at 0x13
        table pt at 0x14
        root[0] -> pdpt P RW US A
        pdpt[0] -> pd P RW US A
        pd[0] -> pt P RW US A
        pt[1] -> page 0x200 P RW US A D G
        x = 0x1000
        CR4 = +SMEP

        load x
        entry pt[1] := page 0x200 P RW US A D
        fetch x
        MOV CR3 0x11000
        load x
        """;

    private static final List<Outcome> DATA = List.of(
            new Outcome.Loaded(0x400000e, 0x200),
            new Outcome.Stored(0x14),
            new Outcome.PageFault(0x11, 0x1000),
            DONE,
            new Outcome.Loaded(0x400000e, 0x200));

    /** The fault of the store leaves a global entry to code. */
    private static final String CODE_AFTER_A_STORE = "name: code-after-a-store\n" + INTEL + """

        table root_a at 0x10
        table root_b at 0x11
        table pdpt at 0x12
        table pd at 0x13
        table frame at 0x15
        root_a[0] -> pdpt P US A
        root_b[0] -> pdpt P RW US A
        pdpt[0] -> pd P RW US A
        pd[0] -> page 0x14 P RW US A
        frame[1] -> page 0x200 P RW US A D
        x = 0x1000
        CR3 = root_b

        MOV CR3 root_a
        entry 0x14[1] := page 0x201 P RW US A D G
        fetch x
        entry pd[0] := frame P RW US A
        store x 0x112
        fetch x
        """;

    private static final List<Outcome> CODE = List.of(
            DONE,
            new Outcome.Stored(0x14),
            new Outcome.Loaded(0x402000e, 0x201),
            new Outcome.Stored(0x13),
            new Outcome.PageFault(3, 0x1000),
            new Outcome.Loaded(0x402000e, 0x201));

    private static final String KEYS_AFTER_AN_MTRR = """
        name: keys-after-an-mtrr
        profile: AMD
        maxphyaddr: 40
        features: PAGE_1G NX SMEP SMAP LA57 PSE36 PKU PKS

        table root at 0x10
        table pdpt at 0x11
        table pd at 0x12
        root[0] -> root P RW US A
        root[1] -> pdpt P RW US A
        pdpt[0] -> pd P RW US A
        pd[1] -> page 0x200 P RW US A D PS
        x = 0x40001000
        CR4 = +SMEP
        PKRU = AD0

        load x
        entry root[0] := 0
        WRMSR MTRR
        MOV CR4 +PKE
        load x
        """;

    private static final List<Outcome> KEYS = List.of(
            new Outcome.Loaded(0x400000e, 0x200),
            new Outcome.Stored(0x10),
            DONE,
            DONE,
            new Outcome.Loaded(0x400000e, 0x200));

    /** The MOV to CR0 changes nothing, and loads the PDPTE registers nonetheless. */
    private static final String REGISTER_LOADED = "name: register-loaded\n" + INTEL + """
        paging: PAE

        table pdpt at 0x10
        table pd at 0x12
        pdpt[508] -> pd P
        pd[0] -> page 0x800000014 P RW US A
        x = 0x1000
        CR0 = +NW +CD
        CR3 = 0x10fe0

        entry pdpt[508] := 0
        INVLPG x
        load x
        MOV CR0 PE ET NE WP NW CD PG
        load x
        """;

    private static final List<Outcome> ENTRY_GONE = List.of(
            new Outcome.Stored(0x10), DONE, new Outcome.PageFault(9, 0x1000), DONE, new Outcome.PageFault(0, 0x1000));

    @Test
    void what_another_known_rule_explains_is_not_blamed_on_the_last_that_removed_it() {
        assertThat(blamed(DATA_AFTER_A_FETCH, DATA, List.of())).containsExactly(Rule.TLB_MOVCR3_FLUSH);
        assertThat(blamed(DATA_AFTER_A_FETCH, DATA, TWO_TLBS)).containsExactly(Rule.TLB_PF);
        assertThat(blamed(CODE_AFTER_A_STORE, CODE, List.of())).containsExactly(Rule.TLB_MOVCR3_FLUSH);
        assertThat(blamed(CODE_AFTER_A_STORE, CODE, TWO_TLBS)).containsExactly(Rule.TLB_PF);
    }

    @Test
    void three_known_rules_at_once_explain_what_nothing_else_does() {
        assertThat(blamed(KEYS_AFTER_AN_MTRR, KEYS, FORGETS_LITTLE))
                .containsExactlyInAnyOrder(Rule.TLB_MTRR, Rule.TLB_CR4_PKE, Rule.PG_PK_LIVE);
        for (Rule needed : List.of(Rule.TLB_MTRR, Rule.TLB_CR4_PKE, Rule.PG_PK_LIVE)) {
            List<Rule> others =
                    FORGETS_LITTLE.stream().filter(rule -> rule != needed).toList();
            assertThat(blamed(KEYS_AFTER_AN_MTRR, KEYS, others)).containsExactly(Rule.PG_4L_WALK);
        }
    }

    @Test
    void everything_that_is_known_to_remove_too_little_may_show_at_once_and_only_what_is_needed_is_blamed() {
        String withFault = KEYS_AFTER_AN_MTRR.replace("WRMSR", "store x 0x112\nWRMSR");
        List<Outcome> outcomes = new ArrayList<>(KEYS);
        outcomes.add(2, new Outcome.PageFault(2, 0x40001000));

        assertThat(blamed(withFault, outcomes, FORGETS_LITTLE))
                .containsExactlyInAnyOrder(Rule.TLB_PF, Rule.TLB_MTRR, Rule.TLB_CR4_PKE, Rule.PG_PK_LIVE);
        assertThat(blamed(KEYS_AFTER_AN_MTRR, KEYS, FORGETS_LITTLE)).doesNotContain(Rule.TLB_PF);
    }

    @Test
    void what_a_known_fault_looks_like_comes_before_other_explanations() {
        assertThat(blamed(REGISTER_LOADED, ENTRY_GONE, new Breaking(List.of())).getFirst())
                .isEqualTo(Rule.PG_PDPTE_LOAD_CR0);
        assertThat(blamed(REGISTER_LOADED, ENTRY_GONE, new Breaking(List.of(), List.of(Rule.PG_PAE_WALK))))
                .containsExactly(Rule.PG_PAE_WALK);
    }

    private static List<Rule> blamed(String litmus, List<Outcome> outcomes, List<Rule> known) {
        return blamed(litmus, outcomes, new Breaking(known));
    }

    private static List<Rule> blamed(String litmus, List<Outcome> outcomes, Breaking known) {
        Divergence divergence = new Judge(known)
                .judge(LitmusParser.parse(litmus).scenario(), Execution.complete(outcomes), new RuleCoverage())
                .divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.step()).isEqualTo(outcomes.size() - 1);
        return List.copyOf(divergence.blamed());
    }
}
