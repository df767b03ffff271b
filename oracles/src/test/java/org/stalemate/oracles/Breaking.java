package org.stalemate.oracles;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Step;

/** Knows of a subject that it breaks some rules, and of no outcome. */
record Breaking(List<Rule> broken) implements Tolerance {
    @Override
    public @Nullable Meaning meaning(Step step, Outcome observed, List<Outcome> permitted) {
        return null;
    }
}
