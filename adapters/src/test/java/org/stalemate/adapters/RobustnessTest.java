package org.stalemate.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.stalemate.adapters.launch.TimeLimits;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Execution.Ending;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/** A target that fails in every way there is, told from others by what a child process does that stands in for an emulator. */
final class RobustnessTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final TimeLimits LIMITS = new TimeLimits(
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            Duration.ofMillis(1),
            Duration.ofSeconds(2),
            Duration.ofMinutes(1));
    /** So many that some results are on the disk before the last is executed. */
    private static final int MANY = 40;

    @TempDir
    private Path directory;

    private EmulatorSubject subject;
    private Platform platform;

    @BeforeEach
    void ask_the_target() {
        subject = new EmulatorSubject(settings(), new FakeMachine(JAVA, directory.resolve("once")));
        platform = subject.platform();
    }

    @AfterEach
    void nothing_is_left_behind() throws IOException {
        subject.close();
        assertThat(ProcessHandle.current().descendants().filter(RobustnessTest::isFake))
                .isEmpty();
    }

    private EmulatorSettings settings() {
        return EmulatorSettings.standard(Emulator.QEMU)
                .withFailures(directory.resolve("failures"))
                .withLimits(LIMITS);
    }

    private static boolean isFake(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(FakeAgent.class.getName());
    }

    @Test
    void a_sound_target_executes_everything_and_shows_a_stale_entry_in_its_self_test() {
        assertThat(subject.execute(scenarios(0x1000))).allMatch(RobustnessTest::isComplete);
        assertThat(subject.keepsEntries()).isTrue();
    }

    @Test
    void a_target_that_hangs_is_told_so_for_the_step_that_did_it() {
        expect(FakeAgent.HANG, Ending.HUNG, "no sign of life");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void what_tells_a_target_that_hangs_is_the_processor_time_that_it_takes() {
        TimeLimits limits = new TimeLimits(
                LIMITS.boot(), Duration.ofMillis(100), Duration.ofMillis(1), Duration.ofMinutes(2), LIMITS.idle());
        FakeMachine machine = new FakeMachine(JAVA, directory.resolve("once"));
        try (EmulatorSubject strict = new EmulatorSubject(settings().withLimits(limits), machine)) {
            assertThat(strict.execute(List.of(scenario(FakeAgent.SLEEP)))).allMatch(RobustnessTest::isComplete);
            assertThat(strict.execute(List.of(scenario(FakeAgent.SPIN)))
                            .getFirst()
                            .ending())
                    .isEqualTo(Ending.HUNG);
        }
    }

    @Test
    void a_process_that_dies_is_told_so_for_the_step_that_did_it() {
        expect(FakeAgent.EXIT_BADLY, Ending.CRASHED, "exit code 3");
    }

    @Test
    void a_target_that_resets_is_told_so_for_the_step_that_did_it() {
        expect(FakeAgent.EXIT_WELL, Ending.RESET, "reset");
    }

    @Test
    void a_target_that_boots_again_was_reset() {
        expect(FakeAgent.START_AGAIN, Ending.RESET, "booted again");
    }

    @Test
    void a_target_that_talks_nonsense_is_found_by_halving_since_its_signs_tell_nothing() {
        expect(FakeAgent.TALK_NONSENSE, Ending.MALFORMED, "not what it sends");
    }

    @Test
    void results_that_are_not_those_of_the_scenario_are_malformed() {
        expect(FakeAgent.WRONG_RESULTS, Ending.MALFORMED, "results");
    }

    @Test
    void of_a_scenario_whose_starts_do_not_fit_into_the_image_all_steps_but_the_last_are_told() {
        List<Step> steps =
                Collections.nCopies(1_000, new Step.Instruction(0, new Operation.Load(FakeAgent.WRONG_RESULTS)));
        Scenario scenario = new Scenario(SelfTest.scenario(platform).start(), steps);

        Execution execution = subject.execute(List.of(scenario)).getFirst();

        assertThat(execution.ending()).isEqualTo(Ending.MALFORMED);
        assertThat(execution.outcomes()).hasSize(999);
    }

    @Test
    void an_exception_within_the_agent_is_a_crash() {
        expect(FakeAgent.FATAL, Ending.CRASHED, "0000000E");
    }

    private void expect(long address, Ending ending, String detail) {
        List<Scenario> scenarios = scenarios(address);
        List<Execution> executions = subject.execute(scenarios);

        Execution bad = executions.get(MANY - 10);
        assertThat(bad.ending()).isEqualTo(ending);
        assertThat(bad.detail()).contains(detail).contains("image kept in").doesNotContain("\n");
        assertThat(bad.outcomes()).as("outcomes before the step").hasSize(70);
        assertThat(directory.resolve("failures/fake-1/image")).exists();
        executions = new ArrayList<>(executions);
        executions.remove(MANY - 10);
        assertThat(executions).allMatch(RobustnessTest::isComplete);
    }

    @Test
    void however_many_scenarios_fail_each_is_told_the_step_that_did_it() {
        List<Scenario> scenarios = new ArrayList<>(scenarios(0x1000));
        for (int i = 0; i < 12; i++) {
            scenarios.set(3 * i, scenario(FakeAgent.EXIT_WELL, 5 * i));
        }

        List<Execution> executions = subject.execute(scenarios);

        for (int i = 0; i < 12; i++) {
            assertThat(executions.get(3 * i).ending()).isEqualTo(Ending.RESET);
            assertThat(executions.get(3 * i).outcomes()).hasSize(5 * i);
        }
    }

    @Test
    void a_scenario_that_passes_alone_is_not_to_blame() {
        assertThat(subject.execute(scenarios(FakeAgent.EXIT_ONCE))).allMatch(RobustnessTest::isComplete);
    }

    @Test
    void an_emulator_that_somebody_ends_costs_nothing() throws Exception {
        CompletableFuture<List<Execution>> running =
                CompletableFuture.supplyAsync(() -> subject.execute(scenarios(FakeAgent.SLEEP)));
        boolean ended = false;
        while (!ended && !running.isDone()) {
            ended = fakes().anyMatch(ProcessHandle::destroyForcibly);
            Thread.sleep(20);
        }

        assertThat(running.get(60, TimeUnit.SECONDS)).allMatch(RobustnessTest::isComplete);
        assertThat(ended).isTrue();
    }

    private static Stream<ProcessHandle> fakes() {
        return ProcessHandle.current().descendants().filter(RobustnessTest::isFake);
    }

    @Test
    void short_lists_go_to_one_emulator_that_is_kept_running() {
        assertThat(subject.execute(List.of(scenario(0x1000)))).allMatch(RobustnessTest::isComplete);
        ProcessHandle first = subject.process();
        assertThat(subject.execute(List.of(scenario(0x1000)))).allMatch(RobustnessTest::isComplete);

        assertThat(subject.process()).isEqualTo(first).isNotNull();
        subject.close();
        assertThat(fakes()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void an_emulator_stands_still_between_two_lists() throws Exception {
        subject.execute(List.of(scenario(0x1000)));
        Path status = Path.of(
                "/proc", Long.toString(Objects.requireNonNull(subject.process()).pid()), "status");
        while (!Files.readString(status).contains("State:\tT (stopped)")) {
            Thread.sleep(10); // each thread of the process has to see the signal
        }

        assertThat(subject.execute(List.of(scenario(0x1000)))).allMatch(RobustnessTest::isComplete);
    }

    @Test
    void an_emulator_that_nobody_uses_is_ended_and_booted_again_when_somebody_does() throws Exception {
        TimeLimits impatient = new TimeLimits(
                LIMITS.boot(), LIMITS.busy(), LIMITS.perStep(), LIMITS.silence(), Duration.ofMillis(300));
        FakeMachine machine = new FakeMachine(JAVA, directory.resolve("once"));
        try (EmulatorSubject idle = new EmulatorSubject(settings().withLimits(impatient), machine)) {
            assertThat(idle.execute(List.of(scenario(0x1000)))).allMatch(RobustnessTest::isComplete);
            ProcessHandle first = Objects.requireNonNull(idle.process());
            first.onExit().get(20, TimeUnit.SECONDS);
            assertThat(idle.process()).isNull();
            assertThat(idle.execute(List.of(scenario(0x1000)))).allMatch(RobustnessTest::isComplete);
            assertThat(idle.process()).isNotNull().isNotEqualTo(first);
        }
    }

    @Test
    void a_failure_of_the_running_emulator_is_looked_into_and_the_next_scenario_gets_another() {
        Execution bad = subject.execute(List.of(scenario(FakeAgent.EXIT_BADLY))).getFirst();

        assertThat(bad.ending()).isEqualTo(Ending.CRASHED);
        assertThat(bad.outcomes()).hasSize(70);
        assertThat(subject.execute(List.of(scenario(0x1000)))).allMatch(RobustnessTest::isComplete);
    }

    @Test
    void a_missing_emulator_is_one_sentence_that_names_the_package() {
        EmulatorSubject missing =
                new EmulatorSubject(settings(), new FakeMachine("/no/such/program", directory.resolve("once")));

        assertThatThrownBy(() -> missing.execute(scenarios(0x1000)))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("install the Debian package fake-emulator")
                .hasMessageNotContaining("\n");
    }

    @Test
    void a_program_that_is_no_emulator_is_given_up() {
        EmulatorSubject wrong =
                new EmulatorSubject(settings(), new FakeMachine("/bin/false", directory.resolve("once")));

        assertThatThrownBy(wrong::platform).isInstanceOf(AdapterException.class).hasMessageContaining("Fake");
    }

    @Test
    void temporary_files_are_gone_after_every_boot() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        subject.execute(scenarios(FakeAgent.EXIT_BADLY));
        subject.close();
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("stalemate-"))
                            .filter(RobustnessTest::isOurs))
                    .isEmpty();
        }
    }

    /** Other processes may have boots of their own. */
    private static boolean isOurs(Path boot) {
        return Files.exists(boot.resolve("fake"));
    }

    private List<Scenario> scenarios(long address) {
        List<Scenario> scenarios = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            scenarios.add(scenario(i == MANY - 10 ? address : 0x1000));
        }
        return scenarios;
    }

    /** A hundred loads, the 71st from an address of its own. */
    private Scenario scenario(long address) {
        return scenario(address, 70);
    }

    private Scenario scenario(long address, int step) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            steps.add(new Step.Instruction(0, new Operation.Load(i == step ? address : 0x1000)));
        }
        return new Scenario(SelfTest.scenario(platform).start(), steps);
    }

    private static boolean isComplete(Execution execution) {
        return execution.ending() == Ending.COMPLETE && execution.outcomes().size() == 100;
    }
}
