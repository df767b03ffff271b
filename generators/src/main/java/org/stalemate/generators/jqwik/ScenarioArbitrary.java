package org.stalemate.generators.jqwik;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomGenerator;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.specification.Model;
import org.stalemate.vocabulary.Scenario;

/** Scenarios of {@link ScenarioGenerator}, each from a seed that jqwik draws, with this project's own shrinking. */
public final class ScenarioArbitrary implements Arbitrary<Scenario> {
    private final GeneratorSettings settings;

    private ScenarioArbitrary(GeneratorSettings settings) {
        this.settings = settings;
    }

    /** {@return scenarios of the standard mix} */
    public static ScenarioArbitrary scenarios() {
        return of(GeneratorSettings.STANDARD);
    }

    /** {@return scenarios as the settings say} */
    public static ScenarioArbitrary of(GeneratorSettings settings) {
        return new ScenarioArbitrary(settings);
    }

    /** {@return the same scenarios but for their length in steps} */
    public ScenarioArbitrary ofLength(int steps) {
        return of(settings.withLength(steps));
    }

    @Override
    public RandomGenerator<Scenario> generator(int genSize) {
        ScenarioGenerator generator = new ScenarioGenerator(settings);
        Model model = new Model(false);
        return random -> new ShrinkableScenario(generator.generate(random.nextLong(), model));
    }

    /** There are none: a swarm has no edge. */
    @Override
    public EdgeCases<Scenario> edgeCases(int maxEdgeCases) {
        return EdgeCases.none();
    }
}
