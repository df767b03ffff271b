package org.stalemate.properties;

import net.jqwik.api.statistics.Statistics;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.generators.jqwik.ScenarioArbitrary;
import org.stalemate.litmus.ScenarioToken;
import org.stalemate.oracles.DecisionCoverage;
import org.stalemate.oracles.Divergence;
import org.stalemate.oracles.Explanation;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.Judgement;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.RuleKind;
import org.stalemate.vocabulary.Scenario;

/**
 * What all families of properties share: the subject, and the claim that it conforms in a scenario. A family is an abstract class
 * of properties named after the rules that they check; extend it, say what the subject is, and a test runner finds the rest.
 *
 * <p>Each property draws scenarios that favour its rule, and fails if the subject diverges in one, or if none of them could have
 * noticed a breach of the rule: a property that checks nothing is no evidence.
 */
public abstract class ConformanceProperties {
    /** How many scenarios each property draws. */
    static final int TRIES = 200;

    /** One seed for all, so that a run is the same everywhere; a campaign is what draws new scenarios. */
    static final String SEED = "1";

    private final Judge judge = new Judge();
    private final DecisionCoverage decisions = new DecisionCoverage();

    /** For extension by a family of properties. */
    protected ConformanceProperties() {}

    /** {@return a subject; asked for once a scenario, so a new one or one that {@link Mmu#reset} makes as good as new} */
    protected abstract Mmu subject();

    /** Scenarios as the settings say, with this project's own shrinking. */
    static ScenarioArbitrary scenarios(GeneratorSettings settings) {
        return ScenarioArbitrary.of(settings);
    }

    /**
     * Claims that the subject conforms, and records whether the scenario checks the rule.
     *
     * @throws AssertionError if the subject diverges, with the explanation and a token that replays the scenario
     */
    final void conforms(Scenario scenario, Rule rule) {
        RuleCoverage coverage = new RuleCoverage();
        conforms(scenario, coverage);
        boolean checked =
                rule.kind() == RuleKind.REMOVES ? coverage.checked(rule) > 0 : decisions.checks(scenario, rule);
        Statistics.label(rule.id())
                .collect(checked ? "checked" : "not checked")
                .coverage(seen -> seen.check("checked").count(count -> count > 0));
    }

    private void conforms(Scenario scenario, RuleCoverage coverage) {
        Judgement judgement = judge.judge(scenario, subject(), coverage);
        Divergence divergence = judgement.divergence();
        if (divergence != null) {
            throw new AssertionError(
                    Explanation.of(scenario, divergence) + "Replay it with " + ScenarioToken.encode(scenario));
        }
    }
}
