package org.stalemate.oracles.proof;

import org.stalemate.oracles.reference.ExplicitMachine;
import org.stalemate.oracles.reference.FlagWorlds;
import org.stalemate.specification.Variation;

/** Sets the model, right or with a planted error, against one of the machines. */
final class Comparisons {
    /** States an explicit machine may enumerate before a sequence is given up. */
    private static final int CAPACITY = 1 << 17;

    private Comparisons() {}

    static Comparison<?> withExplicitMachine(World world) {
        return withExplicitMachine(world, Variation.NONE);
    }

    static Comparison<?> withExplicitMachine(World world, Variation variation) {
        return new Comparison<>(world, new ExplicitMachine(world.start(), world.pages(), CAPACITY), variation);
    }

    static Comparison<?> withFlagWorlds(World world) {
        return withFlagWorlds(world, Variation.NONE);
    }

    static Comparison<?> withFlagWorlds(World world, Variation variation) {
        return new Comparison<>(world, new FlagWorlds(world.start(), world.pages()), variation);
    }
}
