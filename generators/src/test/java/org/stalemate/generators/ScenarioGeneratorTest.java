package org.stalemate.generators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

class ScenarioGeneratorTest {
    private final Model model = new Model(false);

    private Scenario generated(long seed) {
        return ScenarioGenerator.standard().generate(seed, model);
    }

    @Test
    void a_seed_means_the_same_scenario_whatever_the_model_was_used_for_before() {
        for (long seed = 0; seed < 200; seed++) {
            Scenario scenario = generated(seed);
            assertThat(ScenarioGenerator.standard().generate(seed)).isEqualTo(scenario);
        }
    }

    /** Changes with the generator, its weights, and the order in which the model lists permitted outcomes; with nothing else. */
    @Test
    void the_first_hundred_scenarios_are_the_same_bytes_on_every_machine() {
        CRC32 sum = new CRC32();
        for (long seed = 0; seed < 100; seed++) {
            sum.update(generated(seed).toString().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Long.toHexString(sum.getValue())).isEqualTo("5f114cf8");
    }

    @Test
    void neighbouring_seeds_give_different_scenarios() {
        Set<Scenario> scenarios = new HashSet<>();
        for (long seed = 0; seed < 500; seed++) {
            scenarios.add(generated(seed));
        }
        assertThat(scenarios).hasSize(500);
    }

    @Test
    void a_scenario_has_as_many_steps_as_asked_for() {
        for (int length : new int[] {1, 7, 100, 1_000}) {
            ScenarioGenerator generator = new ScenarioGenerator(GeneratorSettings.STANDARD.withLength(length));
            for (long seed = 0; seed < 30; seed++) {
                assertThat(generator.generate(seed, model).steps()).hasSize(length);
            }
        }
    }

    @Test
    void no_scenario_enters_a_mode_that_is_not_modelled() {
        for (long seed = 0; seed < 1_000; seed++) {
            Scenario scenario = generated(seed);
            model.reset(scenario.start(), pagesOf(scenario));
            for (Step step : scenario.steps()) {
                Permitted permitted = model.evaluate(step);
                assertThat(permitted.outcome(0)).isNotInstanceOf(Outcome.NotModelled.class);
                model.commit(0);
            }
        }
    }

    /** Truncated forms included: they count outside 64-bit mode. */
    private static LinearPages pagesOf(Scenario scenario) {
        return LinearPages.of(scenario.steps().stream()
                .filter(step -> step instanceof Step.Instruction(var _, Operation.Access _))
                .mapToLong(step -> ((Operation.Access) ((Step.Instruction) step).operation()).address())
                .flatMap(address -> LongStream.of(address, address & 0xFFFF_FFFFL))
                .toArray());
    }

    @Test
    void every_store_of_a_scenario_writes_a_value_of_its_own_that_marks_no_entry() {
        for (long seed = 0; seed < 500; seed++) {
            Set<Long> values = new HashSet<>();
            for (Step step : generated(seed).steps()) {
                if (step instanceof Step.Instruction(var _, Operation.Store(var _, long value))) {
                    assertThat(values.add(value)).isTrue();
                    assertThat(value & 0b110_0001).isZero();
                }
            }
        }
    }

    @Test
    void preset_flags_are_set_in_every_entry_and_never_cleared() {
        ScenarioGenerator generator = new ScenarioGenerator(GeneratorSettings.STANDARD.withPresetFlags(100));
        for (long seed = 0; seed < 500; seed++) {
            Scenario scenario = generator.generate(seed, model);
            scenario.start()
                    .tables()
                    .forEach(table -> assertThat(table.entries().values()).allMatch(entry -> (entry & 0x20) != 0));
            for (Step step : scenario.steps()) {
                if (step instanceof Step.Instruction(var _, Operation.StoreTableEntry(var _, var _, long value))
                        && (value & 1) != 0) {
                    assertThat(value & 0x20).isNotZero();
                }
            }
        }
    }

    @Test
    void settings_decide_on_the_platform() {
        Platform platform = new Platform(Profile.AMD, 40, EnumSet.of(Feature.NX, Feature.PCID), 2);
        GeneratorSettings settings = GeneratorSettings.STANDARD.withPlatforms(PlatformMix.only(platform));
        ScenarioGenerator generator = new ScenarioGenerator(settings);

        for (long seed = 0; seed < 50; seed++) {
            assertThat(generator.generate(seed, model).start().platform()).isEqualTo(platform);
        }
    }

    @Test
    void demanded_features_are_always_there_and_excluded_ones_never() {
        PlatformMix mix = PlatformMix.STANDARD.withFeatures(EnumSet.of(Feature.LA57), EnumSet.of(Feature.SMAP));
        ScenarioGenerator generator = new ScenarioGenerator(GeneratorSettings.STANDARD.withPlatforms(mix));

        for (long seed = 0; seed < 200; seed++) {
            Platform platform = generator.generate(seed, model).start().platform();
            assertThat(platform.has(Feature.LA57)).isTrue();
            assertThat(platform.has(Feature.SMAP)).isFalse();
        }
    }

    @Test
    void a_weight_of_zero_keeps_a_kind_of_step_out_of_every_scenario() {
        GeneratorSettings settings =
                GeneratorSettings.STANDARD.with(StepKind.INVLPG, 0).with(StepKind.ILLEGAL, 0);
        ScenarioGenerator generator = new ScenarioGenerator(settings);

        for (long seed = 0; seed < 300; seed++) {
            assertThat(generator.generate(seed, model).steps())
                    .noneMatch(step -> step instanceof Step.Instruction(var _, Operation.InvLpg _));
        }
    }

    @Test
    void settings_that_make_no_sense_are_refused_with_a_reason() {
        GeneratorSettings standard = GeneratorSettings.STANDARD;

        assertThatThrownBy(() -> standard.withLength(0)).hasMessage("a scenario has at least one step, not 0");
        assertThatThrownBy(() -> standard.withTemplates(101)).hasMessage("a percentage is 0 to 100, not 101");
        assertThatThrownBy(() -> standard.with(StepKind.LOAD, -1)).hasMessage("a weight is 0 to 1000, not -1");
        assertThatThrownBy(() ->
                        standard.with(StepKind.LOAD, 0).with(StepKind.STORE, 0).with(StepKind.FETCH, 0))
                .hasMessage("without loads, stores and fetches a scenario shows nothing");
        assertThatThrownBy(() -> PlatformMix.STANDARD.withProfiles(List.of()))
                .hasMessage("scenarios need at least one profile and one MAXPHYADDR");
        assertThatThrownBy(() -> PlatformMix.STANDARD.withFeatures(EnumSet.of(Feature.NX), EnumSet.of(Feature.NX)))
                .hasMessage("a feature cannot be both demanded and excluded");
    }
}
