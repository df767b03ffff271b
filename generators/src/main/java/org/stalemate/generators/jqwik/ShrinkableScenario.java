package org.stalemate.generators.jqwik;

import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;
import org.stalemate.shrinking.Complexity;
import org.stalemate.shrinking.SimplerScenarios;
import org.stalemate.vocabulary.Scenario;

/** A scenario that jqwik can replace by simpler ones. */
record ShrinkableScenario(Scenario value) implements Shrinkable<Scenario> {
    @Override
    public Stream<Shrinkable<Scenario>> shrink() {
        return SimplerScenarios.of(value).map(ShrinkableScenario::new);
    }

    @Override
    public ShrinkingDistance distance() {
        return ShrinkingDistance.of(Complexity.of(value).parts());
    }
}
