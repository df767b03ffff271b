package org.stalemate.oracles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.generators.RandomSource;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.oracles.BrokenModels.Suspect;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.Variation;
import org.stalemate.specification.caching.RemovingRules;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

final class ReenactmentTest {
    private static final int SCENARIOS = 300;
    private static final List<Rule> RULES = Stream.concat(RemovingRules.all().stream(), Decisions.breakable().stream())
            .toList();

    private final BrokenModels models = new BrokenModels();
    private int explaining;
    private int others;

    @Test
    void a_suspect_that_is_not_run_would_not_explain_what_was_observed() {
        ScenarioGenerator generator = new ScenarioGenerator(GeneratorSettings.STANDARD);
        Model generatorModel = new Model(false);
        for (int i = 0; i < SCENARIOS; i++) {
            Scenario scenario = generator.generate(RandomSource.seed(5, i), generatorModel);
            Rule broken = RULES.get(i * 37 % RULES.size());
            Rule also = RULES.get((i * 7 + 3) % RULES.size());
            Rule third = RULES.get((i * 13 + 1) % RULES.size());
            compare(scenario, Decisions.breaking(List.of(broken, also, third).subList(0, 1 + i % 3)), i);
        }
        assertThat(explaining).isGreaterThan(RULES.size());
        assertThat(others).isGreaterThan(10 * explaining);
    }

    private void compare(Scenario scenario, Decisions decisions, int seed) {
        List<Outcome> observed = refusedBy(scenario, decisions, new RandomSource(seed));
        if (observed == null) {
            return;
        }
        LinearPages pages = LinearPages.of(scenario);
        Reenactment reenactment = new Reenactment(scenario, pages, observed, new BitSet(), models, Tolerance.NONE);
        for (int i = 0; i < RULES.size(); i++) {
            Suspect one = new Suspect(RULES.get(i));
            Suspect two = one.and(RULES.get((i * 11 + 5) % RULES.size()));
            Suspect three = two.and(RULES.get((i * 17 + 2) % RULES.size()));
            for (Suspect suspect : List.of(one, two, three)) {
                boolean explains = explains(scenario, pages, observed, suspect);
                assertThat(reenactment.isExplainedBy(suspect))
                        .as("%s explains %s of %s", suspect, observed, scenario)
                        .isEqualTo(explains);
                explaining += explains ? 1 : 0;
                others += explains ? 0 : 1;
            }
        }
    }

    /** What a processor gives that breaks rules, up to the first outcome that the architecture does not permit; null if there is none. */
    private static @Nullable List<Outcome> refusedBy(Scenario scenario, Decisions decisions, RandomSource random) {
        Model wrong = new Model(false, new Variation() {
            @Override
            public Decisions decisions() {
                return decisions;
            }
        });
        Model right = new Model(false);
        LinearPages pages = LinearPages.of(scenario);
        wrong.reset(scenario.start(), pages);
        right.reset(scenario.start(), pages);
        List<Outcome> observed = new ArrayList<>();
        for (Step step : scenario.steps()) {
            Permitted permitted = wrong.evaluate(step);
            Outcome outcome = permitted.outcome(random.below(permitted.size()));
            right.evaluate(step);
            observed.add(outcome);
            if (!right.admit(outcome)) {
                return observed;
            }
            if (permitted.isAmbiguous(outcome) || !wrong.admit(outcome)) {
                return null;
            }
        }
        return null;
    }

    private boolean explains(Scenario scenario, LinearPages pages, List<Outcome> observed, Suspect suspect) {
        Model wrong = models.breaking(suspect.rules(), false).model();
        wrong.reset(scenario.start(), pages);
        for (int i = 0; i < observed.size(); i++) {
            wrong.evaluate(scenario.steps().get(i));
            if (!wrong.admit(observed.get(i))) {
                return false;
            }
        }
        return true;
    }
}
