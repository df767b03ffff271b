package org.stalemate.oracles.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where accessed and dirty flags are live, the model never permits too little and hardly ever too much. What it loses is a
 * disjunction, that one of two words was marked; the flag worlds lose nothing.
 */
class LiveFlagsTest {
    private static final double TOLERATED = 0.001;

    static Stream<World> worlds() {
        return Stream.of(
                Worlds.flags(),
                Worlds.flagsUnderTwoRoots(),
                Worlds.selfMap(),
                Worlds.sharedFlags(),
                ModeWorlds.flags32(),
                ModeWorlds.selfMap32(),
                ModeWorlds.flagsPae());
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void the_model_permits_what_the_worlds_permit_and_hardly_more(World world) {
        Tally tally = new Tally();
        tally.add(Comparisons.withFlagWorlds(world).exhaustively(3));
        tally.add(Comparisons.withFlagWorlds(world).randomly(500, 10));
        assertHardlyLarger(tally, world.name());
    }

    @Test
    void the_model_permits_what_the_worlds_permit_and_hardly_more_in_random_worlds() {
        Tally tally = new Tally();
        for (int seed = 0; seed < 1_000; seed++) {
            tally.add(
                    Comparisons.withFlagWorlds(RandomWorlds.of(seed, false, 3)).randomly(2, 12));
        }
        assertHardlyLarger(tally, "random worlds, live flags");
    }

    @Test
    void the_model_permits_what_the_worlds_permit_and_hardly_more_in_random_worlds_of_all_modes() {
        Tally tally = new Tally();
        for (int seed = 0; seed < 1_000; seed++) {
            tally.add(Comparisons.withFlagWorlds(RandomModeWorlds.of(seed, false, 3))
                    .randomly(2, 12));
        }
        assertHardlyLarger(tally, "random worlds of all modes, live flags");
    }

    private static void assertHardlyLarger(Tally tally, String title) {
        System.out.println(tally.counts(title));
        assertThat(tally.missing()).as(tally.differences()).isZero();
        assertThat((double) tally.larger() / tally.steps())
                .as(tally.differences())
                .isLessThanOrEqualTo(TOLERATED);
        assertThat(tally.choices()).as("steps with more than one outcome").isGreaterThan(tally.steps() / 100);
    }
}
