package org.stalemate.shrinking;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.stalemate.vocabulary.Scenario;

/** The scenarios that one move away are simpler, for engines that search on their own. */
public final class SimplerScenarios {
    private SimplerScenarios() {}

    /**
     * {@return scenarios of lower {@link Complexity}, made on demand: those that lack half of the steps first, then those that lack
     * fewer, then those with something else simplified}
     */
    public static Stream<Scenario> of(Scenario scenario) {
        Complexity complexity = Complexity.of(scenario);
        boolean mustBeLegal = LegalStart.isLegal(scenario.start());
        return Stream.concat(fewerSteps(scenario), simplified(scenario))
                .filter(candidate -> !mustBeLegal || LegalStart.isLegal(candidate.start()))
                .filter(candidate -> Complexity.of(candidate).isBelow(complexity));
    }

    private static Stream<Scenario> fewerSteps(Scenario scenario) {
        int length = scenario.steps().size();
        return IntStream.iterate(length / 2, run -> run > 0, run -> run / 2)
                .boxed()
                .flatMap(run -> without(scenario, length, run));
    }

    /** Later runs first: they depend on earlier ones. */
    private static Stream<Scenario> without(Scenario scenario, int length, int run) {
        return IntStream.iterate(length, end -> end > 0, end -> end - run)
                .mapToObj(end -> Variants.withoutSteps(scenario, Math.max(0, end - run), end));
    }

    private static Stream<Scenario> simplified(Scenario scenario) {
        List<Simplification> simplifications = Shrinker.simplifications();
        return simplifications.stream()
                .flatMap(simplification -> IntStream.range(0, simplification.places(scenario))
                        .mapToObj(place -> simplification.at(scenario, place))
                        .filter(Objects::nonNull));
    }
}
