package org.stalemate.oracles;

import java.util.ArrayList;
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
    private static final int PAIR = 2;

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
        return breaking(suspect.rules()).explains;
    }

    /** What becomes of a supposition: what becomes of the one without a rule, where that rule is not asked for then. */
    private Run breaking(List<Rule> rules) {
        Run known = runs.get(rules);
        if (known != null) {
            return known;
        }
        // of many rules, only what differs from what was tried before
        for (Rule rule : rules.size() > PAIR ? List.of(rules.getLast()) : rules) {
            Run without = breaking(without(rule, rules));
            if (!without.asked.contains(rule)) {
                return without;
            }
        }
        Run run = run(rules);
        runs.put(rules, run);
        return run;
    }

    private static List<Rule> without(Rule rule, List<Rule> rules) {
        List<Rule> others = new ArrayList<>(rules);
        others.remove(rule);
        return List.copyOf(others);
    }

    private Run run(List<Rule> rules) {
        Watched broken = models.breaking(rules, !suspicious.isEmpty());
        broken.reset(scenario.start(), pages);
        boolean explains = explains(broken.model());
        return new Run(explains, broken.asked());
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
