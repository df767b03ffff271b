package org.stalemate.oracles.proof;

import org.stalemate.oracles.reference.ExplicitMachine;
import org.stalemate.oracles.reference.FlagWorlds;
import org.stalemate.specification.Variation;

/** Sets the model, right or with a planted error, against one of the machines. */
final class Comparisons {
    private Comparisons() {}

    /** @param capacity how many states the machine may enumerate before a sequence is given up */
    static Comparison<?> withExplicitMachine(World world, int capacity) {
        return new Comparison<>(world, new ExplicitMachine(world.start(), world.pages(), capacity), Variation.NONE);
    }

    static Comparison<?> withFlagWorlds(World world) {
        return withFlagWorlds(world, Variation.NONE);
    }

    static Comparison<?> withFlagWorlds(World world, Variation variation) {
        return new Comparison<>(world, new FlagWorlds(world.start(), world.pages()), variation);
    }
}
