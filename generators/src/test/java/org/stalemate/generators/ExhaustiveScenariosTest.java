package org.stalemate.generators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

class ExhaustiveScenariosTest {
    private static final ExhaustiveScenarios TINY = ExhaustiveScenarios.of(TinyWorld.LEVEL_4, Profile.UNION);

    private static List<List<Step>> visited(ExhaustiveScenarios scenarios, int maxLength) {
        List<List<Step>> visited = new ArrayList<>();
        scenarios.visit(maxLength, steps -> visited.add(List.copyOf(steps)));
        return visited;
    }

    @Test
    void without_symmetry_every_sequence_comes_once() {
        List<Step> alphabet = TinyWorld.LEVEL_4.alphabet().subList(0, 5);
        ExhaustiveScenarios all = ExhaustiveScenarios.of(TinyWorld.LEVEL_4.start(Profile.UNION), alphabet);

        assertThat(visited(all, 4)).doesNotHaveDuplicates().hasSize(5 + 25 + 125 + 625);
        assertThat(all.count(4)).isEqualTo(625);
    }

    @ParameterizedTest
    @EnumSource
    void sequences_and_their_images_are_together_all_sequences(TinyWorld world) {
        ExhaustiveScenarios scenarios = ExhaustiveScenarios.of(world, Profile.UNION);
        List<List<Step>> canonical = visited(scenarios, 2);
        Set<List<Step>> all = new HashSet<>(canonical);
        canonical.forEach(
                steps -> all.add(steps.stream().map(TinyWorld::exchanged).toList()));

        int size = world.alphabet().size();
        assertThat(all).hasSize(size + size * size);
        assertThat(canonical).doesNotHaveDuplicates();
        assertThat((long) canonical.size()).isEqualTo(scenarios.count(1) + scenarios.count(2));
    }

    @Test
    void the_iterator_gives_the_same_sequences_shorter_ones_first() {
        List<List<Step>> iterated = new ArrayList<>();
        TINY.iterator(2).forEachRemaining(scenario -> iterated.add(scenario.steps()));

        assertThat(iterated).containsExactlyInAnyOrderElementsOf(visited(TINY, 2));
        assertThat(iterated).extracting(List::size).isSorted();
        assertThat(TINY.iterator(0).hasNext()).isFalse();
    }

    @Test
    void a_visitor_can_leave_out_extensions() {
        List<Step> seen = new ArrayList<>();
        TINY.visit(3, steps -> {
            seen.add(steps.getLast());
            return steps.size() < 1;
        });
        assertThat((long) seen.size()).isEqualTo(TINY.count(1));
    }

    @ParameterizedTest
    @EnumSource
    void an_image_has_the_images_of_the_outcomes(TinyWorld world) {
        Model model = new Model(false);
        ExhaustiveScenarios.of(world, Profile.UNION).iterator(3).forEachRemaining(scenario -> {
            List<Step> image =
                    scenario.steps().stream().map(TinyWorld::exchanged).toList();
            if (!image.equals(scenario.steps())) {
                assertThat(permitted(model, new Scenario(scenario.start(), image)))
                        .isEqualTo(permitted(model, scenario).stream()
                                .map(ExhaustiveScenariosTest::exchanged)
                                .toList());
            }
        });
    }

    /** The sets of the last step, in lockstep with fresh outcomes. */
    private static List<Set<Outcome>> permitted(Model model, Scenario scenario) {
        model.reset(scenario.start(), LinearPages.of(TinyWorld.X, TinyWorld.Y));
        List<Set<Outcome>> sets = new ArrayList<>();
        for (Step step : scenario.steps()) {
            Permitted permitted = model.evaluate(step);
            Set<Outcome> set = new HashSet<>();
            for (int i = 0; i < permitted.size(); i++) {
                set.add(permitted.outcome(i));
            }
            sets.add(set);
            model.commit(0);
        }
        return sets;
    }

    private static Set<Outcome> exchanged(Set<Outcome> outcomes) {
        Set<Outcome> exchanged = new HashSet<>();
        for (Outcome outcome : outcomes) {
            exchanged.add(
                    switch (outcome) {
                        case Outcome.Loaded(long value, long frame)
                        when value == DataPattern.at(frame << 12) ->
                            new Outcome.Loaded(DataPattern.at(exchanged(frame) << 12), exchanged(frame));
                        case Outcome.Loaded(long value, long frame) ->
                            new Outcome.Loaded(value ^ 0x112 ^ 0x212, exchanged(frame));
                        case Outcome.Stored(long frame) -> new Outcome.Stored(exchanged(frame));
                        case Outcome.PageFault(int code, long address) ->
                            new Outcome.PageFault(code, address ^ TinyWorld.X ^ TinyWorld.Y);
                        default -> outcome;
                    });
        }
        return exchanged;
    }

    /** Frames that 4 KB pages map come in pairs; in a large page, and with paging off, the page number decides. */
    private static long exchanged(long frame) {
        boolean ofTables = frame >= TinyWorld.ROOT_A && frame < 0x200;
        boolean ofPairs = frame >= 0x200 && frame < 0x400;
        return ofTables ? frame : ofPairs ? frame ^ 1 : frame ^ (TinyWorld.X ^ TinyWorld.Y) >> 12;
    }

    @Test
    void an_alphabet_that_the_renaming_does_not_map_to_itself_is_refused() {
        Step load = new Step.Instruction(0, new Operation.Load(TinyWorld.X));
        Step other = new Step.Instruction(0, new Operation.Load(TinyWorld.Y));
        var start = TinyWorld.LEVEL_4.start(Profile.UNION);
        UnaryOperator<Step> exchange = TinyWorld::exchanged;

        assertThatThrownBy(() -> ExhaustiveScenarios.modulo(start, List.of(load), exchange))
                .hasMessageContaining("does not exchange its steps");
        assertThatThrownBy(() -> ExhaustiveScenarios.of(start, List.of(load, other, load)))
                .hasMessageContaining("repeats a step");
        assertThatThrownBy(() -> ExhaustiveScenarios.of(start, List.of())).hasMessageContaining("at least one step");
    }
}
