package org.stalemate.adapters.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stalemate.generators.Feasibility;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.generators.PlatformMix;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.generators.StepKind;
import org.stalemate.generators.TargetLimits;
import org.stalemate.specification.Model;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Operation.Fetch;
import org.stalemate.vocabulary.Operation.Load;
import org.stalemate.vocabulary.Operation.MovToCr0;
import org.stalemate.vocabulary.Operation.SetExecutionState;
import org.stalemate.vocabulary.Operation.StoreTableEntry;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/** What is accepted step by step is what a block of all steps has. */
final class StepTrialTest {
    private static final SetExecutionState COMPATIBLE =
            new SetExecutionState(new ExecutionState(0, false, CodeSegment.BITS_32));

    private final StepTrial trial = new StepTrial(Examples.TARGET);

    private boolean accepts(Operation operation) {
        return trial.accept(new Step.Instruction(0, operation));
    }

    @Test
    void a_step_that_was_refused_has_not_happened() {
        assertThat(trial.begin(Examples.start(Examples.PLATFORM))).isTrue();
        assertThat(accepts(new StoreTableEntry(0x10, 0, 0))).isTrue();
        assertThat(accepts(COMPATIBLE)).as("no way to the agent").isFalse();
        assertThat(accepts(new MovToCr0(0x1_0031))).as("#GP in 64-bit code").isTrue();
        assertThat(accepts(new StoreTableEntry(0x10, 0, 0x11L << 12 | Examples.FLAGS)))
                .isTrue();
        assertThat(accepts(COMPATIBLE)).isTrue();
        assertThat(accepts(new StoreTableEntry(0x10, 0, 0)))
                .as("the way is needed now")
                .isFalse();
        assertThat(accepts(new Load(0x1000))).isTrue();
    }

    @Test
    void each_scenario_is_tried_by_itself() {
        Start start = Examples.start(Examples.PLATFORM);
        assertThat(trial.begin(start)).isTrue();
        assertThat(accepts(new StoreTableEntry(Examples.PT, 1, 0x10L << 12 | Examples.FLAGS)))
                .isTrue();
        assertThat(accepts(new Fetch(0x1000))).as("a table").isFalse();
        assertThat(trial.begin(start)).isTrue();
        assertThat(accepts(new Fetch(0x1000))).isTrue();
    }

    @Test
    void blocks_of_scenarios_that_were_tried_are_whole() {
        TargetLimits limits = new TargetLimits(
                Target.FREE_FRAMES,
                EnumSet.allOf(PagingMode.class),
                EnumSet.allOf(CodeSegment.class),
                false,
                () -> new Trying(new StepTrial(Examples.TARGET)));
        GeneratorSettings settings = GeneratorSettings.STANDARD
                .withPlatforms(PlatformMix.only(Examples.PLATFORM).withTwoProcessors(10))
                .with(StepKind.EMULATED, 0);
        assertThat(cut(settings.within(limits))).isZero();
        assertThat(cut(settings.within(limits.with(Feasibility.OF_EVERYTHING))))
                .as("otherwise, of 200")
                .isGreaterThan(50);
    }

    private static int cut(GeneratorSettings settings) {
        ScenarioGenerator generator = new ScenarioGenerator(settings);
        Model model = new Model(false);
        BlockEncoder encoder = new BlockEncoder(Examples.TARGET);
        int cut = 0;
        for (int seed = 0; seed < 200; seed++) {
            Scenario scenario = generator.generate(seed, model);
            assertThat(scenario.steps()).hasSize(settings.length());
            cut += encoder.encode(scenario, 7).obstacle() == null ? 0 : 1;
        }
        return cut;
    }

    private record Trying(StepTrial trial) implements Feasibility {
        @Override
        public boolean begin(Start start) {
            return trial.begin(start);
        }

        @Override
        public boolean accept(Step step) {
            return trial.accept(step);
        }
    }

    @Test
    void a_root_is_walked_in_the_modes_in_which_it_was_in_force() {
        // As a 32-bit page directory the root would map addresses from 40000000H on by entry 1 of its 512 words.
        List<Operation> out = List.of(COMPATIBLE, new MovToCr0(0x1_0031));
        trial.begin(Examples.start(Examples.PLATFORM));
        out.forEach(operation -> assertThat(accepts(operation)).isTrue());
        assertThat(accepts(new Load(0x1000))).as("memory, without paging").isTrue();
        assertThat(accepts(new Load(0xF000_1000L))).as("no memory").isFalse();
        assertThat(accepts(new MovToCr0(0x8001_0031L))).isTrue();
        assertThat(accepts(new Load(0xF000_1000L)))
                .as("not present, with paging")
                .isTrue();
    }

