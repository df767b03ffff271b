package org.stalemate.oracles;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.Model;
import org.stalemate.specification.Variation;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Start;

/** Models of processors that break a rule, or two, and keep all others; made when first asked for. */
final class BrokenModels {
    private final Map<List<Rule>, Watched> models = new HashMap<>();
    private final Map<List<Rule>, Watched> withGhosts = new HashMap<>();

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

        List<Rule> rules() {
            return other == null ? List.of(rule) : List.of(rule, other);
        }
    }

    /**
     * A model, and what it asks for.
     *
     * @param model the model
     * @param decisions its own
     */
    record Watched(Model model, WatchedDecisions decisions) {
        /** Brings the model to a start, and begins to watch. */
        void reset(Start start, LinearPages pages) {
            decisions.forget();
            model.reset(start, pages);
        }

        /** {@return the rules that may have made a difference since the model was reset} */
        Set<Rule> asked() {
            return decisions.asked();
        }
    }

    /**
     * {@return a model that breaks rules}
     *
     * @param rules up to two
     * @param ghosts whether it can admit ghosts, which costs time
     */
    Watched breaking(List<Rule> rules, boolean ghosts) {
        return (ghosts ? withGhosts : models).computeIfAbsent(rules, broken -> make(broken, ghosts));
    }

    private static Watched make(List<Rule> broken, boolean ghosts) {
        WatchedDecisions decisions = new WatchedDecisions(
                broken.isEmpty() ? null : broken.getFirst(), broken.size() < 2 ? null : broken.get(1));
        Model model = new Model(ghosts, new Variation() {
            @Override
            public Decisions decisions() {
                return decisions;
            }
        });
        return new Watched(model, decisions);
    }
}
