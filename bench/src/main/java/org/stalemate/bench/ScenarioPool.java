package org.stalemate.bench;

import java.util.ArrayList;
import java.util.List;
import org.stalemate.generators.RandomSource;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.specification.Model;
import org.stalemate.vocabulary.Scenario;

/** Scenarios of the standard mix, generated beforehand and taken in turn. */
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
        for (long number = 0; number < SIZE; number++) {
            scenarios.add(generator.generate(RandomSource.seed(SEED, number), model));
        }
    }

    Scenario next() {
        Scenario scenario = scenarios.get(next);
        next = (next + 1) % SIZE;
        return scenario;
    }
}
