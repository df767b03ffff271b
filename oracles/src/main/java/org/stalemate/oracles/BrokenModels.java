package org.stalemate.oracles;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stalemate.specification.Model;
import org.stalemate.specification.Variation;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Start;

/** Models of processors that break some rules and keep all others. Those of few rules are made once, when first asked for. */
final class BrokenModels {
    /** Of more rules at once there are too many models to keep them; each takes a third of a megabyte. */
    private static final int KEPT = 2;

    private final Map<List<Rule>, Watched> models = new HashMap<>();
    private final Map<List<Rule>, Watched> withGhosts = new HashMap<>();

    /**
     * Rules that may have been broken, all of them.
     *
     * @param rules at least one, the one to name first
     */
    record Suspect(List<Rule> rules) {
        Suspect {
            rules = List.copyOf(rules);
        }

        /** Breaks one rule. */
        Suspect(Rule rule) {
            this(List.of(rule));
        }

        /** {@return what breaks one more rule} */
        Suspect and(Rule rule) {
            List<Rule> more = new ArrayList<>(rules);
            more.add(rule);
            return new Suspect(more);
        }

        /** {@return what keeps one of the rules} */
        Suspect without(Rule rule) {
            return new Suspect(rules.stream().filter(other -> other != rule).toList());
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
     * {@return a model that breaks rules, or none}
     *
     * @param ghosts whether it can admit ghosts, which costs time
     */
    Watched breaking(List<Rule> rules, boolean ghosts) {
        return rules.size() > KEPT
                ? make(rules, ghosts)
                : (ghosts ? withGhosts : models).computeIfAbsent(rules, broken -> make(broken, ghosts));
    }

    private static Watched make(List<Rule> broken, boolean ghosts) {
        WatchedDecisions decisions = new WatchedDecisions(broken);
        Model model = new Model(ghosts, new Variation() {
            @Override
            public Decisions decisions() {
                return decisions;
            }
        });
        return new Watched(model, decisions);
    }
}
