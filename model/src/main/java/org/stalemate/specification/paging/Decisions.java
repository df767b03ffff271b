package org.stalemate.specification.paging;

import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Rule;

/**
 * The mandatory decisions of the architecture that remove nothing: walks, rights, reserved bits, legality, error codes.
 * Each is asked for by the rule that makes it, so that a reader finds the rule beside the decision, and so that the
 * processor that decides one of them wrongly can be built: a scenario checks a rule if it tells that processor apart.
 *
 * @param broken the one rule that is not kept, or null
 */
public record Decisions(@Nullable Rule broken) {
    /** The architecture: every rule is kept. */
    public static final Decisions ARCHITECTURAL = new Decisions(null);

    /** {@return whether the rule is kept} */
    public boolean keeps(Rule rule) {
        return rule != broken;
    }
}
