package org.stalemate.oracles.litmus;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.stalemate.vocabulary.Rule;

/**
 * What came of holding a litmus test against the model.
 *
 * @param disagreements of the first step that has any; empty if the model shares every expectation
 * @param checked the rules of which some step of the test would notice that they, and they alone, did not remove what they
 *     have to; empty where the runner was given a model of somebody else's
 */
public record LitmusResult(List<LitmusDisagreement> disagreements, Set<Rule> checked) {
    public LitmusResult {
        disagreements = List.copyOf(disagreements);
        EnumSet<Rule> copy = EnumSet.noneOf(Rule.class);
        copy.addAll(checked);
        checked = Collections.unmodifiableSet(copy);
    }
}
