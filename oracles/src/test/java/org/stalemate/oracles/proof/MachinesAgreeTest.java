package org.stalemate.oracles.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stalemate.oracles.reference.ExplicitMachine;
import org.stalemate.oracles.reference.FlagWorlds;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.oracles.reference.StateSet;
import org.stalemate.oracles.reference.TooManyStatesException;
import org.stalemate.oracles.reference.WorldSet;
import org.stalemate.oracles.reference.Zoo;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Step;

/** One saturated cache for each assignment of the flags gives exactly what every choice of a processor gives. */
class MachinesAgreeTest {
    private static final int CAPACITY = 1 << 16;

    private long compared;
    private long choices;
    private long beyondCapacity;

    static Stream<World> worlds() {
        return Stream.of(
                Worlds.flags(),
                Worlds.selfMap(),
                Worlds.sizes(),
                Worlds.tags(Profile.UNION),
                ModeWorlds.bits32(Profile.UNION),
                ModeWorlds.pdptes(Profile.INTEL),
                ModeWorlds.pdptes(Profile.UNION),
                ModeWorlds.pae(Profile.AMD),
                ModeWorlds.legacySwitches(Profile.INTEL),
                ModeWorlds.legacySwitches(Profile.AMD),
                ModeWorlds.switches(Profile.UNION),
                ModeWorlds.fiveLevels(Profile.UNION),
                ModeWorlds.keys(Profile.UNION),
                ModeFlagWorlds.flags32(),
                ModeFlagWorlds.selfMap32(),
                ModeFlagWorlds.flagsPae(),
                SplitWorlds.apart(Profile.UNION),
                SplitWorlds.flags(),
                SplitWorlds.bits32());
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void flag_worlds_are_exact_in_all_short_sequences(World world) {
        ExplicitMachine explicit = new ExplicitMachine(world.start(), world.pages(), CAPACITY);
        FlagWorlds worlds = new FlagWorlds(world.start(), world.pages());
        explore(world, explicit, explicit.start(), worlds, worlds.start(), 3);
        assertThat(compared).isGreaterThan(2_000);
        assertThat(choices).isGreaterThan(compared / 100);
    }

    private void explore(
            World world, ExplicitMachine explicit, StateSet states, FlagWorlds worlds, WorldSet worldSet, int length) {
        for (Step step : world.alphabet()) {
            compare(explicit, states, worlds, worldSet, step);
            if (length > 1) {
                Map<Outcome, WorldSet> after = worlds.step(worldSet, step);
                explicit.step(states, step)
                        .forEach((outcome, next) -> explore(
                                world, explicit, next, worlds, Objects.requireNonNull(after.get(outcome)), length - 1));
            }
        }
    }

    private void compare(ExplicitMachine explicit, StateSet states, FlagWorlds worlds, WorldSet worldSet, Step step) {
        var expected = explicit.permitted(states, step);
        assertThat(worlds.permitted(worldSet, step)).as("%s", step).isEqualTo(expected);
        compared++;
        choices += expected.size() > 1 ? 1 : 0;
    }

    @Test
    void flag_worlds_are_exact_in_random_worlds() {
        for (int seed = 0; seed < 200; seed++) {
            for (World world : List.of(RandomWorlds.of(seed, false, 1), RandomModeWorlds.of(seed, false, 1))) {
                try {
                    follow(world, new Random(seed));
                } catch (TooManyStatesException tooMany) {
                    beyondCapacity++;
                }
            }
        }
        System.out.printf(
                "flag worlds against explicit machine: %,d steps compared, %,d with a choice, %,d sequences cut"
                        + " short%n",
                compared, choices, beyondCapacity);
        assertThat(compared).isGreaterThan(15_000);
        assertThat(choices).isGreaterThan(1_000);
    }

    @Test
    void lawful_processors_do_nothing_that_the_flag_worlds_exclude() {
        int steps = 0;
        for (int seed = 0; seed < 150; seed++) {
            World world = RandomModeWorlds.of(seed, true, 2);
            for (LawfulProcessor subject : Zoo.all(seed)) {
                FlagWorlds worlds = new FlagWorlds(world.start(), world.pages());
                WorldSet states = worlds.start();
                Random random = new Random(seed);
                List<String> trace = new ArrayList<>();
                subject.reset(world.start());
                for (int i = 0; i < 25; i++) {
                    Step step =
                            world.alphabet().get(random.nextInt(world.alphabet().size()));
                    Outcome outcome = subject.execute(step);
                    trace.add(Wording.of(step) + " = " + outcome);
                    Map<Outcome, WorldSet> permitted = worlds.step(states, step);
                    assertThat(permitted)
                            .as("%s in %s: %s", subject, world, trace)
                            .containsKey(outcome);
                    states = Objects.requireNonNull(permitted.get(outcome));
                    steps++;
                }
            }
        }
        assertThat(steps).isGreaterThan(50_000);
    }

    private void follow(World world, Random random) {
        ExplicitMachine explicit = new ExplicitMachine(world.start(), world.pages(), CAPACITY);
        FlagWorlds worlds = new FlagWorlds(world.start(), world.pages());
        StateSet states = explicit.start();
        WorldSet worldSet = worlds.start();
        for (int i = 0; i < 12; i++) {
            for (Step step : world.alphabet()) {
                if (World.reads(step)) {
                    compare(explicit, states, worlds, worldSet, step);
                }
            }
            Step step = world.alphabet().get(random.nextInt(world.alphabet().size()));
            Map<Outcome, StateSet> ends = explicit.step(states, step);
            Outcome outcome = List.copyOf(ends.keySet()).get(random.nextInt(ends.size()));
            worldSet = Objects.requireNonNull(worlds.step(worldSet, step).get(outcome));
            states = Objects.requireNonNull(ends.get(outcome));
        }
    }
}
