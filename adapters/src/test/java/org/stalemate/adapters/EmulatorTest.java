package org.stalemate.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stalemate.adapters.encoding.Avoidance;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.generators.PlatformMix;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.generators.StepKind;
import org.stalemate.oracles.Grade;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Execution.Ending;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/** The emulators themselves, where they are installed. */
final class EmulatorTest {
    private static final long PAGE = 0x1000;

    @TempDir
    private Path directory;

    private EmulatorSubject subject(Emulator emulator) {
        return subject(emulator, directory);
    }

    static EmulatorSubject subject(Emulator emulator, Path directory) {
        String program = switch (emulator) {
            case BOCHS -> "bochs";
            case QEMU -> "qemu-system-x86_64";
        };
        assumeTrue(Installed.has(program), program + " is not installed, so nothing is shown about it");
        return new EmulatorSubject(EmulatorSettings.standard(emulator).withFailures(directory));
    }

    @ParameterizedTest
    @EnumSource
    void instructions_of_every_kind_have_the_outcomes_that_the_manuals_give(Emulator emulator) {
        try (EmulatorSubject subject = subject(emulator)) {
            Platform platform = subject.platform();
            assertThat(platform.maxPhyAddr()).isEqualTo(40);
            assertThat(subject.version()).contains(emulator == Emulator.BOCHS ? "Bochs" : "QEMU");

            Execution execution = subject.execute(List.of(scenario(
                            platform,
                            new Operation.Load(PAGE + 8),
                            new Operation.Fetch(PAGE + 16),
                            new Operation.Store(PAGE + 8, 0x112),
                            new Operation.Load(PAGE + 8),
                            new Operation.Exchange(PAGE + 8, 0x212),
                            new Operation.SplitLoad(PAGE + 0xFFC),
                            new Operation.Load(0x5000),
                            new Operation.LoadTableEntry(0x13, 1),
                            new Operation.Load(0x8000_0000_0000L),
                            new Operation.WrPkru(0),
                            new Operation.InvLpg(PAGE),
                            new Operation.ReadRegister(Register.CR3))))
                    .getFirst();

            assertThat(execution.ending()).isEqualTo(Ending.COMPLETE);
            assertThat(execution.outcomes())
                    .containsExactly(
                            loaded(0x20_0008),
                            loaded(0x20_0010),
                            new Outcome.Stored(0x200),
                            new Outcome.Loaded(0x112, Outcome.UNKNOWN_FRAME),
                            new Outcome.Exchanged(0x112, 0x200),
                            new Outcome.PageFault(0, 0x2000),
                            new Outcome.PageFault(0, 0x5000),
                            new Outcome.Loaded(0x20_0067, 0x13),
                            new Outcome.GeneralProtection(0),
                            Outcome.UndefinedOpcode.INSTANCE,
                            Outcome.Done.INSTANCE,
                            new Outcome.RegisterValue(0x10000));
        }
    }

