package org.stalemate.shrinking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.generators.TinyWorld;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

class SimplificationTest {
    private static final Start TINY = TinyWorld.start(Profile.UNION);

    private static Scenario scenario(Operation... operations) {
        return new Scenario(
                TINY,
                List.of(operations).stream()
                        .<Step>map(operation -> new Step.Instruction(0, operation))
                        .toList());
    }

    /** Everything that a simplification proposes and that counts as simpler. */
    private static List<Scenario> proposals(Simplification simplification, Scenario scenario) {
        Complexity complexity = Complexity.of(scenario);
        return IntStream.range(0, simplification.places(scenario))
                .mapToObj(place -> simplification.at(scenario, place))
                .filter(Objects::nonNull)
                .filter(candidate -> Complexity.of(candidate).isBelow(complexity))
                .toList();
    }

    @Test
    void a_switch_of_roots_folds_into_the_start() {
        Scenario switched = scenario(new Operation.MovToCr3(0x11002), new Operation.Load(0x1000));

        Scenario folded = proposals(new FoldIntoStart(), switched).getFirst();
        assertThat(folded.steps())
                .isEqualTo(scenario(new Operation.Load(0x1000)).steps());
        assertThat(folded.start().processors().getFirst().cr3()).isEqualTo(0x11002);
    }

    @Test
    void an_edit_folds_into_the_start() {
        Scenario edited = scenario(new Operation.StoreTableEntry(0x16, 1, 0), new Operation.Load(0x1000));

        Scenario folded = proposals(new FoldIntoStart(), edited).getFirst();
        assertThat(folded.start().tables())
                .filteredOn(table -> table.frame() == 0x16)
                .allSatisfy(table -> assertThat(table.entries()).containsEntry(1, 0L));
    }

    @Test
    void pages_and_contexts_merge() {
        Scenario two =
                scenario(new Operation.Load(0x1000), new Operation.InvLpg(0x2000), new Operation.MovToCr3(0x11002));

        assertThat(proposals(new FewerPages(), two))
                .extracting(Scenario::steps)
                .contains(
                        scenario(
                                        new Operation.Load(0x1000),
                                        new Operation.InvLpg(0x1000),
                                        new Operation.MovToCr3(0x11002))
                                .steps(),
                        scenario(
                                        new Operation.Load(0x2000),
                                        new Operation.InvLpg(0x2000),
                                        new Operation.MovToCr3(0x11002))
                                .steps());
        assertThat(proposals(new FewerContexts(), two))
                .extracting(candidate -> candidate.steps().getLast())
                .contains(
                        new Step.Instruction(0, new Operation.MovToCr3(0x10002)),
                        new Step.Instruction(0, new Operation.MovToCr3(0x11001)));
    }

    @Test
    void an_edit_of_a_directory_becomes_the_edit_of_the_page_table_below_it() {
        Scenario high = scenario(new Operation.StoreTableEntry(0x14, 0, 0x18027), new Operation.Load(0x1000));

        assertThat(proposals(new LowerEdits(), high))
                .extracting(candidate -> candidate.steps().getFirst())
                .contains(new Step.Instruction(0, new Operation.StoreTableEntry(0x16, 1, 0x204067)));
    }

    @Test
    void tables_that_no_walk_reads_are_dropped_at_once() {
        Scenario onlyA = scenario(new Operation.Load(0x1000));

        Scenario fewer = proposals(new FewerEntries(), onlyA).getFirst();
        assertThat(fewer.start().tables()).extracting(TableFrame::frame).containsExactly(0x10L, 0x12L, 0x14L, 0x16L);
    }

    @Test
    void frames_pcids_and_indices_get_the_first_free_names() {
        Registers registers = Variants.withCr3(TINY.processors().getFirst(), 0x77005);
        Start start = new Start(
                TINY.platform(),
                List.of(
                        TableFrame.of(0x77, Map.of(3, 0x80027L)),
                        TableFrame.of(0x80, Map.of(4, 0x91027L)),
                        TableFrame.of(0x91, Map.of(5, 0x95027L)),
                        TableFrame.of(0x95, Map.of(6, 0x0040_5067L))),
                List.of(registers));
        long address = 3L << 39 | 4L << 30 | 5L << 21 | 6L << 12;
        Step load = new Step.Instruction(0, new Operation.Load(address));

        Shrunk shrunk =
                new Shrinker().shrink(new Scenario(start, List.of(load)), SimplificationTest::loadsThroughFourLevels);
        assertThat(shrunk.scenario().steps()).containsExactly(new Step.Instruction(0, new Operation.Load(0x1000)));
        assertThat(shrunk.scenario().start().processors().getFirst().cr3()).isEqualTo(0x10000);
        assertThat(shrunk.scenario().start().tables())
                .containsExactly(
                        TableFrame.of(0x10, Map.of(0, 0x11027L)),
                        TableFrame.of(0x11, Map.of(0, 0x12027L)),
                        TableFrame.of(0x12, Map.of(0, 0x13027L)),
                        TableFrame.of(0x13, Map.of(1, 0x0020_0067L)));
    }

    private static boolean loadsThroughFourLevels(Scenario scenario) {
        if (scenario.steps().isEmpty()
                || !(scenario.steps().getFirst() instanceof Step.Instruction(var _, Operation.Load(long address)))) {
            return false;
        }
        long table = scenario.start().processors().getFirst().cr3() >>> 12;
        for (int shift = 39; shift >= 12; shift -= 9) {
            long frame = table;
            Long entry = scenario.start().tables().stream()
                    .filter(listed -> listed.frame() == frame)
                    .map(listed -> listed.entries())
                    .findFirst()
                    .orElse(new TreeMap<>())
                    .get((int) (address >>> shift) & 511);
            if (entry == null || (entry & 0x81) != 1) {
                return false;
            }
            table = entry >>> 12 & 0xFF_FFFF;
        }
        return true;
    }

    @Test
    void every_proposal_for_a_generated_scenario_is_a_scenario() {
        for (long seed = 0; seed < 10; seed++) {
            Scenario scenario = ScenarioGenerator.standard().generate(seed);
            long simpler = SimplerScenarios.of(scenario).count();
            assertThat(simpler).isGreaterThan(150);
        }
    }

    @Test
    void simpler_scenarios_lack_half_of_the_steps_first() {
        Scenario scenario = ScenarioGenerator.standard().generate(5);

        assertThat(SimplerScenarios.of(scenario).limit(2))
                .extracting(candidate -> candidate.steps().size())
                .containsExactly(50, 50);
    }
}
