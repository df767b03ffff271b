package org.stalemate.oracles.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stalemate.oracles.reference.ExplicitMachine;
import org.stalemate.oracles.reference.FlagWorlds;
import org.stalemate.specification.Variation;
import org.stalemate.vocabulary.Profile;

class ModelEqualsMachinesTest {
    static final int LENGTH = Integer.getInteger("stalemate.proof.length", 3);
    private static final int CAPACITY = 1 << 18;

    private static Comparison<?> explicit(World world) {
        return new Comparison<>(world, new ExplicitMachine(world.start(), world.pages(), CAPACITY), Variation.NONE);
    }

    private static Comparison<?> worlds(World world) {
        return new Comparison<>(world, new FlagWorlds(world.start(), world.pages()), Variation.NONE);
    }

    static void show(Comparison<?> c, long t) {
        System.out.println("sequences " + c.report() + " " + (System.nanoTime() - t) / 1000000 + " ms");
    }

    @Test
    void t() {
        for (World w : new World[] {
            Worlds.tags(Profile.UNION),
            Worlds.rights(Profile.UNION),
            Worlds.rights(Profile.AMD),
            Worlds.twoProcessors(),
            Worlds.flags(),
            Worlds.selfMap()
        }) {
            long t = System.nanoTime();
            show(worlds(w).exhaustively(3), t);
            t = System.nanoTime();
            show(explicit(w).exhaustively(3), t);
            t = System.nanoTime();
            show(worlds(w).randomly(300, 10), t);
            t = System.nanoTime();
            show(explicit(w).randomly(30, 10), t);
        }
        assertThat(LENGTH).isPositive();
    }
}
