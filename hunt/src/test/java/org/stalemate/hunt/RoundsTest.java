package org.stalemate.hunt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.vocabulary.BatchSubject;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RoundsTest {
    private static final Scenario SCENARIO = ScenarioGenerator.standard().generate(1);

    private final Judge judge = new Judge();
    private final RuleCoverage coverage = new RuleCoverage();
    /** What happened, in order. Neither this nor the judge is safe for use by several threads. */
    private final List<String> log = new ArrayList<>();

    private final List<Thread> threads = new ArrayList<>();
    private final List<Specimen> specimens = new ArrayList<>();

    @AfterEach
    void close() {
        specimens.forEach(Specimen::close);
    }

    /** Lacks every step, and tells how many scenarios it was given. */
    private static List<Execution> nothing(List<Scenario> scenarios) {
        return scenarios.stream()
                .map(_ -> Execution.unsupported(List.of(), "one of " + scenarios.size()))
                .toList();
    }

    private Specimen specimen(Function<List<Scenario>, List<Execution>> execute) {
        return specimen(null, execute);
    }

    private Specimen specimen(@Nullable Platform platform, Function<List<Scenario>, List<Execution>> execute) {
        BatchSubject subject = new BatchSubject() {
            @Override
            public List<Execution> execute(List<Scenario> scenarios) {
                return execute.apply(scenarios);
            }

            @Override
            public void close() {}
        };
        Specimen specimen = Specimen.of(new SubjectConfiguration.Batched("target", () -> subject, platform));
        specimens.add(specimen);
        return specimen;
    }

    /** Runs a scenario some times, and says how it was cut each time. */
    private Function<Specimen, String> task(String name, int runs) {
        return task(name, runs, SCENARIO);
    }

    private Function<Specimen, String> task(String name, int runs, Scenario scenario) {
        return specimen -> {
            threads.add(Thread.currentThread());
            for (int i = 1; i <= runs; i++) {
                log.add(name + i + " " + specimen.run(scenario, judge, coverage).cutReason());
            }
            return name;
        };
    }

    /** One that has nothing left to do may still be ending. */
    private void assertThatNoThreadIsLeft() throws InterruptedException {
        assertThat(threads).isNotEmpty();
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void what_is_asked_for_is_executed_together_and_each_goes_on_in_its_turn() throws InterruptedException {
        Specimen specimen = specimen(RoundsTest::nothing);
        try (Rounds<String> rounds = new Rounds<>()) {
            List<Supplier<String>> results = List.of(
                    rounds.begin(specimen, task("a", 1)),
                    rounds.begin(specimen, task("b", 3)),
                    rounds.begin(specimen, task("c", 2)));
            assertThat(log).isEmpty();
            assertThat(results).extracting(Supplier::get).containsExactly("a", "b", "c");
        }
        assertThat(log)
                .containsExactly(
                        "a1 one of 3", "b1 one of 3", "c1 one of 3", "b2 one of 2", "c2 one of 2", "b3 one of 1");
        assertThatNoThreadIsLeft();
    }

    @Test
    void each_specimen_is_given_what_was_asked_of_it() {
        Specimen one = specimen(RoundsTest::nothing);
        Specimen other = specimen(RoundsTest::nothing);
        try (Rounds<String> rounds = new Rounds<>()) {
            rounds.begin(one, task("a", 1));
            rounds.begin(other, task("b", 1));
            assertThat(rounds.begin(one, task("c", 1)).get()).isEqualTo("c");
        }
        assertThat(log).containsExactly("a1 one of 2", "b1 one of 1", "c1 one of 2");
    }

    @Test
    void scenarios_of_another_processor_take_no_part_in_a_round() {
        Specimen specimen = specimen(SCENARIO.start().platform(), RoundsTest::nothing);
        try (Rounds<String> rounds = new Rounds<>()) {
            rounds.begin(specimen, task("a", 1, SCENARIO));
            rounds.begin(specimen, task("b", 1, elsewhere()));
            assertThat(rounds.begin(specimen, task("c", 1, SCENARIO)).get()).isEqualTo("c");
        }
        assertThat(log).containsExactly("a1 one of 2", "b1 another processor", "c1 one of 2");
    }

    private static Scenario elsewhere() {
        Start start = SCENARIO.start();
        Platform platform = start.platform();
        Platform other = new Platform(
                platform.profile(), platform.maxPhyAddr() - 1, platform.features(), platform.logicalProcessors());
        return new Scenario(new Start(other, start.tables(), start.processors()), SCENARIO.steps());
    }

    @Test
    void what_a_task_throws_reaches_whoever_asks_for_its_result_and_those_before_it_are_done()
            throws InterruptedException {
        Specimen specimen = specimen(RoundsTest::nothing);
        Supplier<String> after;
        try (Rounds<String> rounds = new Rounds<>()) {
            Supplier<String> before = rounds.begin(specimen, task("a", 3));
            Supplier<String> failing = rounds.begin(specimen, part -> {
                throw new IllegalStateException("no more after " + task("b", 1).apply(part));
            });
            after = rounds.begin(specimen, task("c", 5));
            assertThat(before.get()).isEqualTo("a");
            assertThatThrownBy(failing::get)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no more after b");
        }
        assertThatNoThreadIsLeft();
        assertThat(log).endsWith("a3 one of 2", "c3 one of 2");
        assertThatThrownBy(after::get).isInstanceOf(CancellationException.class);
    }

    @Test
    void an_exception_of_the_subject_reaches_the_caller_and_leaves_no_thread() throws InterruptedException {
        assertThatThrownBy(() -> runUntil(() -> {
                    throw new IllegalStateException("unplugged");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("unplugged");
        assertThatNoThreadIsLeft();
    }

    @Test
    void an_error_of_the_subject_reaches_the_caller_and_leaves_no_thread() throws InterruptedException {
        assertThatThrownBy(() -> runUntil(() -> {
                    throw new OutOfMemoryError("full");
                }))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("full");
        assertThatNoThreadIsLeft();
    }

    private String runUntil(Runnable failure) {
        AtomicInteger executed = new AtomicInteger();
        Specimen specimen = specimen(scenarios -> {
            if (executed.incrementAndGet() == 3) {
                failure.run();
            }
            return nothing(scenarios);
        });
        try (Rounds<String> rounds = new Rounds<>()) {
            Supplier<String> first = rounds.begin(specimen, task("a", 10));
            rounds.begin(specimen, task("b", 10));
            return first.get();
        } finally {
            assertThat(log).hasSize(4);
        }
    }

    @Test
    void whoever_is_interrupted_while_the_subject_runs_is_told_so_and_no_thread_is_left() throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        Specimen specimen = specimen(scenarios -> {
            caller.interrupt();
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return nothing(scenarios);
        });
        try (Rounds<String> rounds = new Rounds<>()) {
            Supplier<String> first = rounds.begin(specimen, task("a", 1));
            rounds.begin(specimen, task("b", 1));
            assertThatThrownBy(first::get).hasMessage("interrupted while a subject ran");
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThatNoThreadIsLeft();
        latch.countDown();
    }
}
