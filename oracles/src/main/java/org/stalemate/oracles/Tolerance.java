package org.stalemate.oracles;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/**
 * What is known to be told wrongly by a subject that does the right thing. Such an outcome is taken for the one that was meant, so that
 * the rest of the scenario can be judged, too.
 */
@FunctionalInterface
public interface Tolerance {
    /** Nothing is known. */
    Tolerance NONE = (_, _, _) -> null;

    /**
     * {@return rules that the subject is known to break, where that shows at such a step} What none of them explains alone, several of
     * them at once may.
     */
    default List<Rule> broken(Step step) {
        return List.of();
    }

    /** {@return rules that the subject seems to break where it fails at the last step of a scenario, for what it is known to do} */
    default List<Rule> lookBroken(Scenario scenario) {
        return List.of();
    }

    /**
     * What an outcome is taken for.
     *
     * @param known the IDs of the known divergences that make the difference, at least one
     * @param outcome the permitted outcome that was meant
     */
    record Meaning(List<String> known, Outcome outcome) {
        public Meaning {
            known = List.copyOf(known);
        }
    }

    /**
     * {@return what was meant, or null if nothing is known that makes the difference}
     *
     * @param observed an outcome that is not permitted
     * @param permitted those that are
     */
    @Nullable
    Meaning meaning(Step step, Outcome observed, List<Outcome> permitted);
}
