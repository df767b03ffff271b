package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Scenario;

/**
 * Tasks that ask for one run of a scenario after the other, done at the same time: once each of them waits for a run, what they ask
 * for is executed in one round, a list for each specimen, and each goes on with its own trial. Where many scenarios cost hardly more
 * than one, all tasks together take hardly longer than the longest of them.
 *
 * <p>A task is straight code in a thread of its own. But exactly one thread runs at any time, that of the caller or of one task: the
 * caller gives the turn to one task after the other, in the order in which they were begun, and gets it back when the task asks or is
 * done. So tasks may share what is not safe for use by several threads, and nothing depends on how threads are scheduled.
 *
 * @param <T> what comes of a task
 */
final class Rounds<T> implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /** In the order in which they were begun. Those that are not done wait for a run. */
    private final List<Asker> askers = new ArrayList<>();

    /**
     * Begins a task, and lets it come as far as the first scenario that it asks for.
     *
     * @param task is given a specimen whose runs take part in the rounds
     * @return what comes of it; whoever asks for that waits for as many rounds as it takes, and gets whatever the task or the
     *     specimen throws
     */
    Supplier<T> begin(Specimen specimen, Function<Specimen, T> task) {
        Asker asker = new Asker(specimen);
        Future<T> result = threads.submit(() -> asker.perform(task));
        asker.awaitEndOfTurn();
        askers.add(asker);
        return () -> {
            while (!asker.isDone) {
                nextRound();
            }
            return BatchedSpecimen.await(result);
        };
    }

    private void nextRound() {
        askers.removeIf(asker -> asker.isDone);
        askers.stream()
                .collect(Collectors.groupingBy(asker -> asker.specimen, LinkedHashMap::new, Collectors.toList()))
                .forEach(Rounds::execute);
        askers.forEach(Asker::goOn);
    }

    private static void execute(Specimen specimen, List<Asker> askers) {
        Specimen.Run run = specimen.begin(
                askers.stream().map(asker -> asker.question().scenario).toList());
        for (int i = 0; i < askers.size(); i++) {
            askers.get(i).willGet(run, i);
        }
    }

    /** Ends what is not done. Afterwards no thread is left. */
    @Override
    public void close() {
        askers.forEach(Asker::abandon);
        threads.close();
    }

    private record Question(Scenario scenario, Judge judge, RuleCoverage coverage) {}

    /** A specimen as one task sees it. */
    private static final class Asker implements Specimen {
        final Specimen specimen;
        private final Semaphore turn = new Semaphore(0);
        private final Semaphore endOfTurn = new Semaphore(0);
        private @Nullable Question question;
        private @Nullable Supplier<Trial> trial;
        /** Null while the task waits. */
        private @Nullable Trial answer;

        private boolean isDone;

        Asker(Specimen specimen) {
            this.specimen = specimen;
        }

        /** Performs the task in its thread. The first turn begins with it. */
        <T> T perform(Function<Specimen, T> task) {
            try {
                return task.apply(this);
            } finally {
                isDone = true;
                endOfTurn.release();
            }
        }

        @Override
        public Trial run(Scenario scenario, Judge judge, RuleCoverage coverage) {
            question = new Question(scenario, judge, coverage);
            answer = null;
            endOfTurn.release();
            turn.acquireUninterruptibly();
            Trial given = answer;
            if (given == null) {
                throw new CancellationException("nobody waits for this any more");
            }
            return given;
        }

        Question question() {
            return Objects.requireNonNull(question, "a task that is not done has asked");
        }

        void willGet(Run run, int place) {
            Question asked = question();
            trial = () -> run.trial(place, asked.judge, asked.coverage);
        }

        /** Waits for the subject in the thread of the caller, which may be interrupted, and then hands the turn over. */
        void goOn() {
            answer = Objects.requireNonNull(trial, "what was asked for is executed")
                    .get();
            turn.release();
            awaitEndOfTurn();
        }

        void awaitEndOfTurn() {
            endOfTurn.acquireUninterruptibly();
        }

        /** Lets what is asked for fail, until the task is done. */
        void abandon() {
            while (!isDone) {
                turn.release();
                awaitEndOfTurn();
            }
        }

        @Override
        public Run begin(List<Scenario> scenarios) {
            return (place, judge, coverage) -> run(scenarios.get(place), judge, coverage);
        }

        @Override
        public String name() {
            return specimen.name();
        }

        @Override
        public int block() {
            return 1;
        }

        @Override
        public int shrunkTogether() {
            return 1;
        }

        @Override
        public boolean repeatsDearly(Execution.Ending ending) {
            return specimen.repeatsDearly(ending);
        }

        @Override
        public void discard() {
            specimen.discard();
        }

        /** Nothing to do: the specimen is not the task's own. */
        @Override
        public void close() {}
    }
}
