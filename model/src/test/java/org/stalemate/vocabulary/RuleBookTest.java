package org.stalemate.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuleBookTest {
    @ParameterizedTest
    @EnumSource
    void every_rule_is_explained_in_whole_sentences(Rule rule) {
        assertThat(RuleBook.text(rule))
                .hasSizeBetween(40, 600)
                .doesNotContain("\n", "  ")
                .endsWith(".");
    }

    @Test
    void the_book_has_the_order_of_the_enum() throws Exception {
        try (InputStream in = RuleBook.class.getResourceAsStream("rules.txt")) {
            assertThat(in).isNotNull();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.matches("[A-Z].*")))
                    .containsExactlyElementsOf(
                            Arrays.stream(Rule.values()).map(Rule::id).toList());
        }
    }

    @Test
    void no_two_rules_have_the_same_text() {
        assertThat(Arrays.stream(Rule.values()).map(RuleBook::text)).doesNotHaveDuplicates();
    }

    @Test
    void a_rule_that_does_not_exist_or_comes_twice_is_refused() {
        assertThatThrownBy(() -> RuleBook.parse("TLB-NOTHING\n  Text."))
                .hasMessageStartingWith("there is no rule 'TLB-NOTHING'");
        assertThatThrownBy(() -> RuleBook.parse("TLB-PF\n  One.\nTLB-PF\n  Two."))
                .hasMessage("TLB-PF is explained twice");
        assertThatThrownBy(() -> RuleBook.parse("  Stray.")).hasMessage("this text belongs to no rule: Stray.");
    }
}
