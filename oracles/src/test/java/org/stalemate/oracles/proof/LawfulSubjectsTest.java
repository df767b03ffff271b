package org.stalemate.oracles.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.oracles.reference.Zoo;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Step;

/** Whatever a processor does of what it may, the model admits it. */
class LawfulSubjectsTest {
    private static final int SEEDS = 400;
    private static final int LENGTH = 60;

    private final Model model = new Model(false);
    private final Map<String, Integer> staleOutcomes = new TreeMap<>();

    @Test
    void every_lawful_processor_conforms_in_random_worlds() {
        for (int seed = 0; seed < SEEDS; seed++) {
            boolean preset = seed % 3 == 0;
            for (World world : List.of(RandomWorlds.of(seed, preset, 3), RandomModeWorlds.of(seed, preset, 3))) {
                List<Step> steps = steps(world, seed);
                for (LawfulProcessor subject : Zoo.all(seed)) {
                    assertConforms(world, steps, subject);
                }
            }
        }
        System.out.println("stale outcomes of lawful processors: " + staleOutcomes);
        assertThat(staleOutcomes.get("caches nothing")).isNull();
        assertThat(staleOutcomes)
                .containsKeys("hoarding", "random", "caches paging structures only", "faults if it can")
                .hasSizeGreaterThan(10);
    }

    private static List<Step> steps(World world, int seed) {
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>();
        while (steps.size() < LENGTH) {
            steps.add(world.alphabet().get(random.nextInt(world.alphabet().size())));
        }
        return steps;
    }

    private void assertConforms(World world, List<Step> steps, LawfulProcessor subject) {
        model.reset(world.start(), world.linearPages());
        subject.reset(world.start());
        List<String> trace = new ArrayList<>();
        for (Step step : steps) {
            Outcome outcome = subject.execute(step);
            trace.add(Wording.of(step) + " = " + outcome);
            Permitted permitted = model.evaluate(step);
            if (permitted.isAmbiguous(outcome)) {
                return;
            }
            int index = permitted.match(outcome);
            if (index >= 0 && !permitted.fresh(index)) {
                staleOutcomes.merge(subject.name(), 1, Integer::sum);
            }
            if (!model.admit(outcome)) {
                throw new AssertionError("%s in %s, start %s:%n%s%nbut permitted is %s"
                        .formatted(
                                subject, world, world.start(), String.join("\n", trace), PermittedSets.all(permitted)));
            }
        }
    }
}
