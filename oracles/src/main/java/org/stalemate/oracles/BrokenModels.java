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

    Model breaking(Rule rule) {
        return models.computeIfAbsent(
                rule,
                broken -> new Model(true, new Variation() {
                    @Override
                    public Decisions decisions() {
                        return new Decisions(broken);
                    }
                }));
    }
}
