package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.BatchSubject;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Execution.Ending;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** An MMU behind the interface of a target that executes batches: it lacks some steps, and fails at others. */
final class FakeTarget implements BatchSubject {
    /** How many are open now. */
    static final AtomicInteger OPEN = new AtomicInteger();

    private final Mmu mmu;
    private final Function<Step, @Nullable Execution> ends;
    private final List<Integer> batches;
    private boolean busy;

    private FakeTarget(Mmu mmu, Function<Step, @Nullable Execution> ends, List<Integer> batches) {
        this.mmu = mmu;
        this.ends = ends;
        this.batches = batches;
        OPEN.incrementAndGet();
    }

    /** {@return a configuration of a target that executes everything} */
    static SubjectConfiguration complete(Supplier<? extends Mmu> mmu, List<Integer> batches) {
        return of(mmu, _ -> null, batches);
    }

    /** {@return a configuration of a target that ends a scenario before some steps in a way of its own, outcomes aside} */
    static SubjectConfiguration ending(Supplier<? extends Mmu> mmu, Function<Step, @Nullable Execution> ends) {
        return of(mmu, ends, new ArrayList<>());
    }

    /** {@return the same, with how many scenarios it was given each time} */
    static SubjectConfiguration of(
            Supplier<? extends Mmu> mmu, Function<Step, @Nullable Execution> ends, List<Integer> batches) {
        return new SubjectConfiguration.Batched("target", () -> new FakeTarget(mmu.get(), ends, batches), null);
    }

    /** {@return an MMU whose outcomes are told in another way} */
    static Mmu changing(Mmu mmu, UnaryOperator<Outcome> change) {
        return new Mmu() {
            @Override
            public void reset(Start start) {
                mmu.reset(start);
            }

            @Override
            public Outcome execute(Step step) {
                return change.apply(mmu.execute(step));
            }
        };
    }

    static Execution end(Ending ending, String detail) {
        return new Execution(List.of(), ending, detail);
    }

    @Override
    public List<Execution> execute(List<Scenario> scenarios) {
        if (busy) {
            throw new IllegalStateException("two threads at once");
        }
        busy = true;
        batches.add(scenarios.size());
        List<Execution> executions = scenarios.stream().map(this::execute).toList();
        busy = false;
        return executions;
    }

    private Execution execute(Scenario scenario) {
        mmu.reset(scenario.start());
        List<Outcome> outcomes = new ArrayList<>();
        for (Step step : scenario.steps()) {
            Execution end = ends.apply(step);
            if (end != null) {
                return new Execution(outcomes, end.ending(), end.detail());
            }
            outcomes.add(mmu.execute(step));
        }
        return Execution.complete(outcomes);
    }

    @Override
    public void close() {
        OPEN.decrementAndGet();
    }
}
