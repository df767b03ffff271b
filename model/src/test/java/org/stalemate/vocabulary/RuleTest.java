package org.stalemate.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuleTest {
    @ParameterizedTest
    @EnumSource
    void every_rule_is_found_by_its_id(Rule rule) {
        assertThat(rule.id()).matches("[A-Z][A-Z0-9]*(-[A-Z0-9]+)+");
        assertThat(Rule.byId(rule.id())).isSameAs(rule);
    }

    @Test
    void titles_are_distinct() {
        assertThat(Arrays.stream(Rule.values()).map(Rule::title)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void every_rule_names_a_section_of_a_manual(Rule rule) {
        assertThat(rule.source()).matches("(SDM|APM) .*[0-9].*|SDM vol 2 [A-Z]+");
    }

    @ParameterizedTest
    @EnumSource
    void strength_and_kind_of_a_duty_go_together(Rule rule) {
        assertThat(rule.strength() == RuleStrength.DUTY).isEqualTo(rule.kind() == RuleKind.DUTY);
    }

    @Test
    void a_mistyped_id_is_answered_with_the_nearest_ones() {
        assertThatThrownBy(() -> Rule.byId("TLB-INVLPGS"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("there is no rule 'TLB-INVLPGS'; the nearest are TLB-INVLPG, .*, .*");
        assertThatThrownBy(() -> Rule.byId("tlb_movcr3_flush")).hasMessageContaining("nearest are TLB-MOVCR3-FLUSH, ");
    }
}
