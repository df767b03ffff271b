package org.stalemate.shrinking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.generators.TableFormat;
import org.stalemate.generators.TinyWorld;
import org.stalemate.specification.Model;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

class SimplificationTest {
    private static final Start TINY = TinyWorld.LEVEL_4.start(Profile.UNION);

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

    private static List<Operation> simplerThan(Operation operation) {
        return proposals(new SimplerOperations(), scenario(operation)).stream()
                .map(candidate -> ((Step.Instruction) candidate.steps().getFirst()).operation())
                .toList();
    }

    @Test
    void an_access_gives_way_to_one_that_asks_for_less() {
        Operation.Access store = new Operation.Store(0x1000, 0x112);
        assertThat(simplerThan(new Operation.Emulated(store))).contains(store, new Operation.Load(0x1000));
        assertThat(simplerThan(new Operation.Exchange(0x1000, 0x112))).contains(store, new Operation.Load(0x1000));
        assertThat(simplerThan(new Operation.ImplicitLoad(0x1000))).containsExactly(new Operation.Load(0x1000));
        assertThat(simplerThan(new Operation.Emulated(new Operation.Exchange(0x1000, 0x112))))
                .contains(new Operation.Emulated(store), new Operation.Exchange(0x1000, 0x112));
    }

    @Test
    void an_access_that_crosses_a_page_gives_way_to_one_of_either_page() {
        assertThat(simplerThan(new Operation.SplitLoad(0x1FFC)))
                .containsExactly(new Operation.Load(0x1000), new Operation.Load(0x2000));
        assertThat(simplerThan(new Operation.SplitStore(0x1FFC, 0x112)))
                .containsExactly(
                        new Operation.Load(0x1000),
                        new Operation.Load(0x2000),
                        new Operation.Store(0x1000, 0x112),
                        new Operation.Store(0x2000, 0x112),
                        new Operation.SplitLoad(0x1FFC));
    }

    @Test
    void a_new_name_for_one_page_that_an_access_crosses_is_the_neighbour_of_that_for_the_other() {
        Scenario high = scenario(new Operation.SplitLoad(0x7FFC), new Operation.Load(0x3000));
        assertThat(IndexNames.byLevel(high).steps())
                .isEqualTo(scenario(new Operation.SplitLoad(0x4FFC), new Operation.Load(0x3000))
                        .steps());

        Scenario acrossTables = scenario(new Operation.SplitLoad(5L << 21 | 0x1F_FFFCL));
        assertThat(IndexNames.byLevel(acrossTables).steps())
                .isEqualTo(
                        scenario(new Operation.SplitLoad(1L << 21 | 0x1F_FFFCL)).steps());
    }

    @Test
    void walks_for_both_pages_that_an_access_crosses_are_kept() {
        Scenario split = scenario(new Operation.SplitLoad(0x1FFC));
        assertThat(TableGraph.of(split).reads(0x16, 1)).isTrue();
        assertThat(TableGraph.of(split).reads(0x16, 2)).isTrue();
        assertThat(TableGraph.of(split).reads(0x16, 3)).isFalse();
        assertThat(proposals(new FewerPages(), scenario(new Operation.SplitLoad(0x1FFC), new Operation.Load(0x3000))))
                .extracting(Scenario::steps)
                .contains(scenario(new Operation.SplitLoad(0x1FFC), new Operation.Load(0x2000))
                        .steps());
    }

    @Test
    void half_a_word_becomes_a_whole_one_with_the_other_half_as_listed() {
        assertThat(simplerThan(new Operation.StoreTableHalf(0x16, 3, 0x10)))
                .contains(new Operation.StoreTableEntry(0x16, 1, 0x10_0020_0067L));
        Scenario half = scenario(new Operation.StoreTableHalf(0x16, 2, 0x0020_6067), new Operation.Load(0x1000));
        assertThat(proposals(new FoldIntoStart(), half).getFirst().start().tables())
                .filteredOn(table -> table.frame() == 0x16)
                .allSatisfy(table -> assertThat(table.entries()).containsEntry(1, 0x0020_6067L));
    }

    @Test
    void rights_of_keys_are_cleared_bit_by_bit_and_at_once() {
        assertThat(simplerThan(new Operation.WrPkru(0xC)))
                .containsExactly(new Operation.WrPkru(8), new Operation.WrPkru(4));
        assertThat(simplerThan(new Operation.WrmsrPkrs(2))).containsExactly(new Operation.WrmsrPkrs(0));

        Registers registers = Variants.withKeyRights(TINY.processors().getFirst(), 0xC, 2);
        Scenario restricted = Variants.withRegisters(scenario(new Operation.Load(0x1000)), 0, registers);
        assertThat(proposals(new PlainRegisters(), restricted))
                .extracting(candidate -> candidate.start().processors().getFirst())
                .contains(Variants.withKeyRights(registers, 0, 2), Variants.withKeyRights(registers, 0xC, 0));
    }

    private static final Scenario FIVE_LEVEL_LOAD = oneLoad(
            new Registers(0x8001_0031L, 0, 0x40000, 0x10A0, 0xD00, ExecutionState.SUPERVISOR_64),
            TableFrame.of(0x40, Map.of(0, 0x10027L)));

