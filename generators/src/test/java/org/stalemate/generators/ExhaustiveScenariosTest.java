package org.stalemate.generators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
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
    private static final ExhaustiveScenarios TINY = ExhaustiveScenarios.ofTinyWorld(Profile.UNION);

    private static List<List<Step>> visited(ExhaustiveScenarios scenarios, int maxLength) {
        List<List<Step>> visited = new ArrayList<>();
        scenarios.visit(maxLength, steps -> visited.add(List.copyOf(steps)));
        return visited;
    }

    @Test
    void without_symmetry_every_sequence_comes_once() {
        List<Step> alphabet = TinyWorld.alphabet().subList(0, 5);
        ExhaustiveScenarios all = ExhaustiveScenarios.of(TinyWorld.start(Profile.UNION), alphabet);

        assertThat(visited(all, 4)).doesNotHaveDuplicates().hasSize(5 + 25 + 125 + 625);
        assertThat(all.count(4)).isEqualTo(625);
    }

    @Test
    void sequences_and_their_images_are_together_all_sequences() {
        List<List<Step>> canonical = visited(TINY, 2);
        Set<List<Step>> all = new HashSet<>(canonical);
        canonical.forEach(
                steps -> all.add(steps.stream().map(TinyWorld::exchanged).toList()));

        int size = TinyWorld.alphabet().size();
        assertThat(all).hasSize(size + size * size);
        assertThat(canonical).doesNotHaveDuplicates();
        assertThat((long) canonical.size()).isEqualTo(TINY.count(1) + TINY.count(2));
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

    @Test
    void an_image_has_the_images_of_the_outcomes() {
        Model model = new Model(false);
        TINY.iterator(3).forEachRemaining(scenario -> {
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
                            new Outcome.Loaded(DataPattern.at((frame ^ 1) << 12), frame ^ 1);
                        case Outcome.Loaded(long value, long frame) ->
                            new Outcome.Loaded(value ^ 0x112 ^ 0x212, frame ^ 1);
                        case Outcome.Stored(long frame) when frame >= 0x200 -> new Outcome.Stored(frame ^ 1);
                        case Outcome.PageFault(int code, long address) ->
                            new Outcome.PageFault(code, address ^ TinyWorld.X ^ TinyWorld.Y);
                        default -> outcome;
                    });
        }
        return exchanged;
    }

    @Test
    void an_alphabet_that_the_renaming_does_not_map_to_itself_is_refused() {
        Step load = new Step.Instruction(0, new Operation.Load(TinyWorld.X));
        Step other = new Step.Instruction(0, new Operation.Load(TinyWorld.Y));
        var start = TinyWorld.start(Profile.UNION);
        UnaryOperator<Step> exchange = TinyWorld::exchanged;

        assertThatThrownBy(() -> ExhaustiveScenarios.modulo(start, List.of(load), exchange))
                .hasMessageContaining("does not exchange its steps");
        assertThatThrownBy(() -> ExhaustiveScenarios.of(start, List.of(load, other, load)))
                .hasMessageContaining("repeats a step");
        assertThatThrownBy(() -> ExhaustiveScenarios.of(start, List.of())).hasMessageContaining("at least one step");
    }
}
