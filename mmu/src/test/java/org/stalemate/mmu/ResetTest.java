package org.stalemate.mmu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

final class ResetTest {
    private static final int STEPS = 10;
    /** An outcome has a header and at most two longs. */
    private static final int BYTES_OF_AN_OUTCOME = 32;

    private static final Scenario MIXED = Worlds.scenario("""
        load x
        store x 0x123400
        entry pt[1] := page 0x201 P RW US A D
        MOV CR3 root_b pcid 2 noflush
        load large
        MOV CR3 root noflush
        load x
        INVPCID 2 pcid 0 0x0
        load x
        load huge
        """);

    static List<MmuConfiguration> configurations() {
        return Worlds.CONFIGURATIONS;
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void a_scenario_has_the_same_outcomes_whatever_ran_before(MmuConfiguration configuration) {
        KvmLikeMmu mmu = new KvmLikeMmu(configuration);
        List<Outcome> first = Worlds.run(mmu, MIXED);
        Worlds.run(mmu, Worlds.scenario("processors: 2\n", "", "P1: store x 0x5500\nP0: store large 0x6600\nP1: INIT"));
        assertThat(Worlds.run(mmu, MIXED)).isEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void steps_allocate_nothing_but_outcomes(MmuConfiguration configuration) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        KvmLikeMmu mmu = new KvmLikeMmu(configuration);
        for (int i = 0; i < 20_000; i++) {
            replay(mmu);
        }
        long spent = Long.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            mmu.reset(MIXED.start());
            long before = threads.getCurrentThreadAllocatedBytes();
            steps(mmu);
            spent = Math.min(spent, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(MIXED.steps()).hasSize(STEPS);
        assertThat(spent).isLessThanOrEqualTo((long) STEPS * BYTES_OF_AN_OUTCOME);
    }

    private static void replay(KvmLikeMmu mmu) {
        mmu.reset(MIXED.start());
        steps(mmu);
    }

    private static void steps(KvmLikeMmu mmu) {
        List<Step> steps = MIXED.steps();
        for (int i = 0; i < steps.size(); i++) {
            mmu.execute(steps.get(i));
        }
    }

    @Test
    void a_step_before_the_first_reset_is_refused() {
        KvmLikeMmu mmu = new KvmLikeMmu(MmuConfiguration.SHADOW);
        assertThatThrownBy(() -> mmu.execute(new Step.Init(0))).isInstanceOf(IllegalStateException.class);
    }
}
