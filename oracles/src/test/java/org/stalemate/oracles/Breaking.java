package org.stalemate.oracles;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/**
 * Knows of a subject that it breaks some rules, and of no outcome.
 *
 * @param rules those, whatever the step
 * @param seemingly rules that it only seems to break, whatever the scenario
 */
record Breaking(List<Rule> rules, List<Rule> seemingly) implements Tolerance {
    Breaking(List<Rule> rules) {
        this(rules, List.of());
    }

    @Override
    public List<Rule> broken(Step step) {
        return rules;
    }

    @Override
    public List<Rule> lookBroken(Scenario scenario) {
        return seemingly;
    }

    @Override
    public @Nullable Meaning meaning(Step step, Outcome observed, List<Outcome> permitted) {
        return null;
    }
}
