package org.stalemate.oracles.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Vendor;

/**
 * Where accessed and dirty flags are preset, saturation gives exactly the outcomes of the processor that makes every choice.
 * The property {@code stalemate.proof.length} sets the length up to which all sequences are explored.
 */
class PresetFlagsTest {
    private static final int LENGTH = Integer.getInteger("stalemate.proof.length", 3);

    static Stream<World> worlds() {
        return Stream.of(
                Worlds.tags(Profile.UNION),
                Worlds.tags(Profile.AMD),
                Worlds.rights(Profile.UNION),
                Worlds.rights(Profile.INTEL),
                Worlds.rights(Profile.AMD),
                Worlds.rights(new Profile(Vendor.UNION, true)),
                Worlds.sizes(),
                Worlds.paths(),
                Worlds.twoProcessors());
    }

    static Stream<World> worldsOfAllModes() {
        Profile strict = new Profile(Vendor.UNION, true);
        return Stream.of(
                ModeWorlds.bits32(Profile.UNION),
                ModeWorlds.bits32(Profile.AMD),
                ModeWorlds.bits32(strict),
                ModeWorlds.pae(Profile.INTEL),
                ModeWorlds.pae(Profile.UNION),
                ModeWorlds.fiveLevels(Profile.AMD),
                ModeWorlds.fiveLevels(Profile.UNION),
                ModeWorlds.keys(Profile.INTEL),
                ModeWorlds.keys(Profile.AMD),
                ModeWorlds.keys(Profile.UNION),
                SplitWorlds.apart(Profile.AMD),
                SplitWorlds.apart(Profile.UNION));
    }

    @ParameterizedTest
    @MethodSource({"worlds", "worldsOfAllModes"})
    void the_model_permits_what_the_explicit_machine_shows_in_all_short_sequences(World world) {
        Tally tally = new Tally();
        tally.add(Comparisons.withExplicitMachine(world, 1 << 22).exhaustively(LENGTH));
        assertExact(tally, world.name() + ", length " + LENGTH, 4_000);
        assertThat(tally.beyondCapacity()).as("sequences given up").isZero();
    }

    @ParameterizedTest
    @MethodSource({"worlds", "worldsOfAllModes"})
    void the_model_permits_what_the_explicit_machine_shows_in_random_longer_sequences(World world) {
        Tally tally = new Tally();
        tally.add(Comparisons.withExplicitMachine(world, 1 << 16).randomly(50, 10));
        assertExact(tally, world.name() + ", random", 1_000);
    }

    @Test
    void the_model_permits_what_the_explicit_machine_shows_in_random_worlds() {
        assertExact(
                overRandomWorlds(200, seed -> Comparisons.withExplicitMachine(RandomWorlds.of(seed, true, 2), 1 << 15)),
                "random worlds, explicit machine",
                40_000);
    }

    @Test
    void the_model_permits_what_saturation_written_plainly_permits_in_random_worlds() {
        assertExact(
                overRandomWorlds(1_200, seed -> Comparisons.withFlagWorlds(RandomWorlds.of(seed, true, 3))),
                "random worlds, flag worlds",
                300_000);
    }

    @Test
    void the_model_permits_what_the_explicit_machine_shows_in_random_worlds_of_several_modes() {
        assertExact(
                overRandomWorlds(
                        300, seed -> Comparisons.withExplicitMachine(RandomModeWorlds.withoutPdptes(seed, 2), 1 << 15)),
                "random worlds of several modes, explicit machine",
                40_000);
    }

    @Test
    void the_model_permits_what_saturation_written_plainly_permits_in_random_worlds_of_several_modes() {
        assertExact(
                overRandomWorlds(1_200, seed -> Comparisons.withFlagWorlds(RandomModeWorlds.withoutPdptes(seed, 3))),
                "random worlds of several modes, flag worlds",
                300_000);
    }

    @Test
    void the_model_reads_registers_and_operands_as_the_explicit_machine_does() {
        Tally tally = new Tally();
        for (World world : List.of(
                RegisterWorlds.operands(Profile.INTEL),
                RegisterWorlds.operands(Profile.AMD),
                RegisterWorlds.ignoredBits(Profile.UNION))) {
            tally.add(Comparisons.withExplicitMachine(world, 1 << 16).exhaustively(LENGTH));
            tally.add(Comparisons.withExplicitMachine(world, 1 << 16).randomly(100, 12));
        }
        assertExact(tally, "registers and operands", 40_000);
    }

    private static Tally overRandomWorlds(int seeds, LongFunction<Comparison<?>> comparison) {
        Tally tally = new Tally();
        for (int seed = 0; seed < seeds; seed++) {
            tally.add(comparison.apply(seed).randomly(2, 12));
        }
        return tally;
    }

    private static void assertExact(Tally tally, String title, long atLeast) {
        System.out.println(tally.counts(title));
        assertThat(tally.larger() + tally.missing()).as(tally.differences()).isZero();
        assertThat(tally.steps()).isGreaterThan(atLeast);
        assertThat(tally.choices()).as("steps with more than one outcome").isGreaterThan(atLeast / 100);
    }
}
