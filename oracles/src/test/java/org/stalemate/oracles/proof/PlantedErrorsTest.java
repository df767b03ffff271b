package org.stalemate.oracles.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stalemate.specification.Variation;
import org.stalemate.vocabulary.Profile;

/** The comparisons are worth something: each fails where the model is wrong. */
class PlantedErrorsTest {
    private static Stream<World> worlds() {
        return Stream.of(
                Worlds.tags(Profile.UNION),
                Worlds.paths(),
                Worlds.rights(Profile.UNION),
                Worlds.flags(),
                Worlds.selfMap(),
                ModeWorlds.bits32(Profile.UNION),
                ModeWorlds.keys(Profile.UNION));
    }

    private static final List<Baseline> BASELINES = Stream.concat(
                    worlds(),
                    Stream.of(
                            ModeWorlds.legacySwitches(Profile.UNION),
                            ModeWorlds.pae(Profile.UNION),
                            SplitWorlds.apart(Profile.UNION)))
            .map(world -> Baseline.of(world, 200))
            .toList();

    private static boolean shortSequencesDiffer(Variation variation) {
        return worlds().anyMatch(
                        world -> Comparisons.withFlagWorlds(world, variation).differsWithin(3));
    }

    private static boolean randomSequencesDiffer(Variation variation) {
        return BASELINES.stream().anyMatch(baseline -> baseline.tells(variation))
                || worlds().anyMatch(world ->
                        Comparisons.withFlagWorlds(world, variation).differsWithin(1_500, 10));
    }

    @ParameterizedTest
    @EnumSource
    void random_sequences_find_every_planted_error(PlantedErrors error) {
        assertThat(randomSequencesDiffer(error)).isTrue();
    }

    @Test
    void all_sequences_of_length_3_find_some_and_miss_others() {
        List<PlantedErrors> missed = Stream.of(PlantedErrors.values())
                .filter(error ->
                        !error.name().contains("SECOND_PAGE")) // none of these worlds has accesses across pages
                .filter(error -> !shortSequencesDiffer(error))
                .toList();
        System.out.println("planted errors that length 3 misses: " + missed);
        assertThat(missed).hasSizeLessThan(PlantedErrors.values().length / 2);
    }
}
