package org.stalemate.oracles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.generators.RandomSource;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.specification.Model;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

final class DecisionCoverageTest {
    private static final int SCENARIOS = 100;

    @Test
    void a_sample_finds_every_rule_that_the_scenario_checks_though_it_tries_few() {
        DecisionCoverage decisions = new DecisionCoverage();
        ScenarioGenerator generator = new ScenarioGenerator(GeneratorSettings.STANDARD);
        Model generatorModel = new Model(false);
        for (int i = 0; i < SCENARIOS; i++) {
            Scenario scenario = generator.generate(RandomSource.seed(9, i), generatorModel);
            RuleCoverage coverage = new RuleCoverage();
            decisions.sample(scenario, coverage);
            List<Rule> found = DecisionCoverage.rules().stream()
                    .filter(rule -> coverage.checked(rule) > 0)
                    .toList();
            List<Rule> checked = DecisionCoverage.rules().stream()
                    .filter(rule -> decisions.checks(scenario, rule))
                    .toList();
            assertThat(found).isNotEmpty().isEqualTo(checked);
        }
    }
}
