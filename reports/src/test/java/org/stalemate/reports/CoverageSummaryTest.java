package org.stalemate.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.Rule;

class CoverageSummaryTest {
    private final CoverageSummary summary = CoverageSummary.of(Examples.conforming());

    @Test
    void a_mandatory_rule_that_nothing_checked_is_named() {
        assertThat(summary.unchecked()).containsExactly(Rule.INIT_TLB);
    }

    @Test
    void a_rule_that_only_the_corpus_checked_counts_as_checked_and_is_named() {
        assertThat(summary.byCorpus()).containsExactly(Rule.EN_CR3_32);
        assertThat(summary.checked()).isEqualTo(summary.mandatory() - 2);
        assertThat(CoverageSummary.of(Examples.diverging()).unchecked()).containsExactly(Rule.EN_CR3_32, Rule.INIT_TLB);
    }

    @Test
    void a_known_gap_comes_with_its_reason() {
        assertThat(summary.accepted()).containsOnlyKeys(Rule.MP_OWN_STORE);
    }

    @Test
    void the_list_of_known_gaps_does_not_grow() {
        assertThat(AcceptedGaps.all()).containsOnlyKeys(Rule.MP_OWN_STORE);
    }

    @Test
    void every_rule_has_a_family_of_its_own_kind() {
        assertThat(Arrays.stream(Rule.values()).map(RuleFamily::of)).doesNotContain(RuleFamily.OTHERS);
        assertThat(RuleFamily.of(Rule.TLB_INVPCID_0)).isEqualTo(RuleFamily.INVPCID);
        assertThat(RuleFamily.of(Rule.PG_PF_P)).isEqualTo(RuleFamily.PAGE_FAULTS);
        assertThat(RuleFamily.of(Rule.PG_4L_WALK)).isEqualTo(RuleFamily.WALKS);
    }
}
