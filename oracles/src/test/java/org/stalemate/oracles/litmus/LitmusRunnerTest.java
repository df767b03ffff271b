package org.stalemate.oracles.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stalemate.litmus.LitmusParser;
import org.stalemate.vocabulary.Rule;

class LitmusRunnerTest {
    private static final String EDITED = """
        name: stale
        table root at 0x10
        table pdpt at 0x11
        table pd at 0x12
        table pt at 0x13
        root[0] -> pdpt P RW US A
        pdpt[0] -> pd P RW US A
        pd[0] -> pt P RW US A
        pt[1] -> page 0x200 P RW US A D
        x = 0x1000
        load x
        entry pt[1] := page 0x201 P RW US
        """;

    private static final String STALE = EDITED + "load x\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permitted: loaded from page 0x200",
                "permitted: loaded from page 0x201 | page 0x200",
                "permitted exactly: loaded from page 0x200 | page 0x201",
                "permitted exactly: loaded",
                "forbidden: loaded from page 0x202 | #PF",
                "observed: loaded from page 0x200"
            })
    void expectations_that_the_model_shares_are_no_disagreement(String expectation) {
        assertThat(run(STALE + expectation)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permitted: loaded from page 0x200 | #PF",
                "permitted exactly: loaded from page 0x200",
                "permitted exactly: loaded from page 0x200 | page 0x201 | #PF",
                "forbidden: #PF | loaded from page 0x200",
                "observed: #PF(0)"
            })
    void expectations_that_the_model_does_not_share_are_told(String expectation) {
        assertThat(run(STALE + expectation))
                .containsExactly("step 2, 'load x': expected '" + expectation + "', but the model permits exactly "
                        + "'loaded 0x402000e from page 0x201 | loaded 0x400000e from page 0x200'");
    }

    @Test
    void uncertain_flags_count_with_each_value_they_may_have() {
        String read = EDITED + "read entry pt[1]\n";
        assertThat(run(read + "permitted exactly: loaded A=0 D=0 | loaded A=1 D=0"))
                .isEmpty();
        assertThat(run(read + "forbidden: loaded A=1")).hasSize(1);
        assertThat(run(read + "forbidden: loaded A=0")).hasSize(1);
    }

    @Test
    void the_scenario_goes_on_with_what_was_observed() {
        String faulting = STALE + "MOV CR0 +WP\nentry pt[1] := page 0x201 P US A\nstore x 0x10\n";
        assertThat(run(faulting + "observed: #PF(P W)\nread CR2\npermitted exactly: value x"))
                .isEmpty();
        assertThat(run(faulting + "observed: stored to page 0x200\nread CR2\npermitted exactly: value 0"))
                .isEmpty();
    }

    @Test
    void what_an_exchange_returns_may_have_uncertain_flags_too() {
        String exchanged = EDITED + "entry pt[5] := pt P RW US A D\nexchange 0x5008 0\n";
        assertThat(run(exchanged + "permitted exactly: exchanged A=0 D=0 pt | exchanged A=1 D=0 pt"))
                .isEmpty();
        assertThat(run(exchanged + "forbidden: exchanged A=1")).hasSize(1);
    }

    @Test
    void what_a_load_across_two_pages_returns_may_have_uncertain_flags_too() {
        String loaded = EDITED + "load 0\nentry pt[2] := pt P RW US A D\nentry pt[0] := page 0x201 P RW US\n"
                + "INVLPG x\nsplit load x+0xffc\n";
        assertThat(run(loaded + "permitted exactly: loaded bit37=0 bit38=0 from page 0x201 and pt"
                        + " | loaded bit37=1 bit38=0 from page 0x201 and pt"))
                .isEmpty();
        assertThat(run(loaded + "forbidden: loaded bit37=1 from any page and any page"))
                .hasSize(1);
        assertThat(run(loaded + "observed: loaded bit37=1 from page 0x201 and pt\nread entry pt[0]\n"
                        + "permitted exactly: loaded A=1 D=0"))
                .isEmpty();
    }

    @Test
    void nothing_can_be_expected_after_a_fault_that_leaves_open_what_was_written() {
        String faulting = STALE + "split store x+0xffc 0x10\nobserved: #PF(W) at 0x2000\nload x\n";
        assertThat(run(faulting)).isEmpty();
        assertThat(run(faulting + "permitted: loaded"))
                .containsExactly(
                        "step 4: nothing can be expected here, since the outcome of step 3 leaves open what it did");
    }

    @Test
    void a_rule_is_checked_where_an_access_would_notice_that_it_was_not_kept() {
        assertThat(new LitmusRunner().run(LitmusParser.parse(STALE)).checked()).isEmpty();
        assertThat(new LitmusRunner()
                        .run(LitmusParser.parse(STALE + "INVLPG x\nload x"))
                        .checked())
                .containsExactly(Rule.TLB_INVLPG);
    }

    private static List<String> run(String text) {
        return new LitmusRunner()
                .run(LitmusParser.parse(text)).disagreements().stream()
                        .map(LitmusDisagreement::message)
                        .toList();
    }
}
