package org.stalemate.bench;

import java.util.ArrayList;
import java.util.List;
import org.stalemate.generators.RandomSource;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/** Scenarios of the standard mix, generated beforehand, that are modelled to their end; taken in turn. */
final class ScenarioPool {
    /** Steps of each scenario. */
    static final int LENGTH = 100;

    private static final int SIZE = 2_000;
    private static final long SEED = 1;

    private final List<Scenario> scenarios = new ArrayList<>();
    private int next;

    ScenarioPool() {
        ScenarioGenerator generator = ScenarioGenerator.standard();
        Model model = new Model(false);
        for (long number = 0; scenarios.size() < SIZE; number++) {
            Scenario scenario = generator.generate(RandomSource.seed(SEED, number), model);
            if (isModelled(scenario, model)) {
                scenarios.add(scenario);
            }
        }
    }

    private static boolean isModelled(Scenario scenario, Model model) {
        model.reset(scenario.start(), LinearPages.of(scenario));
        for (Step step : scenario.steps()) {
            Permitted permitted = model.evaluate(step);
            Outcome first = permitted.outcome(0);
            if (permitted.notModelled() || !model.admit(first)) {
                return false;
            }
        }
        return scenario.steps().size() == LENGTH;
    }

    Scenario next() {
        Scenario scenario = scenarios.get(next);
        next = (next + 1) % SIZE;
        return scenario;
    }
}
