package org.stalemate.oracles;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stalemate.oracles.BrokenModels.Suspect;
import org.stalemate.oracles.BrokenModels.Watched;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

/**
 * What was observed of a scenario, run again under the supposition that rules were broken. Only suspects that can make a difference are
 * run: those whose rules somebody asks for on the way. Not safe for use by several threads.
 */
final class Reenactment {
    private final Scenario scenario;
    private final LinearPages pages;
    private final List<Outcome> observed;
    private final BitSet suspicious;
    private final BrokenModels models;
    private final Tolerance tolerance;
    /** By the rules that are broken. */
    private final Map<List<Rule>, Run> runs = new HashMap<>();

    /**
     * What became of a supposition.
     *
     * @param explains whether everything observed follows from it
     * @param asked the rules that were asked for up to the last outcome, or up to the first that does not follow
     */
    private record Run(boolean explains, Set<Rule> asked) {}

    /**
     * Runs nothing yet.
     *
     * @param observed the outcomes of the first steps, the last being the one to be explained
     * @param suspicious the steps before that were admitted though a rule forbids them
     * @param tolerance what the last outcome may be taken for
     */
    Reenactment(
            Scenario scenario,
            LinearPages pages,
            List<Outcome> observed,
            BitSet suspicious,
            BrokenModels models,
            Tolerance tolerance) {
        this.scenario = scenario;
        this.pages = pages;
        this.observed = List.copyOf(observed);
        this.suspicious = (BitSet) suspicious.clone();
        this.models = models;
        this.tolerance = tolerance;
    }

    /** {@return whether a processor that breaks the suspect's rules, and keeps all others, may give what was observed} */
    boolean isExplainedBy(Suspect suspect) {
        Rule other = suspect.other();
        return (other == null ? breaking(suspect.rule()) : breaking(suspect.rule(), other)).explains;
    }

    private Run breaking(Rule rule) {
        Run without = run(List.of());
        return without.asked.contains(rule) ? run(List.of(rule)) : without;
    }

    private Run breaking(Rule first, Rule second) {
        Run withFirst = breaking(first);
        if (!withFirst.asked.contains(second)) {
            return withFirst;
        }
        Run withSecond = breaking(second);
        return withSecond.asked.contains(first) ? run(List.of(first, second)) : withSecond;
    }

    private Run run(List<Rule> rules) {
        Run known = runs.get(rules);
        if (known == null) {
            Watched broken = models.breaking(rules, !suspicious.isEmpty());
            broken.reset(scenario.start(), pages);
            boolean explains = explains(broken.model());
            known = new Run(explains, broken.asked());
            runs.put(rules, known);
        }
        return known;
    }

    private boolean explains(Model wrong) {
        for (int i = 0; i < observed.size(); i++) {
            Permitted permitted = wrong.evaluate(scenario.steps().get(i));
            Outcome outcome = observed.get(i);
            if (!wrong.admit(outcome) && !(suspicious.get(i) && wrong.admitGhost(outcome))) {
                boolean last = i == observed.size() - 1;
                return last && tolerance.meaning(scenario.steps().get(i), outcome, permitted.outcomes()) != null;
            }
        }
        return true;
    }
}
