package org.stalemate.oracles;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.Model;
import org.stalemate.specification.Variation;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.vocabulary.Rule;

/** Models of processors that break a rule, or two, and keep all others; made when first asked for. */
final class BrokenModels {
    private final Map<Suspect, Model> models = new HashMap<>();
    private final Map<Suspect, Model> withGhosts = new HashMap<>();

    /**
     * Rules that may have been broken.
     *
     * @param rule the one to name
     * @param other what is broken as well, or null
     */
    record Suspect(Rule rule, @Nullable Rule other) {
        /** Breaks one rule. */
        Suspect(Rule rule) {
            this(rule, null);
        }
    }

    /** {@return a model that breaks a rule and keeps nothing of what had to be gone, which costs less} */
    Model breaking(Suspect suspect) {
        return models.computeIfAbsent(suspect, broken -> breaking(broken, false));
    }

    /** {@return a model that breaks a rule and can admit ghosts} */
    Model breakingWithGhosts(Suspect suspect) {
        return withGhosts.computeIfAbsent(suspect, broken -> breaking(broken, true));
    }

    private static Model breaking(Suspect broken, boolean ghosts) {
        return new Model(ghosts, new Variation() {
            @Override
            public Decisions decisions() {
                return new Decisions(broken.rule(), broken.other());
            }
        });
    }
}