    private static final Scenario PAE_LOAD = oneLoad(
            new Registers(0x8001_0031L, 0, 0x40FE0, 0xA0, 0x800, NormalForm.SUPERVISOR_32),
            TableFrame.of(0x40, Map.of(0x1FC, 0x14001L)));

    private static Scenario oneLoad(Registers registers, TableFrame root) {
        List<TableFrame> tables = new ArrayList<>(TINY.tables());
        tables.add(root);
        Platform platform = new Platform(Profile.UNION, 46, EnumSet.allOf(Feature.class), 1);
        return new Scenario(
                new Start(platform, tables, List.of(registers)),
                List.of(new Step.Instruction(0, new Operation.Load(0x1000))));
    }

    private static Outcome firstOutcome(Scenario scenario) {
        Model model = new Model(false);
        model.reset(scenario.start(), LinearPages.of(scenario));
        return model.evaluate(scenario.steps().getFirst()).outcome(0);
    }

    @Test
    void five_level_and_pae_paging_become_four_level_paging_that_translates_alike() {
        for (Scenario scenario : List.of(FIVE_LEVEL_LOAD, PAE_LOAD)) {
            assertThat(LegalStart.isLegal(scenario.start())).isTrue();
            assertThat(firstOutcome(scenario)).isInstanceOf(Outcome.Loaded.class);

            Scenario lowered = proposals(new LowerModes(), scenario).getFirst();
            assertThat(ModesVisited.of(lowered)).containsExactly(PagingMode.LEVEL_4);
            assertThat(LegalStart.isLegal(lowered.start())).isTrue();
            assertThat(firstOutcome(lowered)).isEqualTo(firstOutcome(scenario));
        }
    }

    @Test
    void an_edit_of_a_pointer_follows_its_table_into_long_mode() {
        Step edit = new Step.Instruction(0, new Operation.StoreTableEntry(0x40, 0x1FC, 0x15001));
        Scenario edited =
                Variants.withSteps(PAE_LOAD, List.of(edit, PAE_LOAD.steps().getFirst()));

        Scenario lowered = proposals(new LowerModes(), edited).getFirst();
        assertThat(lowered.steps().getFirst())
                .isEqualTo(new Step.Instruction(0, new Operation.StoreTableEntry(0x42, 0, 0x15027)));
    }

    @Test
    void starts_that_no_processor_has_are_told_apart() {
        Start pae = PAE_LOAD.start();
        Registers registers = pae.processors().getFirst();
        assertThat(isLegal(pae, Variants.withCr4(registers, 0x200A0))).isFalse();
        assertThat(isLegal(pae, Variants.withEfer(registers, 0xC00))).isFalse();
        assertThat(isLegal(pae, Variants.withCr0(registers, 0x8001_0030L))).isFalse();
        assertThat(isLegal(pae, Variants.withCr3(registers, registers.cr3() | 1L << 52)))
                .as("beyond MAXPHYADDR")
                .isFalse();
        assertThat(isLegal(pae, Variants.withCr3(registers, registers.cr3() | 1L << 32)))
                .as("left from long mode")
                .isTrue();
        assertThat(isLegal(pae, Variants.withCr3(registers, 0x10000)))
                .as("pointers with rights")
                .isFalse();
        assertThat(isLegal(pae, Variants.withCr3(registers, 0x70000)))
                .as("nothing listed")
                .isTrue();
        Platform narrow = new Platform(Profile.UNION, 36, EnumSet.noneOf(Feature.class), 1);
        TableFrame beyond = TableFrame.of(0x100_0000, Map.of());
        assertThat(LegalStart.isLegal(new Start(narrow, List.of(beyond), List.of(registers))))
                .isFalse();
    }

    private static boolean isLegal(Start start, Registers registers) {
        return LegalStart.isLegal(new Start(start.platform(), start.tables(), List.of(registers)));
    }

    @Test
    void tables_are_recognised_in_every_format() {
        TableGraph graph = TableGraph.of(PAE_LOAD);
        assertThat(graph.use(0x40)).isEqualTo(new TableGraph.Use(TableFormat.PAE, 3));
        assertThat(graph.use(0x14)).isEqualTo(new TableGraph.Use(TableFormat.PAE, 2));
        assertThat(graph.level(0x16)).isEqualTo(1);
        assertThat(graph.isTable(0x10)).isFalse();

        Registers registers = new Registers(0x8001_0031L, 0, 0x40000, 0x90, 0, NormalForm.SUPERVISOR_32);
        Scenario narrow = oneLoad(registers, TableFrame.of(0x40, Map.of(0, 0x44027L << 32)));
        TableGraph halves = TableGraph.of(FewerPages.mapAddresses(narrow, address -> address | 1L << 22));
        assertThat(halves.use(0x40)).isEqualTo(new TableGraph.Use(TableFormat.BITS_32, 2));
        assertThat(halves.use(0x44)).isEqualTo(new TableGraph.Use(TableFormat.BITS_32, 1));
        assertThat(halves.reads(0x44, 0)).isTrue();
        assertThat(NormalForm.word(0x44001L << 32 | 0x45001, halves.use(0x40))).isEqualTo(0x44027L << 32 | 0x45027);
    }
}
