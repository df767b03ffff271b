package org.stalemate.oracles.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.stalemate.specification.Model;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Step;

/** What the model has to satisfy whatever the rules are. */
class MetamorphicTest {
    private static final int SEEDS = 300;
    private static final int LENGTH = 14;

    private final Model model = new Model(false);
    private int applied;
    private int narrowed;

    /** What is permitted at one moment, by step. */
    private record Moment(Map<Step, Set<Outcome>> all, Map<Step, Set<Outcome>> fresh) {}

    private Moment moment(World world) {
        Map<Step, Set<Outcome>> all = new HashMap<>();
        Map<Step, Set<Outcome>> fresh = new HashMap<>();
        for (Step step : world.alphabet()) {
            if (World.reads(step)) {
                all.put(step, PermittedSets.all(model.evaluate(step)));
                fresh.put(step, PermittedSets.fresh(model.evaluate(step)));
            }
        }
        return new Moment(all, fresh);
    }

    private void advance(World world, Random random) {
        model.reset(world.start(), world.linearPages());
        int length = random.nextInt(LENGTH);
        for (int i = 0; i < length; i++) {
            var permitted = model.evaluate(
                    world.alphabet().get(random.nextInt(world.alphabet().size())));
            model.commit(random.nextInt(permitted.size()));
        }
    }

    /** Executes a step and compares what is permitted before and after; nothing where it faults. */
    private void assertNarrows(World world, Step step, boolean keepsFresh) {
        Moment before = moment(world);
        model.evaluate(step);
        if (!model.admit(Outcome.Done.INSTANCE)) {
            return;
        }
        applied++;
        Moment after = moment(world);
        after.all().forEach((probe, outcomes) -> {
            assertThat(before.all().get(probe))
                    .as("%s: %s after %s", world.name(), probe, step)
                    .containsAll(outcomes);
            if (keepsFresh) {
                assertThat(PermittedSets.withoutFlags(outcomes))
                        .as("%s: %s after %s", world.name(), probe, step)
                        .containsAll(before.fresh().getOrDefault(probe, Set.of()));
            }
        });
        narrowed += after.all().equals(before.all()) ? 0 : 1;
    }

    @Test
    void invalidating_an_address_or_a_context_never_widens_a_permitted_set() {
        for (int seed = 0; seed < SEEDS; seed++) {
            World world = RandomWorlds.of(seed, seed % 2 == 0, 3);
            Random random = new Random(seed);
            long page = world.pages().getFirst();
            for (Operation operation : List.of(
                    new Operation.InvLpg(page),
                    new Operation.InvPcid(0, 5, page),
                    new Operation.InvPcid(1, 0, 0),
                    new Operation.InvPcid(1, 5, 0),
                    new Operation.InvPcid(2, 0, 0),
                    new Operation.InvPcid(3, 0, 0))) {
                advance(world, random);
                assertNarrows(world, new Step.Instruction(0, operation), true);
            }
        }
        assertThat(applied).isGreaterThan(SEEDS);
        assertThat(narrowed).isGreaterThan(SEEDS / 10);
    }

    @Test
    void loading_cr3_with_the_value_it_has_never_widens_a_permitted_set() {
        for (int seed = 0; seed < SEEDS; seed++) {
            World world = RandomWorlds.of(seed, seed % 2 == 0, 3);
            Random random = new Random(seed);
            for (long noFlush : new long[] {0, 1L << 63}) {
                advance(world, random);
                long cr3 = model.registers(0).cr3();
                assertNarrows(world, new Step.Instruction(0, new Operation.MovToCr3(cr3 | noFlush)), true);
            }
        }
        assertThat(applied).isGreaterThan(SEEDS / 2);
        assertThat(narrowed).isGreaterThan(SEEDS / 20);
    }

    @Test
    void renaming_pcids_renames_outcomes_and_nothing_else() {
        Map<Integer, Integer> names = Map.of(5, 0xABC, 6, 0x9);
        Model renamedModel = new Model(false);
        int compared = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            World world = RandomWorlds.of(seed, seed % 2 == 0, 3);
            World renamed = PcidRenaming.of(world, names);
            Random random = new Random(seed);
            model.reset(world.start(), world.linearPages());
            renamedModel.reset(renamed.start(), renamed.linearPages());
            for (int i = 0; i < LENGTH; i++) {
                int step = random.nextInt(world.alphabet().size());
                List<Outcome> expected = outcomes(model, world.alphabet().get(step), names);
                List<Outcome> actual = outcomes(renamedModel, renamed.alphabet().get(step), Map.of());
                assertThat(actual).as(world.name()).containsExactlyInAnyOrderElementsOf(expected);
                int chosen = random.nextInt(expected.size());
                model.commit(chosen);
                renamedModel.commit(actual.indexOf(expected.get(chosen)));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(SEEDS * LENGTH);
    }

    private static List<Outcome> outcomes(Model of, Step step, Map<Integer, Integer> names) {
        List<Outcome> outcomes = new ArrayList<>();
        var permitted = of.evaluate(step);
        for (int i = 0; i < permitted.size(); i++) {
            outcomes.add(PcidRenaming.of(step, permitted.outcome(i), names));
        }
        return outcomes;
    }
}
