package org.stalemate.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.stalemate.specification.Model;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/** The model alone: permitted outcomes of each step, of which the first is committed. Operations a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ModelBenchmark {
    /** Whether the model keeps what invalidations removed. */
    @Param({"false", "true"})
    public boolean ghosts;

    private final ScenarioPool pool = new ScenarioPool();
    private Model model = new Model(false);

    /** Makes the model. */
    @Setup
    public void setUp() {
        model = new Model(ghosts);
    }

    /** Takes the model through one scenario. */
    @Benchmark
    @OperationsPerInvocation(ScenarioPool.LENGTH)
    public int model() {
        Scenario scenario = pool.next();
        model.reset(scenario.start(), LinearPages.of(scenario));
        int outcomes = 0;
        for (Step step : scenario.steps()) {
            outcomes += model.evaluate(step).size();
            model.commit(0);
        }
        return outcomes;
    }
}
