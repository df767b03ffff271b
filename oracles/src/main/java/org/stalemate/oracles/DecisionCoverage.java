package org.stalemate.oracles;

import java.util.List;
import java.util.Set;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/**
 * Which mandatory decisions a scenario checks: those whose breach permits an outcome, at some step, that the architecture does
 * not. Costs two models for each rule that is asked for and was not checked before, so a campaign samples it.
 */
public final class DecisionCoverage {
    private final Model architecture = new Model(false);
    private final BrokenModels broken = new BrokenModels();

    /** {@return the rules this looks for} */
    public static List<Rule> rules() {
        return Decisions.breakable();
    }

    /** Counts, once each, the rules that the scenario checks among those that the coverage says were never checked. */
    public void sample(Scenario scenario, RuleCoverage coverage) {
        LinearPages pages = LinearPages.of(scenario);
        Set<Rule> asked = asked(scenario, pages);
        for (Rule rule : Decisions.breakable()) {
            if (coverage.checked(rule) == 0 && asked.contains(rule) && checks(scenario, pages, rule)) {
                coverage.addChecked(rule, 1);
            }
        }
    }

    /** The rules that anything depends on where each step has the first outcome that it may have. */
    private Set<Rule> asked(Scenario scenario, LinearPages pages) {
        BrokenModels.Watched watched = broken.breaking(List.of(), false);
        watched.reset(scenario.start(), pages);
        for (Step step : scenario.steps()) {
            List<Outcome> outcomes = watched.model().evaluate(step).outcomes();
            if (!watched.model().admit(outcomes.getFirst())) {
                break;
            }
        }
        return watched.asked();
    }

    /** {@return whether the scenario tells a processor apart that breaks the rule} */
    public boolean checks(Scenario scenario, Rule rule) {
        return checks(scenario, LinearPages.of(scenario), rule);
    }

    private boolean checks(Scenario scenario, LinearPages pages, Rule rule) {
        Model wrong = broken.breaking(List.of(rule), false).model();
        architecture.reset(scenario.start(), pages);
        wrong.reset(scenario.start(), pages);
        for (Step step : scenario.steps()) {
            Permitted right = architecture.evaluate(step);
            Permitted other = wrong.evaluate(step);
            Outcome common = null;
            for (int i = 0; i < other.size(); i++) {
                Outcome outcome = other.outcome(i);
                if (right.match(outcome) < 0) {
                    return true;
                }
                if (common == null) {
                    common = outcome;
                }
            }
            if (common == null) {
                return false;
            }
            if (right.isAmbiguous(common) || other.isAmbiguous(common)) {
                return false; // no subject is judged beyond
            }
            if (!architecture.admit(common) || !wrong.admit(common)) {
                return false;
            }
        }
        return false;
    }
}
