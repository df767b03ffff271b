package org.stalemate.generators.jqwik;

import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;
import org.stalemate.vocabulary.Scenario;

/** Lets a property take {@code @ForAll Scenario}; jqwik finds it by itself. */
public final class ScenarioProvider implements ArbitraryProvider {
    @Override
    public boolean canProvideFor(TypeUsage targetType) {
        return targetType.isOfType(Scenario.class);
    }

    @Override
    public Set<Arbitrary<?>> provideFor(TypeUsage targetType, SubtypeProvider subtypeProvider) {
        ScenarioArbitrary standard = ScenarioArbitrary.scenarios();
        return Set.of(targetType
                .findAnnotation(ScenarioLength.class)
                .map(length -> standard.ofLength(length.value()))
                .orElse(standard));
    }
}
