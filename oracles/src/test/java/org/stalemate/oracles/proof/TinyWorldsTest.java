package org.stalemate.oracles.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stalemate.generators.TinyWorld;
import org.stalemate.specification.Variation;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Rule;

/** In the worlds of the exhaustive generator, the model permits what the explicit machine shows. */
class TinyWorldsTest {
    private static World world(TinyWorld tiny, Profile profile) {
        return new World(
                tiny + " " + profile.vendor(), tiny.start(profile), List.of(TinyWorld.X, TinyWorld.Y), tiny.alphabet());
    }

    /** Lengths that take a few seconds; under other profiles the 4-level world has so many states that length 3 takes a minute. */
    static Stream<Arguments> lengths() {
        return Stream.of(
                Arguments.of(TinyWorld.BITS_32, Profile.INTEL, 4),
                Arguments.of(TinyWorld.PAE, Profile.INTEL, 3),
                Arguments.of(TinyWorld.PAE, Profile.AMD, 4),
                Arguments.of(TinyWorld.LEVEL_4, Profile.AMD, 3));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void the_model_permits_what_the_explicit_machine_shows_in_all_short_sequences(
            TinyWorld tiny, Profile profile, int length) {
        Comparison<?> comparison = explored(tiny, profile, length);

        assertThat(comparison.differs()).as(comparison.report()).isFalse();
    }

    /** From a load that shows that RSM loaded no PDPTEs, which cannot be cached there, the model does not learn that. */
    @Test
    void the_model_permits_hardly_more_where_an_smi_may_have_loaded_pdpte_registers() {
        Comparison<?> comparison = explored(TinyWorld.PAE, Profile.INTEL, 4);

        assertThat(comparison.missing()).as(comparison.report()).isZero();
        assertThat(comparison.larger()).as(comparison.report()).isPositive().isLessThan(comparison.steps() / 10_000);
    }

    private static Comparison<?> explored(TinyWorld tiny, Profile profile, int length) {
        Comparison<?> comparison =
                Comparisons.withExplicitMachine(world(tiny, profile), 1 << 22).exhaustively(length);
        System.out.println(comparison.report());
        assertThat(comparison.beyondCapacity()).isZero();
        assertThat(comparison.steps()).isGreaterThan(30_000);
        assertThat(comparison.choices()).isGreaterThan(comparison.steps() / 50);
        return comparison;
    }

    static Stream<Arguments> errors() {
        Variation keepsPdptes = new Variation() {
            @Override
            public Decisions decisions() {
                return Decisions.breaking(Rule.PG_PDPTE_LOAD_CR3);
            }

            @Override
            public String toString() {
                return "MOV to CR3 loads no PDPTEs";
            }
        };
        return Stream.of(
                Arguments.of(TinyWorld.BITS_32, PlantedErrors.MOV_TO_CR4_WITH_PSE_DROPS_EVERYTHING),
                Arguments.of(TinyWorld.PAE, keepsPdptes),
                Arguments.of(TinyWorld.LEVEL_4, PlantedErrors.MOV_TO_CR3_WITHOUT_FLUSH_FLUSHES));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void sequences_of_length_3_tell_a_planted_error(TinyWorld tiny, Variation error) {
        assertThat(Comparisons.withFlagWorlds(world(tiny, Profile.INTEL), error).differsWithin(3))
                .isTrue();
    }
}