    /** A PDPTE has no accessed flag, and bit 5 is reserved: whether PAE paging begins or #GP is raised is not certain then. */
    @Test
    void an_entry_that_a_walk_may_have_marked_may_be_no_pdpte() {
        Registers registers = new Registers(0x8001_0031L, 0, 0x10000, 0x10, 0, COMPATIBLE.state());
        long pointer = 0x12_001;
        TableFrame directory = TableFrame.of(0x10, Map.of(0, pointer, 2, pointer));
        trial.begin(
                new Start(Examples.PLATFORM, List.of(directory, TableFrame.of(0x12, Map.of())), List.of(registers)));
        List<Operation> intoPae =
                List.of(new MovToCr0(0x1_0031), new Operation.MovToCr4(0x20), new MovToCr0(0x8001_0031L));
        intoPae.forEach(operation -> assertThat(accepts(operation)).isTrue());
        assertThat(accepts(new Load(0xF000_1000L)))
                .as("not present, with paging")
                .isTrue();

        trial.begin(
                new Start(Examples.PLATFORM, List.of(directory, TableFrame.of(0x12, Map.of())), List.of(registers)));
        assertThat(accepts(new Load(0x1000))).isTrue();
        intoPae.forEach(operation -> assertThat(accepts(operation)).isTrue());
        assertThat(accepts(new Load(0xF000_1000L)))
                .as("no memory, if paging is off")
                .isFalse();
    }

    @Test
    void an_access_that_was_refused_has_marked_nothing() {
        Registers registers = new Registers(0x8001_0031L, 0, 0x10000, 0x10, 0, COMPATIBLE.state());
        TableFrame directory = TableFrame.of(0x10, Map.of(0, 0x12_001L, 2, 0x12_001L));
        TableFrame table = TableFrame.of(0x12, Map.of(0, 0xF000_0001L << 32));
        trial.begin(new Start(Examples.PLATFORM, List.of(directory, table), List.of(registers)));
        assertThat(accepts(new Load(0x1000))).as("a page without memory").isFalse();
        assertThat(accepts(new MovToCr0(0x1_0031))).isTrue();
        assertThat(accepts(new Operation.MovToCr4(0x20))).isTrue();
        assertThat(accepts(new MovToCr0(0x8001_0031L))).isTrue();
        assertThat(accepts(new Load(0xF000_1000L)))
                .as("not present, with PAE paging for certain")
                .isTrue();
    }

    @Test
    void what_is_accepted_after_a_start_that_was_refused_depends_on_that_start_alone() {
        Registers registers = new Registers(0x8001_0031L, 0, 0x1_0001_0000L, 0x10, 0, COMPATIBLE.state());
        Start refused =
                new Start(Examples.PLATFORM, List.of(TableFrame.of(0x10, Map.of(0, 0xF000_0083L))), List.of(registers));
        List<StepTrial> trials = List.of(trial, new StepTrial(Examples.TARGET));
        assertThat(trial.begin(Examples.start(Examples.PLATFORM))).isTrue();
        for (StepTrial either : trials) {
            assertThat(either.begin(refused)).isFalse();
            assertThat(either.accept(new Step.Instruction(0, new Load(0x40_1000))))
                    .isTrue();
            assertThat(either.accept(new Step.Instruction(0, new Load(0x1000)))).isFalse();
        }
    }

    @Test
    void a_fetch_goes_through_no_entry_with_xd() {
        trial.begin(Examples.start(Examples.PLATFORM));
        long table = 0x10L << 12 | Examples.FLAGS;
        assertThat(accepts(new StoreTableEntry(Examples.PT, 4, table | 1L << 63)))
                .isTrue();
        assertThat(accepts(new Fetch(0x4000))).isTrue();
        assertThat(accepts(new StoreTableEntry(Examples.PT, 4, table))).isTrue();
        assertThat(accepts(new Fetch(0x4000))).isFalse();
    }

    @Test
    void cr3_cannot_be_loaded_at_cpl_3() {
        trial.begin(Examples.start(Examples.PLATFORM));
        Operation elsewhere = new Operation.MovToCr3(0x4300_0000);
        assertThat(accepts(elsewhere)).isFalse();
        assertThat(accepts(new SetExecutionState(new ExecutionState(3, false, CodeSegment.BITS_64))))
                .isTrue();
        assertThat(accepts(elsewhere)).isTrue();
    }
}
