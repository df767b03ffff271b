package org.stalemate.generators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

class TargetLimitsTest {
    private static final long FRAMES = 0x3_0000;
    private static final int SCENARIOS = 400;
    private static final Platform PLATFORM = new Platform(Profile.INTEL, 40, EnumSet.allOf(Feature.class), 1);

    private final Model model = new Model(false);

    private List<Scenario> scenarios(TargetLimits limits) {
        GeneratorSettings settings = GeneratorSettings.STANDARD
                .withPlatforms(PlatformMix.only(PLATFORM))
                .within(limits);
        ScenarioGenerator generator = new ScenarioGenerator(settings);
        return LongStream.range(0, SCENARIOS)
                .mapToObj(seed -> generator.generate(seed, model))
                .toList();
    }

    private static List<Step> steps(List<Scenario> scenarios) {
        return scenarios.stream().flatMap(scenario -> scenario.steps().stream()).toList();
    }

    private List<Step> leaving(TargetLimits limits) {
        return steps(scenarios(limits)).stream()
                .filter(TargetLimitsTest::leaves64BitMode)
                .limit(5)
                .toList();
    }

    private static boolean leaves64BitMode(Step step) {
        return switch (step) {
            case Step.Init _, Step.Reset _ -> true;
            case Step.Instruction(int _, Operation.SetExecutionState(var state)) ->
                state.codeSegment() != CodeSegment.BITS_64;
            default -> false;
        };
    }

    @Test
    void without_limits_nothing_changes() {
        assertThat(GeneratorSettings.STANDARD.within(TargetLimits.NONE)).isEqualTo(GeneratorSettings.STANDARD);
    }

    @Test
    void a_target_of_64_bit_mode_is_never_led_out_of_it() {
        assertThat(leaving(TargetLimits.of64BitMode(FRAMES))).isEmpty();
        assertThat(leaving(TargetLimits.NONE)).isNotEmpty();
    }

    /** All that some processor could do: every permitted outcome of every step, stale ones included. */
    private Set<Long> framesReached(Scenario scenario) {
        Set<Long> frames = new HashSet<>();
        scenario.start().tables().forEach(table -> frames.add(table.frame()));
        model.reset(scenario.start(), LinearPages.of(scenario));
        for (Step step : scenario.steps()) {
            Permitted permitted = model.evaluate(step);
            for (int i = 0; i < permitted.size(); i++) {
                frames.addAll(framesOf(permitted.outcome(i)));
            }
            Outcome first = permitted.outcome(0);
            if (permitted.isAmbiguous(first) || !model.admit(first)) {
                break;
            }
        }
        return frames;
    }

    private static List<Long> framesOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Loaded(long _, long frame) -> List.of(frame);
            case Outcome.Stored(long frame) -> List.of(frame);
            case Outcome.Exchanged(long _, long frame) -> List.of(frame);
            case Outcome.SplitLoaded(long _, long low, long high) -> List.of(low, high);
            case Outcome.SplitStored(long low, long high) -> List.of(low, high);
            default -> List.of();
        };
    }

    private List<Long> framesBeyond(TargetLimits limits) {
        List<Long> beyond = new ArrayList<>();
        for (Scenario scenario : scenarios(limits)) {
            for (long frame : framesReached(scenario)) {
                boolean inHugePage = frame >= 0x4_0000 && frame < 0x4_3000;
                if (frame >= FRAMES && !inHugePage) {
                    beyond.add(frame);
                }
            }
        }
        return beyond;
    }

    @Test
    void no_processor_could_reach_a_frame_beyond_the_targets_memory() {
        assertThat(framesBeyond(TargetLimits.of64BitMode(FRAMES))).isEmpty();
        assertThat(framesBeyond(TargetLimits.NONE)).hasSizeGreaterThan(SCENARIOS / 20);
    }

    @Test
    void the_second_gigabyte_of_addresses_can_be_left_to_the_target() {
        TargetLimits limits = new TargetLimits(
                FRAMES,
                EnumSet.of(PagingMode.LEVEL_4, PagingMode.PAE),
                EnumSet.of(CodeSegment.BITS_64),
                false,
                Feasibility.OF_EVERYTHING);
        assertThat(accessesBelow(limits, 0x4000_0000L, 0x8000_0000L)).isZero();
        assertThat(accessesBelow(TargetLimits.of64BitMode(FRAMES), 0x4000_0000L, 0x8000_0000L))
                .isPositive();
    }

    private long accessesBelow(TargetLimits limits, long from, long end) {
        return steps(scenarios(limits)).stream()
                .filter(step -> step instanceof Step.Instruction(int _, Operation.Access access)
                        && access.address() >= from
                        && access.address() < end)
                .count();
    }

    /** A target whose paging is on at the start, and that has not all steps. */
    private record Refusing(Predicate<Step> refused) implements Feasibility {
        @Override
        public boolean begin(Start start) {
            return (start.processors().getFirst().cr0() & 1L << 31) != 0;
        }

        @Override
        public boolean accept(Step step) {
            return !refused.test(step);
        }
    }

    private List<Scenario> scenariosWithout(Predicate<Step> refused) {
        return scenarios(TargetLimits.NONE.with(() -> new Refusing(refused)));
    }

    @Test
    void what_a_target_refuses_is_left_out_of_scenarios_of_full_length() {
        Predicate<Step> isStore = step ->
                step instanceof Step.Instruction(int _, Operation.StoreTableEntry _) || step instanceof Step.Init;
        List<Scenario> without = scenariosWithout(isStore);
        assertThat(without).allSatisfy(scenario -> assertThat(scenario.steps()).hasSize(100));
        assertThat(steps(without)).noneMatch(isStore);
        assertThat(steps(scenarios(TargetLimits.NONE))).anyMatch(isStore);
    }

    @Test
    void a_start_that_a_target_cannot_have_is_drawn_again() {
        assertThat(scenariosWithout(_ -> false)).allMatch(TargetLimitsTest::startsWithPaging);
        assertThat(scenarios(TargetLimits.NONE)).anyMatch(scenario -> !startsWithPaging(scenario));
    }

    private static boolean startsWithPaging(Scenario scenario) {
        return (scenario.start().processors().getFirst().cr0() & 1L << 31) != 0;
    }

    @Test
    void a_target_that_refuses_everything_gets_scenarios_all_the_same() {
        assertThat(new ScenarioGenerator(GeneratorSettings.STANDARD.within(
                                TargetLimits.NONE.with(() -> new Refusing(_ -> true))))
                        .generate(1, model)
                        .steps())
                .hasSize(100);
    }

    @Test
    void limits_that_leave_no_room_are_refused() {
        assertThatThrownBy(() -> TargetLimits.of64BitMode(0x200)).hasMessageContaining("16 MB");
        assertThatThrownBy(() -> new TargetLimits(
                        FRAMES,
                        EnumSet.of(PagingMode.NONE),
                        EnumSet.of(CodeSegment.BITS_32),
                        true,
                        Feasibility.OF_EVERYTHING))
                .hasMessageContaining("mode with paging");
    }
}
