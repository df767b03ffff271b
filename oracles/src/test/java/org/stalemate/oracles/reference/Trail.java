package org.stalemate.oracles.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** Follows one scenario through the explicit machine and the worlds at once, and asserts what they permit. */
final class Trail {
    private final ExplicitMachine explicit;
    private final FlagWorlds worlds;
    private StateSet states;
    private WorldSet worldSet;

    Trail(Start start, Long... pages) {
        explicit = new ExplicitMachine(start, List.of(pages), 1 << 20);
        worlds = new FlagWorlds(start, List.of(pages));
        states = explicit.start();
        worldSet = worlds.start();
    }

    /** Asserts that exactly these outcomes are permitted, and commits the first. */
    Trail permits(Step step, Outcome... expected) {
        Map<Outcome, StateSet> after = explicit.step(states, step);
        Map<Outcome, WorldSet> worldsAfter = worlds.step(worldSet, step);
        assertThat(after.keySet()).as("explicit machine: %s", step).containsExactlyInAnyOrder(expected);
        assertThat(worldsAfter.keySet()).as("flag worlds: %s", step).containsExactlyInAnyOrder(expected);
        states = committed(after, expected);
        worldSet = committed(worldsAfter, expected);
        return this;
    }

    private static <S> S committed(Map<Outcome, S> after, Outcome... expected) {
        @Nullable S chosen = after.get(expected[0]);
        if (chosen == null) {
            throw new AssertionError("no states after " + Arrays.toString(expected));
        }
        return chosen;
    }

    private static Outcome outcomeOf(Step step) {
        return switch (step) {
            case Step.Instruction(var _, Operation.StoreTableEntry(long table, var _, var _)) ->
                new Outcome.Stored(table);
            case Step.Instruction(var _, Operation.StoreTableHalf(long table, var _, var _)) ->
                new Outcome.Stored(table);
            default -> Outcome.Done.INSTANCE;
        };
    }

    /** Asserts that the steps complete and have no other outcome. */
    Trail does(Step... steps) {
        for (Step step : steps) {
            permits(step, outcomeOf(step));
        }
        return this;
    }

    /** Asserts that the steps are #GP(0) and have no other outcome. */
    Trail refuses(Step... steps) {
        for (Step step : steps) {
            permits(step, new Outcome.GeneralProtection(0));
        }
        return this;
    }
}
