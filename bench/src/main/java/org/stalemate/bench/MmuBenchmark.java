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
import org.openjdk.jmh.infra.Blackhole;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/** The MMU alone, with a reset before each scenario. Operations a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MmuBenchmark {
    /** Which MMU. */
    @Param
    public Assembly assembly = Assembly.SHADOW_HOARD;

    private final ScenarioPool pool = new ScenarioPool();
    private Mmu mmu = assembly.create();

    /** Makes the MMU. */
    @Setup
    public void setUp() {
        mmu = assembly.create();
    }

    /** Takes the MMU through one scenario. */
    @Benchmark
    @OperationsPerInvocation(ScenarioPool.LENGTH)
    public void mmu(Blackhole outcomes) {
        Scenario scenario = pool.next();
        mmu.reset(scenario.start());
        for (Step step : scenario.steps()) {
            outcomes.consume(mmu.execute(step));
        }
    }
}
