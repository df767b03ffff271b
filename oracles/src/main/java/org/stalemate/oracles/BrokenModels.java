package org.stalemate.oracles;

import java.util.EnumMap;
import java.util.Map;
import org.stalemate.specification.Model;
import org.stalemate.specification.Variation;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.vocabulary.Rule;

/** For each rule that decides or removes something the model of a processor that breaks it and keeps all others; made when first asked for. */
final class BrokenModels {
    private final Map<Rule, Model> models = new EnumMap<>(Rule.class);
    private final Map<Rule, Model> withGhosts = new EnumMap<>(Rule.class);

    /** {@return a model that breaks a rule and keeps nothing of what had to be gone, which costs less} */
    Model breaking(Rule rule) {
        return models.computeIfAbsent(rule, broken -> breaking(broken, false));
    }

    /** {@return a model that breaks a rule and can admit ghosts} */
    Model breakingWithGhosts(Rule rule) {
        return withGhosts.computeIfAbsent(rule, broken -> breaking(broken, true));
    }

    private static Model breaking(Rule broken, boolean ghosts) {
        return new Model(ghosts, new Variation() {
            @Override
            public Decisions decisions() {
                return new Decisions(broken);
            }
        });
    }
}