    @ParameterizedTest
    @EnumSource
    void stale_entries_show_themselves_and_are_gone_after_an_invalidation(Emulator emulator) {
        try (EmulatorSubject subject = subject(emulator)) {
            Operation elsewhere = new Operation.StoreTableEntry(0x13, 1, 0x30_0067);
            List<Outcome> outcomes = subject.execute(List.of(scenario(
                            subject.platform(),
                            new Operation.Load(PAGE),
                            elsewhere,
                            new Operation.Load(PAGE),
                            new Operation.InvLpg(PAGE),
                            new Operation.Load(PAGE))))
                    .getFirst()
                    .outcomes();

            assertThat(outcomes.get(2)).isEqualTo(loaded(0x20_0000));
            assertThat(outcomes.get(4)).isEqualTo(loaded(0x30_0000));
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_by_one_and_in_one_boot_scenarios_have_the_same_outcomes_most_of_which_conform(Emulator emulator) {
        try (EmulatorSubject subject = subject(emulator)) {
            List<Scenario> scenarios = generated(subject.platform(), 40);
            List<Execution> together = subject.execute(scenarios);
            List<Execution> single = scenarios.stream()
                    .map(scenario -> subject.execute(List.of(scenario)).getFirst())
                    .toList();

            assertThat(single).isEqualTo(together);
            assertThat(together).noneMatch(execution -> execution.ending().isFailure());
            assertThat(subject.keepsEntries()).isTrue();
            Judge judge = new Judge();
            long steps = 0;
            long stale = 0;
            for (int i = 0; i < scenarios.size(); i++) {
                List<Outcome> outcomes = together.get(i).outcomes();
                if (!outcomes.isEmpty()) {
                    Scenario executed = new Scenario(
                            scenarios.get(i).start(), scenarios.get(i).steps().subList(0, outcomes.size()));
                    var judgement = judge.judge(executed, new Recorded(outcomes), new RuleCoverage());
                    steps += judgement.stepsJudged();
                    stale += judgement.grade() == Grade.STALE ? 1 : 0;
                }
            }
            assertThat(steps).as("steps judged").isGreaterThan(500);
            assertThat(stale).as("scenarios in which a stale entry was used").isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_emulator_that_is_killed_in_the_middle_of_its_work_costs_nothing(Emulator emulator) throws Exception {
        try (EmulatorSubject subject = subject(emulator)) {
            List<Scenario> scenarios = generated(subject.platform(), 400);
            List<Execution> undisturbed = subject.execute(scenarios);
            CompletableFuture<List<Execution>> running =
                    CompletableFuture.supplyAsync(() -> subject.execute(scenarios));
            boolean killed = false;
            while (!killed && !running.isDone()) {
                Thread.sleep(100);
                killed = ProcessHandle.current()
                        .descendants()
                        .filter(process -> !isAboutToStart(process))
                        .anyMatch(ProcessHandle::destroyForcibly);
            }

            assertThat(killed).isTrue();
            List<Execution> disturbed = running.get(120, TimeUnit.SECONDS);
            assertThat(disturbed).extracting(Execution::ending).isEqualTo(endings(undisturbed));
            assertThat(IntStream.range(0, scenarios.size())
                            .filter(i -> disturbed.get(i).equals(undisturbed.get(i))))
                    .as("what was seen is the same, but for a stale entry that QEMU drops at another time")
                    .hasSizeGreaterThan(scenarios.size() - 5);
        }
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    private static List<Execution.Ending> endings(List<Execution> executions) {
        return executions.stream().map(Execution::ending).toList();
    }

    /** Java starts a process by way of a helper; killing that is no failure of an emulator. */
    private static boolean isAboutToStart(ProcessHandle process) {
        return process.info().command().orElse("java").matches(".*(java|jspawnhelper)");
    }

    @ParameterizedTest
    @EnumSource
    void what_is_avoided_is_still_what_the_emulator_does(Emulator emulator) {
        try (EmulatorSubject avoiding = subject(emulator)) {
            Platform platform = avoiding.platform();
            EmulatorSettings daring =
                    EmulatorSettings.standard(emulator).withFailures(directory).withAvoided(List.of());
            try (EmulatorSubject subject = new EmulatorSubject(daring)) {
                for (Avoidance avoidance : EmulatorSettings.standard(emulator).avoided()) {
                    Scenario shortest = shortest(avoidance.id(), platform);
                    assertThat(avoiding.execute(List.of(shortest)).getFirst().detail())
                            .isEqualTo("known divergence " + avoidance.id());
                    Execution execution = subject.execute(List.of(shortest)).getFirst();
                    assertThat(execution).as(avoidance.id()).satisfies(seen -> {
                        if (!seen.ending().isFailure()) {
                            assertThat(seen.outcomes().getLast()).isEqualTo(Outcome.Done.INSTANCE);
                        }
                    });
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_step_that_ends_the_target_is_told_after_what_those_before_it_gave(Emulator emulator) {
        EmulatorSettings daring =
                EmulatorSettings.standard(emulator).withFailures(directory).withAvoided(List.of());
        subject(emulator).close();
        try (EmulatorSubject subject = new EmulatorSubject(daring)) {
            Platform platform = subject.platform();
            Scenario scenario = switch (emulator) {
                case BOCHS -> shutdown(platform);
                case QEMU ->
                    scenario(
                            platform,
                            new Operation.Load(0x5000),
                            new Operation.Load(PAGE),
                            new Operation.MovToCr4(1L << 40 | 0x20),
                            new Operation.Load(PAGE));
            };

            List<Execution> executions = subject.execute(Collections.nCopies(10, scenario));

            assertThat(executions).allSatisfy(execution -> {
                assertThat(execution.ending().isFailure())
                        .as(execution.toString())
                        .isTrue();
                assertThat(execution.outcomes()).hasSize(2).first().isInstanceOf(Outcome.PageFault.class);
            });
        }
    }

    /** {@return the fewest steps that show what is avoided; the last ought to be #GP(0), or not to be the end} */
    private static Scenario shortest(String id, Platform platform) {
        return switch (id) {
            case "QEMU-CR0-PG" -> scenario(platform, new Operation.MovToCr0(0x1_0031));
            case "QEMU-CR4-PAE" -> scenario(platform, new Operation.MovToCr4(0));
            case "QEMU-CR4-LA57" ->
                scenario(platform, state(0, CodeSegment.BITS_32), new Operation.MovToCr4(1L << 12 | 0x20));
            case "QEMU-CR4-RESERVED" -> scenario(platform, new Operation.MovToCr4(1L << 40 | 0x20));
            case "QEMU-CR3-RESERVED" -> scenario(platform, new Operation.MovToCr3(1L << 62 | SelfTest.ROOT << 12));
            case "QEMU-CR3-32" ->
                scenario(
                        platform,
                        state(0, CodeSegment.BITS_32),
                        new Operation.MovToCr3(1L << 39 | SelfTest.ROOT << 12));
            case "QEMU-EFER-LME" -> scenario(platform, new Operation.WrmsrEfer(0x400));
            case "BOCHS-PKRU-SUPERVISOR" ->
                scenario(platform, new Operation.MovToCr4(1L << 22 | 0x20), new Operation.WrPkru(1 << 31));
            case "BOCHS-RSM-PDPTES" -> shutdown(platform);
            default -> throw new AssertionError(id);
        };
    }

    /** PAE paging, a reserved bit in a PDPTE of which the registers know nothing, and SMI. */
    private static Scenario shutdown(Platform platform) {
        ExecutionState state = new ExecutionState(0, false, CodeSegment.BITS_32);
        Registers registers = new Registers(0x8001_0031L, 0, SelfTest.ROOT << 12, 0x20, 0, state);
        Start start = new Start(platform, List.of(TableFrame.of(SelfTest.ROOT, Map.of(0, 0L))), List.of(registers));
        return new Scenario(
                start,
                List.of(
                        new Step.Instruction(0, new Operation.Load(PAGE)),
                        new Step.Instruction(0, new Operation.StoreTableEntry(SelfTest.ROOT, 0, 0x1_1003)),
                        new Step.Smi(0),
                        new Step.Instruction(0, new Operation.Load(PAGE))));
    }

    static Operation state(int cpl, CodeSegment segment) {
        return new Operation.SetExecutionState(new ExecutionState(cpl, false, segment));
    }

    static Outcome loaded(long address) {
        return new Outcome.Loaded(DataPattern.at(address), address >>> 12);
    }

    static Scenario scenario(Platform platform, Operation... operations) {
        List<Step> steps = new ArrayList<>();
        for (Operation operation : operations) {
            steps.add(new Step.Instruction(0, operation));
        }
        return new Scenario(SelfTest.scenario(platform).start(), steps);
    }

    private static List<Scenario> generated(Platform platform, int count) {
        GeneratorSettings settings = GeneratorSettings.STANDARD
                .withPlatforms(PlatformMix.only(platform))
                .withHome(PagingMode.LEVEL_4)
                .with(StepKind.INIT, 0)
                .with(StepKind.RESET, 0)
                .with(StepKind.PAGING_OFF, 0)
                .with(StepKind.CHANGE_MODE, 0);
        ScenarioGenerator generator = new ScenarioGenerator(settings);
        List<Scenario> scenarios = new ArrayList<>();
        for (int seed = 0; seed < count; seed++) {
            scenarios.add(generator.generate(seed));
        }
        return scenarios;
    }

    /** Outcomes seen before, one after the other. */
    private static final class Recorded implements Mmu {
        private final List<Outcome> outcomes;
        private int next;

        Recorded(List<Outcome> outcomes) {
            this.outcomes = outcomes;
        }

        @Override
        public void reset(Start start) {
            next = 0;
        }

        @Override
        public Outcome execute(Step step) {
            return outcomes.get(next++);
        }
    }
}
