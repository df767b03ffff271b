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
import org.stalemate.generators.RandomSource;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.Judgement;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.specification.Model;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Scenario;

/**
 * Checked operations a second: generated, executed, judged, committed, coverage counted. {@code generated} makes each scenario for
 * one configuration; {@code judged} is the rest, which is what every further configuration costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CheckedOperationsBenchmark {
    private static final long SEED = 1;

    /** Which MMU. */
    @Param
    public Assembly assembly = Assembly.SHADOW_HOARD;

    private final ScenarioPool pool = new ScenarioPool();
    private final ScenarioGenerator generator = ScenarioGenerator.standard();
    private final Model lockstep = new Model(false);
    private final Judge judge = new Judge();
    private final RuleCoverage coverage = new RuleCoverage();
    private Mmu mmu = assembly.create();
    private long number;

    /** Makes the MMU. */
    @Setup
    public void setUp() {
        mmu = assembly.create();
    }

    /** One new scenario, judged. Those that end early for want of a model are part of the mix. */
    @Benchmark
    @OperationsPerInvocation(ScenarioPool.LENGTH)
    public Judgement generated() {
        Scenario scenario = generator.generate(RandomSource.seed(SEED, number++), lockstep);
        return judge.judge(scenario, mmu, coverage);
    }

    /** One scenario generated beforehand, judged. */
    @Benchmark
    @OperationsPerInvocation(ScenarioPool.LENGTH)
    public Judgement judged() {
        return judge.judge(pool.next(), mmu, coverage);
    }
}
