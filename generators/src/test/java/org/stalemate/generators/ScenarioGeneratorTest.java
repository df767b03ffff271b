package org.stalemate.generators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.stalemate.shrinking.LegalStart;
import org.stalemate.specification.Model;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
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
        assertThat(Long.toHexString(sum.getValue())).isEqualTo("ad99d990");
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
    void every_scenario_starts_as_instructions_could_have_left_it() {
        for (long seed = 0; seed < 2_000; seed++) {
            Start start = generated(seed).start();
            assertThat(LegalStart.isLegal(start)).as("seed %d", seed).isTrue();
        }
    }

    /** What the generator told its model of the pages is what anyone finds in the steps. */
    @Test
    void a_model_of_the_scenario_alone_takes_every_step() {
        for (long seed = 0; seed < 500; seed++) {
            Scenario scenario = generated(seed);
            model.reset(scenario.start(), LinearPages.of(scenario));
            for (Step step : scenario.steps()) {
                assertThat(model.evaluate(step).size()).isPositive();
                model.commit(0);
            }
        }
    }

    @Test
    void settings_decide_on_the_home_mode() {
        for (PagingMode mode : PagingMode.values()) {
            ScenarioGenerator generator = new ScenarioGenerator(GeneratorSettings.STANDARD.withHome(mode));
            for (long seed = 0; seed < 50; seed++) {
                Scenario scenario = generator.generate(seed, model);
                model.reset(scenario.start(), LinearPages.of(scenario));
                assertThat(model.registers(0).mode()).isEqualTo(mode);
            }
        }
    }

    @Test
    void where_la57_is_excluded_four_level_paging_stands_in_for_five_level_paging() {
        PlatformMix mix = PlatformMix.STANDARD.withFeatures(EnumSet.noneOf(Feature.class), EnumSet.of(Feature.LA57));
        GeneratorSettings settings =
                GeneratorSettings.STANDARD.withPlatforms(mix).withHome(PagingMode.LEVEL_5);
        Scenario scenario = new ScenarioGenerator(settings).generate(1, model);

        model.reset(scenario.start(), LinearPages.of(scenario));
        assertThat(model.registers(0).mode()).isEqualTo(PagingMode.LEVEL_4);
    }

    @Test
    void every_store_of_a_scenario_writes_a_value_of_its_own_that_marks_no_entry() {
        for (long seed = 0; seed < 500; seed++) {
            Set<Long> values = new HashSet<>();
            for (Step step : generated(seed).steps()) {
                if (step instanceof Step.Instruction(var _, Operation operation)) {
                    OptionalLong value = stored(operation);
                    assertThat(value.isEmpty() || values.add(value.getAsLong())).isTrue();
                    assertThat(value.orElse(0) & 0x61_0000_0061L).isZero();
                }
            }
        }
    }

    private static OptionalLong stored(Operation operation) {
        return switch (operation) {
            case Operation.Store(var _, long value) -> OptionalLong.of(value);
            case Operation.Exchange(var _, long value) -> OptionalLong.of(value);
            case Operation.SplitStore(var _, long value) -> OptionalLong.of(value);
            case Operation.Emulated(Operation.Access access) -> stored(access);
            default -> OptionalLong.empty();
        };
    }

    @Test
    void preset_flags_are_set_in_every_entry_and_never_cleared() {
        GeneratorSettings preset = withoutModeChanges(GeneratorSettings.STANDARD.withPresetFlags(100));
        for (PagingMode home : List.of(PagingMode.BITS_32, PagingMode.LEVEL_4, PagingMode.LEVEL_5)) {
            ScenarioGenerator generator = new ScenarioGenerator(preset.withHome(home));
            int checked = 0;
            for (long seed = 0; seed < 200; seed++) {
                Scenario scenario = generator.generate(seed, model);
                if (!hasPointers(scenario)) {
                    checked++;
                    assertThat(entries(scenario)).allMatch(entry -> (entry & 1) == 0 || (entry & 0x20) != 0);
                }
            }
            assertThat(checked).isGreaterThan(150);
        }
    }

    private static GeneratorSettings withoutModeChanges(GeneratorSettings settings) {
        return settings.with(StepKind.CHANGE_MODE, 0)
                .with(StepKind.TOGGLE_PAE, 0)
                .with(StepKind.INIT, 0)
                .with(StepKind.RESET, 0)
                .with(StepKind.PAGING_OFF, 0)
                .with(StepKind.ILLEGAL, 0)
                .with(Template.BOTH_SIZES, 0);
    }

    /** PAE page-directory pointers have no rights and no flags. */
    private static boolean hasPointers(Scenario scenario) {
        return scenario.start().tables().stream()
                .anyMatch(table -> table.entries().values().stream().anyMatch(entry -> (entry & 0x1E7) == 1));
    }

    /** What is listed or stored: entries of 8 bytes, or of 4 bytes with an even number. */
    private static List<Long> entries(Scenario scenario) {
        List<Long> entries = new ArrayList<>();
        scenario.start()
                .tables()
                .forEach(table -> entries.addAll(table.entries().values()));
        for (Step step : scenario.steps()) {
            switch (step) {
                case Step.Instruction(var _, Operation.StoreTableEntry(var _, var _, long value)) -> entries.add(value);
                case Step.Instruction(var _, Operation.StoreTableHalf(var _, int half, int value)) -> {
                    if ((half & 1) == 0) {
                        entries.add((long) value);
                    }
                }
                default -> {}
            }
        }
        return entries;
    }

    @Test
    void a_kind_of_step_that_is_made_rarer_comes_so_many_times_less_often() {
        GeneratorSettings settings = GeneratorSettings.STANDARD.withTemplates(0).with(StepKind.INIT, 0);
        long before = bringUps(settings);

        assertThat(bringUps(settings.rarer(Set.of(StepKind.INIT_AND_BRING_UP), 4)))
                .isBetween(before * 15 / 100, before * 45 / 100);
    }

    private static long bringUps(GeneratorSettings settings) {
        ScenarioGenerator generator = new ScenarioGenerator(settings);
        Model model = new Model(false);
        return LongStream.range(0, 1_000)
                .mapToObj(seed -> generator.generate(seed, model))
                .flatMap(scenario -> scenario.steps().stream())
                .filter(Step.InitAndBringUp.class::isInstance)
                .count();
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
        assertThatThrownBy(() -> withoutAccesses(standard)).hasMessage("without accesses a scenario shows nothing");
        assertThatThrownBy(() -> standard.withHomes(Map.of())).hasMessage("a scenario needs a paging mode to start in");
        assertThatThrownBy(() -> PlatformMix.STANDARD.withProfiles(List.of()))
                .hasMessage("scenarios need at least one profile and one MAXPHYADDR");
        assertThatThrownBy(() -> PlatformMix.STANDARD.withFeatures(EnumSet.of(Feature.NX), EnumSet.of(Feature.NX)))
                .hasMessage("a feature cannot be both demanded and excluded");
    }

    private static GeneratorSettings withoutAccesses(GeneratorSettings settings) {
        GeneratorSettings without = settings;
        for (StepKind kind : StepKind.values()) {
            without = kind.isPlainAccess() ? without.with(kind, 0) : without;
        }
        return without;
    }
}
