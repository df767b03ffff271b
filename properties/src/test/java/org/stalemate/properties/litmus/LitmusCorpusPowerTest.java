package org.stalemate.properties.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stalemate.litmus.LitmusTest;
import org.stalemate.oracles.litmus.LitmusRunner;
import org.stalemate.specification.Model;
import org.stalemate.specification.Variation;
import org.stalemate.specification.caching.Filling;
import org.stalemate.specification.caching.Invalidation;
import org.stalemate.specification.caching.LogicalProcessor;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.RuleKind;

/** Shows that the corpus would notice: each file that names a rule tells processors apart that break it. */
class LitmusCorpusPowerTest {
    private static final List<LitmusTest> TESTS =
            LitmusCorpus.entries().stream().map(LitmusCorpus.Entry::test).toList();

    /** Takes effect with paging off only, when TLB-CR0-PG has removed everything already. */
    private static final Set<Rule> NEVER_ALONE = EnumSet.of(Rule.TLB_CR0_PE);

    static Stream<Rule> decisions() {
        return Decisions.breakable().stream();
    }

    static Stream<Rule> removing() {
        return Arrays.stream(Rule.values())
                .filter(rule -> rule.kind() == RuleKind.REMOVES && !NEVER_ALONE.contains(rule));
    }

    static Stream<Rule> retaining() {
        return Arrays.stream(Rule.values()).filter(rule -> rule.kind() == RuleKind.RETAINS);
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void every_file_that_names_a_decision_notices_the_opposite_one(Rule rule) {
        Model wrong = new Model(false, new Variation() {
            @Override
            public Decisions decisions() {
                return Decisions.breaking(rule);
            }
        });
        assertThat(naming(rule)).isNotEmpty().allMatch(test -> disagrees(test, wrong));
    }

    @ParameterizedTest
    @MethodSource("removing")
    void some_file_that_names_a_removing_rule_notices_that_it_alone_is_not_kept(Rule rule) {
        assertThat(naming(rule))
                .anyMatch(test -> new LitmusRunner().run(test).checked().contains(rule));
    }

    @ParameterizedTest
    @MethodSource("retaining")
    void every_file_that_names_a_retaining_rule_notices_a_processor_that_keeps_nothing(Rule rule) {
        Model forgetful = new Model(false, new Variation() {
            @Override
            public Filling filling(Filling architectural) {
                return new Refilling(architectural);
            }
        });
        assertThat(naming(rule)).isNotEmpty().allMatch(test -> disagrees(test, forgetful));
    }

    @Test
    void the_architecture_itself_is_told_apart_by_no_file() {
        Model right = new Model(false);
        assertThat(TESTS).noneMatch(test -> disagrees(test, right));
    }

    private static List<LitmusTest> naming(Rule rule) {
        return TESTS.stream().filter(test -> test.rules().contains(rule)).toList();
    }

    private static boolean disagrees(LitmusTest test, Model model) {
        return !new LitmusRunner(model).run(test).disagreements().isEmpty();
    }

    /** Empties the caches whenever something could be added, so that they hold what memory and the current context give. */
    private record Refilling(Filling architectural) implements Filling {
        @Override
        public void whole(LogicalProcessor processor, int step) {
            Invalidation.everything(processor.cache(), Rule.C_DROP_ANY, step);
            processor.forgetSaturation();
            architectural.whole(processor, step);
        }

        @Override
        public void through(LogicalProcessor processor, int word, int step) {
            if (processor.registers().pagingIsOn()) {
                whole(processor, step);
            }
        }

        @Override
        public void changed(int word) {
            architectural.changed(word);
        }
    }
}
