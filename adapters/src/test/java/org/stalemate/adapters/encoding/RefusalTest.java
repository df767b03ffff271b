package org.stalemate.adapters.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.stalemate.generators.Feasibility;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.generators.PlatformMix;
import org.stalemate.generators.RandomSource;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.generators.TargetLimits;
import org.stalemate.specification.Model;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/** What an encoder refused, and what it encoded before, leaves no trace in it. */
final class RefusalTest {
    private static final Platform PLATFORM = new Platform(Profile.INTEL, 40, EnumSet.allOf(Feature.class), 1);
    private static final Target TARGET = new Target(PLATFORM, 1L << 13, 1L << 12, 2, List.of());

    private static final long[] ADDRESSES = {0x1000, 0x2008, 0x3000, 0x4008, 0x5000, 0x5FFC, 0x20_0FFC, 0x4000_0000L};
    private static final long[] ENTRIES = {
        0, 0x10_067, 0x11_067, 0x12_067, 0x13_067, 0x14_003, 0x20_1067, 0x20_00E7, 1L << 63 | 0x20_0067, 0x4300_0067L
    };
    private static final long[] ROOTS = {0x10_000, 0x11_000, 0x12_000, 0x14_000, 0x20_0000, 0x4300_0000L, 1L << 63};
    private static final long[] CR0 = {0x8001_0031L, 0x1_0031, 0x1_0030, 0x8005_003DL};
    private static final long[] CR4 = {0x20, 0x30, 0, 0x1020, 0x2_0020, 0x40_0020, 0x100_0020, 0x2020};
    private static final long[] EFER = {0x500, 0xD00, 0x100, 0, 0x400, 0x1500};
    private static final long[] STORED = {0x112, 0x1_0000_0112L, 0x212};
    private static final int[] KEYS = {0, 3, 3 << 30, 12};
    private static final List<ExecutionState> STATES = Stream.of(CodeSegment.values())
            .flatMap(segment -> Stream.of(new ExecutionState(0, false, segment), new ExecutionState(3, true, segment)))
            .toList();

    private final BlockEncoder encoder = new BlockEncoder(TARGET);
    private final Set<String> refusals = new HashSet<>();

    @Test
    void an_encoder_that_refused_steps_goes_on_like_one_that_was_never_asked() {
        TargetLimits limits = new TargetLimits(
                Target.FREE_FRAMES,
                EnumSet.allOf(PagingMode.class),
                EnumSet.allOf(CodeSegment.class),
                false,
                Feasibility.OF_EVERYTHING);
        ScenarioGenerator generator = new ScenarioGenerator(GeneratorSettings.STANDARD
                .withPlatforms(PlatformMix.only(PLATFORM).withTwoProcessors(20))
                .within(limits));
        Model model = new Model(false);
        for (int seed = 0; seed < 300; seed++) {
            requireTheSame(seed, generator.generate(seed, model));
        }
        assertThat(refusals).hasSizeGreaterThan(20);
    }

    @Test
    void an_encoder_that_refused_most_steps_goes_on_like_one_that_was_never_asked() {
        for (int seed = 0; seed < 1000; seed++) {
            RandomSource random = new RandomSource(seed);
            Start start = start(1 + random.below(2));
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int processor =
                        random.chance(90) ? 0 : random.below(start.processors().size());
                steps.add(new Step.Instruction(processor, operation(random)));
            }
            requireTheSame(seed, new Scenario(start, steps));
        }
        assertThat(refusals).hasSizeGreaterThan(20);
    }

    /** Pages that map tables, so that stores of data may reach entries that the target needs. */
    private static Start start(int processors) {
        List<TableFrame> tables = new ArrayList<>(Examples.start(PLATFORM).tables());
        tables.set(
                3,
                TableFrame.of(
                        Examples.PT, Map.of(1, 0x20_0067L, 2, 0x20_1067L, 3, 0x10_067L, 4, 0x12_067L, 5, 0x13_067L)));
        tables.add(TableFrame.of(0x14, Map.of(0, 0x12_001L, 2, 0x12_001L)));
        Registers registers = Examples.start(PLATFORM).processors().getFirst();
        Platform platform = new Platform(PLATFORM.profile(), 40, PLATFORM.features(), processors);
        return new Start(platform, tables, Collections.nCopies(processors, registers));
    }

    private static Operation operation(RandomSource random) {
        long address = random.oneOf(ADDRESSES);
        long table = 0x10L + random.below(5);
        int index = random.below(5);
        long entry = random.oneOf(ENTRIES);
        return switch (random.below(16)) {
            case 0 -> new Operation.Load(address & ~7);
            case 1 -> new Operation.Fetch(address & ~7);
            case 2 -> new Operation.ImplicitLoad(address & ~7);
            case 3 -> new Operation.Store(address & ~7, random.oneOf(STORED));
            case 4 -> new Operation.Exchange(address & ~7, random.oneOf(STORED));
            case 5 -> new Operation.SplitStore(address | 0xFFC, random.oneOf(STORED));
            case 6, 7 -> new Operation.StoreTableEntry(table, index, entry);
            case 8 -> new Operation.StoreTableHalf(table, 2 * index + random.below(2), (int) entry);
            case 9 -> new Operation.MovToCr3(random.oneOf(ROOTS));
            case 10 -> new Operation.MovToCr0(random.oneOf(CR0));
            case 11 -> new Operation.MovToCr4(random.oneOf(CR4));
            case 12 -> new Operation.WrmsrEfer(random.oneOf(EFER));
            case 13 -> new Operation.SetExecutionState(STATES.get(random.below(STATES.size())));
            case 14 -> new Operation.TaskSwitch((int) random.oneOf(ROOTS));
            default ->
                random.chance(50)
                        ? new Operation.WrPkru(random.oneOf(KEYS))
                        : new Operation.WrmsrPkrs(Integer.toUnsignedLong(random.oneOf(KEYS)));
        };
    }

    private void requireTheSame(int seed, Scenario scenario) {
        Forgetful other = new Forgetful(scenario.start());
        assertThat(encoder.begin(scenario.start(), true)).isEqualTo(other.obstacleToStart);
        for (Step step : scenario.steps()) {
            String obstacle = encoder.add(step);
            assertThat(obstacle).as("seed %s, %s", seed, step).isEqualTo(other.add(step));
            if (obstacle != null) {
                refusals.add(obstacle);
            }
        }
        Scenario accepted = new Scenario(scenario.start(), other.accepted);
        assertThat(encoder.assemble(accepted, 7, null).bytes())
                .as("seed %s", seed)
                .isEqualTo(other.encoder.assemble(accepted, 7, null).bytes());
    }

    /** Begins again after each refusal, with the steps that were accepted alone. */
    private static final class Forgetful {
        private final Start start;
        private final List<Step> accepted = new ArrayList<>();
        private final @Nullable String obstacleToStart;
        private BlockEncoder encoder = new BlockEncoder(TARGET);

        Forgetful(Start start) {
            this.start = start;
            obstacleToStart = encoder.begin(start, true);
        }

        @Nullable
        String add(Step step) {
            String obstacle = encoder.add(step);
            if (obstacle == null) {
                accepted.add(step);
            } else {
                encoder = new BlockEncoder(TARGET);
                encoder.begin(start, true);
                accepted.forEach(encoder::add);
            }
            return obstacle;
        }
    }
}
