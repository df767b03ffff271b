package org.stalemate.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/** Where every edit is followed by a flush of everything, the only permitted outcome is the fresh one. */
final class FreshWalkProperties {
    private static final long ROOT = 0x10;
    private static final long FLAGS = 0x60;
    private static final Operation FLUSH = new Operation.InvPcid(2, 0, 0);
    private static final long[] TARGETS = {0x11, 0x12, 0x13, 0x14, 0x200, 0x400, 0x600};

    @Property(tries = 300)
    void after_a_flush_every_outcome_is_that_of_a_fresh_walk(@ForAll long seed) {
        for (MmuConfiguration configuration : Worlds.CONFIGURATIONS) {
            compare(new KvmLikeMmu(configuration), new Random(seed));
        }
    }

    private static void compare(KvmLikeMmu mmu, Random random) {
        Start start = Worlds.scenario("load x").start();
        FreshWalk fresh = new FreshWalk();
        mmu.reset(start);
        for (TableFrame table : start.tables()) {
            fresh.load(table);
        }
        for (int i = 0; i < 60; i++) {
            switch (random.nextInt(3)) {
                case 0 -> edit(mmu, fresh, random);
                case 1 -> {
                    long linear = linear(random);
                    assertThat(withoutFlags(run(mmu, new Operation.Load(linear))))
                            .isEqualTo(withoutFlags(fresh.load(ROOT, linear)));
                }
                default -> store(mmu, fresh, random, 0x100L * i + 0x1_0000);
            }
        }
    }

    private static void edit(KvmLikeMmu mmu, FreshWalk fresh, Random random) {
        long table = 0x10L + random.nextInt(4);
        int index = random.nextInt(3);
        long target = TARGETS[random.nextInt(TARGETS.length)];
        boolean large = table == 0x12 && target >= 0x200;
        long value = (target << 12) | (large ? 0x80L : 0) | random.nextInt(4) | 4 | (random.nextBoolean() ? 0x20 : 0);
        run(mmu, new Operation.StoreTableEntry(table, index, value));
        fresh.write(table, index, value);
        run(mmu, FLUSH);
    }

    /** A store may hit a table, so it too is followed by a flush. */
    private static void store(KvmLikeMmu mmu, FreshWalk fresh, Random random, long value) {
        long linear = linear(random);
        assertThat(run(mmu, new Operation.Store(linear, value))).isEqualTo(fresh.store(ROOT, linear, value));
        run(mmu, FLUSH);
    }

    private static long linear(Random random) {
        return ((long) random.nextInt(2) << 30) | ((long) random.nextInt(3) << 21) | ((long) random.nextInt(3) << 12);
    }

    private static Outcome run(KvmLikeMmu mmu, Operation operation) {
        return mmu.execute(new Step.Instruction(0, operation));
    }

    /** Accessed flags may be set by a walk that faults, and by no other difference. */
    private static Outcome withoutFlags(Outcome outcome) {
        return outcome instanceof Outcome.Loaded(long value, long frame)
                ? new Outcome.Loaded(value & ~FLAGS, frame)
                : outcome;
    }

    @Property(tries = 1)
    void the_comparison_notices_a_translation_that_is_not_fresh() {
        KvmLikeMmu mmu = new KvmLikeMmu(MmuConfiguration.SHADOW);
        List<Outcome> outcomes =
                Worlds.run(mmu, Worlds.scenario("load x\nentry pt[1] := page 0x201 P RW US A D\nload x"));
        FreshWalk fresh = new FreshWalk();
        Worlds.scenario("load x").start().tables().forEach(fresh::load);
        fresh.write(0x13, 1, 0x201067);
        assertThat(outcomes.getLast()).isNotEqualTo(fresh.load(ROOT, 0x1000));
    }
}
