package org.stalemate.hunt;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.Judgement;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.vocabulary.BatchSubject;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Scenario;

/** Executes lists of scenarios, one after the other, in a thread of its own. */
final class BatchedSpecimen implements Specimen {
    /** So many scenarios keep an emulator busy while the next are generated, and are soon forgotten again. */
    private static final int BLOCK = 1_000;

    /** Shrinking asks for one scenario after the other, each of which is a round trip; so many failures share them. */
    private static final int SHRUNK_TOGETHER = 16;

    private static final int LONGEST_WAIT_SECONDS = 20;

    private static final Execution ELSEWHERE = Execution.unsupported(List.of(), "another processor");

    private final SubjectConfiguration.Batched configuration;
    private @Nullable ExecutorService thread;
    private @Nullable BatchSubject subject;

    BatchedSpecimen(SubjectConfiguration.Batched configuration) {
        this.configuration = configuration;
    }

    @Override
    public String name() {
        return configuration.name();
    }

    @Override
    public int block() {
        return BLOCK;
    }

    @Override
    public int shrunkTogether() {
        return SHRUNK_TOGETHER;
    }

    @Override
    public Run begin(List<Scenario> scenarios) {
        if (scenarios.stream().noneMatch(this::offers)) {
            return (place, judge, coverage) -> trial(scenarios.get(place), ELSEWHERE, judge, coverage);
        }
        if (thread == null) {
            thread = Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name(name()).factory());
        }
        Future<List<Execution>> executions = thread.submit(() -> execute(scenarios));
        return (place, judge, coverage) ->
                trial(scenarios.get(place), await(executions).get(place), judge, coverage);
    }

    private boolean offers(Scenario scenario) {
        Platform platform = configuration.platform();
        Platform wanted = scenario.start().platform();
        return platform == null
                || (wanted.profile().equals(platform.profile())
                        && wanted.maxPhyAddr() == platform.maxPhyAddr()
                        && wanted.features().equals(platform.features())
                        && wanted.logicalProcessors() <= platform.logicalProcessors());
    }

    private static Trial trial(Scenario scenario, Execution execution, Judge judge, RuleCoverage coverage) {
        Judgement judgement = judge.judge(scenario, execution, coverage);
        return new Trial(judgement, execution.outcomes(), judgement.stepsCut() > 0 ? execution.detail() : "");
    }

    private List<Execution> execute(List<Scenario> scenarios) {
        if (subject == null) {
            subject = configuration.factory().get();
        }
        List<Scenario> offered = scenarios.stream().filter(this::offers).toList();
        List<Execution> executions = subject.execute(offered);
        if (executions.size() != offered.size()) {
            throw new IllegalStateException("the subject '%s' gave %s executions of %s scenarios"
                    .formatted(name(), executions.size(), offered.size()));
        }
        Iterator<Execution> next = executions.iterator();
        return scenarios.stream()
                .map(scenario -> offers(scenario) ? next.next() : ELSEWHERE)
                .toList();
    }

    /** What the target does is an ending; whatever is thrown is about its surroundings, and nothing more can be run. */
    static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a subject ran", e);
        }
    }

    /** A target that failed has to be started again, one that hangs has to be waited for as well. */
    @Override
    public boolean repeatsDearly(Execution.Ending ending) {
        return ending.isFailure();
    }

    /** Nothing to do: a batch subject starts anew what failed. */
    @Override
    public void discard() {}

    /** What was begun and nobody will ask for any more is not executed; what is being executed is waited for. */
    @Override
    public void close() {
        ExecutorService running = thread;
        if (running == null) {
            return;
        }
        thread = null;
        running.shutdownNow();
        try {
            if (running.awaitTermination(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS) && subject != null) {
                subject.close();
                subject = null;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
