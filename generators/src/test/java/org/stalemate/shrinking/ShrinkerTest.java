package org.stalemate.shrinking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.specification.Model;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

class ShrinkerTest {
    private final Model model = new Model(false);

    private List<Scenario> scenariosWith(Predicate<Scenario> property, int howMany) {
        List<Scenario> found = new ArrayList<>();
        for (long seed = 0; found.size() < howMany; seed++) {
            Scenario scenario = ScenarioGenerator.standard().generate(seed, model);
            if (property.test(scenario)) {
                found.add(scenario);
            }
        }
        return found;
    }

    /** An edit, later an INVLPG, later a load. */
    private static boolean editsInvalidatesLoads(Scenario scenario) {
        int stage = 0;
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Instruction(var _, Operation operation)) {
                boolean next = switch (stage) {
                    case 0 -> operation instanceof Operation.StoreTableEntry;
                    case 1 -> operation instanceof Operation.InvLpg;
                    default -> operation instanceof Operation.Load;
                };
                stage += next ? 1 : 0;
            }
            if (stage == 3) {
                return true;
            }
        }
        return false;
    }

    private static List<String> kinds(Scenario scenario) {
        return scenario.steps().stream()
                .map(step -> step instanceof Step.Instruction(var _, Operation operation)
                        ? operation.getClass().getSimpleName()
                        : step.getClass().getSimpleName())
                .toList();
    }

    @Test
    void an_edit_an_invalidation_and_a_load_are_all_that_is_left_where_they_are_all_that_matters() {
        for (Scenario scenario : scenariosWith(ShrinkerTest::editsInvalidatesLoads, 50)) {
            Shrunk shrunk = new Shrinker().shrink(scenario, ShrinkerTest::editsInvalidatesLoads);

            assertThat(kinds(shrunk.scenario())).containsExactly("StoreTableEntry", "InvLpg", "Load");
            assertThat(shrunk.oneMinimal()).isTrue();
            assertThat(shrunk.scenario().start().tables()).isEmpty();
            assertThat(shrunk.scenario().start().platform()).isEqualTo(NormalForm.platform(1));
            assertThat(shrunk.evaluations()).isLessThan(150);
        }
    }

    @Test
    void what_tells_a_processor_whose_invlpg_removes_nothing_takes_three_steps() {
        var predicate = new ForgetfulInvalidation(Operation.InvLpg.class::isInstance, Outcome.Loaded.class);
        for (Scenario scenario : scenariosWith(predicate, 15)) {
            Shrunk shrunk = new Shrinker().shrink(scenario, predicate);

            assertThat(shrunk.scenario().steps()).hasSize(3);
            assertThat(shrunk.oneMinimal()).isTrue();
            assertThat(shrunk.scenario().start().platform().logicalProcessors()).isOne();
            assertThat(shrunk.scenario().start().platform().features()).isEqualTo(NormalForm.FEATURES);
            assertThat(FewerEntries.entries(shrunk.scenario())).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void what_tells_a_processor_whose_invpcid_0_removes_nothing_shrinks_to_its_essence() {
        Predicate<Operation> individual =
                operation -> operation instanceof Operation.InvPcid(long type, var _, var _) && type == 0;
        var predicate = new ForgetfulInvalidation(individual, Outcome.Stored.class);
        for (Scenario scenario : scenariosWith(predicate, 10)) {
            Shrunk shrunk = new Shrinker().shrink(scenario, predicate);

            assertThat(kinds(shrunk.scenario())).hasSize(3).endsWith("InvPcid", "Store");
        }
    }

    @Test
    void the_result_satisfies_the_predicate_and_no_scenario_with_one_step_less_does() {
        for (long seed = 0; seed < 30; seed++) {
            Scenario scenario = ScenarioGenerator.standard().generate(seed, model);
            Predicate<Scenario> arbitrary = wilful(scenario, seed);
            Shrunk shrunk = new Shrinker(100_000).shrink(scenario, arbitrary);

            assertThat(arbitrary.test(shrunk.scenario())).isTrue();
            assertThat(shrunk.oneMinimal()).isTrue();
            for (int i = 0; i < shrunk.scenario().steps().size(); i++) {
                assertThat(arbitrary.test(Variants.withoutSteps(shrunk.scenario(), i, i + 1)))
                        .isFalse();
            }
        }
    }

    /** Not monotone: it wants some kinds of steps of the scenario as often as an odd number, whatever else there is. */
    private static Predicate<Scenario> wilful(Scenario scenario, long seed) {
        List<String> kinds = kinds(scenario);
        String first = kinds.get((int) (seed * 7 % kinds.size()));
        String second = kinds.get((int) (seed * 13 % kinds.size()));
        long firstParity = kinds.stream().filter(first::equals).count() % 2;
        long secondParity = kinds.stream().filter(second::equals).count() % 2;
        return candidate -> {
            List<String> left = kinds(candidate);
            return left.contains(first)
                    && left.contains(second)
                    && left.stream().filter(first::equals).count() % 2 == firstParity
                    && left.stream().filter(second::equals).count() % 2 == secondParity;
        };
    }

    @Test
    void the_budget_is_never_exceeded_and_a_result_that_ran_out_of_it_does_not_claim_to_be_minimal() {
        Scenario scenario =
                scenariosWith(ShrinkerTest::editsInvalidatesLoads, 1).getFirst();
        for (int budget = 1; budget < 60; budget++) {
            int[] asked = {0};
            Shrunk shrunk = new Shrinker(budget).shrink(scenario, candidate -> {
                asked[0]++;
                return editsInvalidatesLoads(candidate);
            });

            assertThat(asked[0]).isLessThanOrEqualTo(budget).isEqualTo(shrunk.evaluations());
            assertThat(editsInvalidatesLoads(shrunk.scenario())).isTrue();
            if (shrunk.oneMinimal()) {
                assertThat(shrunk.scenario().steps()).hasSize(3);
            }
        }
        assertThat(new Shrinker(10)
                        .shrink(scenario, ShrinkerTest::editsInvalidatesLoads)
                        .oneMinimal())
                .isFalse();
    }

    @Test
    void no_scenario_is_asked_about_twice() {
        Scenario scenario =
                scenariosWith(ShrinkerTest::editsInvalidatesLoads, 1).getFirst();
        List<Scenario> asked = new ArrayList<>();
        new Shrinker().shrink(scenario, candidate -> {
            asked.add(candidate);
            return editsInvalidatesLoads(candidate);
        });
        assertThat(asked).doesNotHaveDuplicates();
    }

    @Test
    void shrinking_is_deterministic() {
        var predicate = new ForgetfulInvalidation(Operation.InvLpg.class::isInstance, Outcome.class);
        Scenario scenario = scenariosWith(predicate, 1).getFirst();

        assertThat(new Shrinker().shrink(scenario, predicate)).isEqualTo(new Shrinker().shrink(scenario, predicate));
    }

    @Test
    void what_matters_survives_simplification() {
        Predicate<Scenario> peculiar = candidate -> {
            Platform platform = candidate.start().platform();
            return platform.maxPhyAddr() == 40
                    && !platform.has(Feature.PAGE_1G)
                    && candidate.steps().stream().anyMatch(step -> step.processor() == 1 && isInvLpg(step));
        };
        for (Scenario scenario : scenariosWith(peculiar, 2)) {
            Shrunk shrunk = new Shrinker().shrink(scenario, peculiar);

            assertThat(shrunk.scenario().steps())
                    .singleElement()
                    .satisfies(step -> assertThat(isInvLpg(step)).isTrue());
            assertThat(peculiar.test(shrunk.scenario())).isTrue();
        }
    }

    private static boolean isInvLpg(Step step) {
        return step instanceof Step.Instruction(var _, Operation.InvLpg _);
    }

    @Test
    void steps_that_are_needed_only_in_pairs_go_in_pairs() {
        Predicate<Scenario> even =
                candidate -> kinds(candidate).stream().filter("Store"::equals).count() % 2 == 0
                        && kinds(candidate).contains("Load");
        Scenario scenario = scenariosWith(even, 1).getFirst();

        assertThat(kinds(new Shrinker().shrink(scenario, even).scenario())).containsExactly("Load");
    }

    @Test
    void a_scenario_that_does_not_show_it_is_refused() {
        Scenario scenario = ScenarioGenerator.standard().generate(1, model);

        assertThatThrownBy(() -> new Shrinker().shrink(scenario, _ -> false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the scenario to be shrunk does not show what is to be kept");
        assertThatThrownBy(() -> new Shrinker(0)).hasMessage("shrinking asks the predicate at least once, not 0 times");
    }

    /** What holds of the result in one home mode holds in every other. */
    @Test
    void in_every_mode_a_missing_invlpg_takes_three_steps_and_shrinking_again_changes_nothing() {
        for (PagingMode home : List.of(PagingMode.BITS_32, PagingMode.PAE, PagingMode.LEVEL_5)) {
            ScenarioGenerator generator = new ScenarioGenerator(GeneratorSettings.STANDARD.withHome(home));
            var predicate = new ForgetfulInvalidation(Operation.InvLpg.class::isInstance, Outcome.Loaded.class);
            int found = 0;
            for (long seed = 0; found < 4; seed++) {
                Scenario scenario = generator.generate(seed, model);
                if (!predicate.test(scenario)) {
                    continue;
                }
                found++;
                Shrunk shrunk = new Shrinker().shrink(scenario, predicate);
                assertThat(predicate.test(shrunk.scenario())).isTrue();
                assertThat(shrunk.scenario().steps()).as(home.title()).hasSize(3);
                assertThat(LegalStart.isLegal(shrunk.scenario().start())).isTrue();
                assertThat(new Shrinker().shrink(shrunk.scenario(), predicate).scenario())
                        .isEqualTo(shrunk.scenario());
            }
        }
    }

    @Test
    void no_start_is_tried_that_no_processor_can_be_in() {
        for (PagingMode home : PagingMode.values()) {
            Scenario scenario = new ScenarioGenerator(GeneratorSettings.STANDARD.withHome(home)).generate(3, model);
            Set<Start> tried = new HashSet<>();
            new Shrinker(2_000).shrink(scenario, candidate -> {
                tried.add(candidate.start());
                return candidate.steps().size() >= 3;
            });
            assertThat(tried).hasSizeGreaterThan(2).allMatch(LegalStart::isLegal);
        }
    }
}
