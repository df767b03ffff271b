package org.stalemate.generators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stalemate.vocabulary.PagingMode.BITS_32;
import static org.stalemate.vocabulary.PagingMode.LEVEL_4;
import static org.stalemate.vocabulary.PagingMode.LEVEL_5;
import static org.stalemate.vocabulary.PagingMode.NONE;
import static org.stalemate.vocabulary.PagingMode.PAE;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;
import org.stalemate.vocabulary.Vendor;

/** That the standard mix contains what it is meant to contain, over 2000 seeds. */
class StandardMixTest {
    private static final List<Scenario> SCENARIOS = new ArrayList<>();

    @BeforeAll
    static void generate() {
        Model model = new Model(false);
        for (int number = 0; number < 2_000; number++) {
            SCENARIOS.add(ScenarioGenerator.standard().generate(RandomSource.seed(1, number), model));
        }
    }

    private static long scenarios(Predicate<Scenario> property) {
        return SCENARIOS.stream().filter(property).count();
    }

    private static boolean contains(Scenario scenario, Predicate<Operation> property) {
        return scenario.steps().stream()
                .anyMatch(step ->
                        step instanceof Step.Instruction(var _, Operation operation) && property.test(operation));
    }

    @Test
    void each_operation_and_event_occurs_and_is_absent_often() {
        List<Class<?>> kinds = new ArrayList<>(List.of(Operation.class.getPermittedSubclasses()));
        kinds.removeAll(List.of(Operation.Access.class, Operation.SplitAccess.class));
        kinds.addAll(List.of(Operation.SplitAccess.class.getPermittedSubclasses()));
        kinds.addAll(List.of(Operation.Access.class.getPermittedSubclasses()));
        kinds.addAll(List.of(Step.Init.class, Step.Reset.class, Step.Smi.class, Step.InitAndBringUp.class));

        Map<Class<?>, Integer> scenariosWith = new HashMap<>();
        for (Scenario scenario : SCENARIOS) {
            Set<Class<?>> seen = new HashSet<>();
            for (Step step : scenario.steps()) {
                seen.add(
                        step instanceof Step.Instruction(var _, Operation operation)
                                ? operation.getClass()
                                : step.getClass());
            }
            seen.forEach(kind -> scenariosWith.merge(kind, 1, Integer::sum));
        }
        assertThat(scenariosWith.keySet()).containsExactlyInAnyOrderElementsOf(kinds);
        assertThat(scenariosWith.values()).allSatisfy(count -> assertThat(count).isGreaterThan(60));
        kinds.removeAll(List.of(Operation.Load.class, Operation.StoreTableEntry.class, Operation.MovToCr3.class));
        assertThat(kinds).allSatisfy(kind -> assertThat(scenariosWith.get(kind)).isLessThan(1_900));
    }

    @Test
    void each_home_mode_has_its_documented_share() {
        assertThat(homeShare(LEVEL_4)).isBetween(56.0, 64.0);
        assertThat(homeShare(PAE)).isBetween(10.5, 15.5);
        assertThat(homeShare(BITS_32)).isBetween(10.5, 15.5);
        assertThat(homeShare(LEVEL_5)).isBetween(7.5, 12.5);
        assertThat(homeShare(NONE)).isBetween(2.5, 5.5);
    }

    private static double homeShare(PagingMode mode) {
        Model model = new Model(false);
        long homes = scenarios(scenario -> {
            model.reset(scenario.start(), LinearPages.of(scenario));
            return model.registers(0).mode() == mode;
        });
        return 100.0 * homes / SCENARIOS.size();
    }

    /** A tenth of all accesses, give or take, and a twentieth of each kind of them at least. */
    @Test
    void the_hypervisor_makes_a_share_of_every_kind_of_access() {
        Map<Class<?>, int[]> counts = new HashMap<>();
        for (Scenario scenario : SCENARIOS) {
            for (Step step : scenario.steps()) {
                if (step instanceof Step.Instruction(var _, Operation operation) && isAccess(operation)) {
                    boolean emulated = operation instanceof Operation.Emulated;
                    Operation made = operation instanceof Operation.Emulated(Operation.Access a) ? a : operation;
                    int[] count = counts.computeIfAbsent(made.getClass(), _ -> new int[2]);
                    count[0]++;
                    count[1] += emulated ? 1 : 0;
                }
            }
        }
        int accesses = counts.values().stream().mapToInt(count -> count[0]).sum();
        int emulated = counts.values().stream().mapToInt(count -> count[1]).sum();
        assertThat(100.0 * emulated / accesses).isBetween(8.0, 14.0);
        assertThat(counts.values())
                .hasSize(5)
                .allSatisfy(count -> assertThat(100.0 * count[1] / count[0]).isGreaterThan(5));
    }

    @Test
    void accesses_that_cross_a_page_are_made_in_a_third_of_the_scenarios_and_are_few() {
        assertThat(share(Operation.SplitLoad.class)).isBetween(20.0, 45.0);
        assertThat(share(Operation.SplitStore.class)).isBetween(20.0, 45.0);
        long splits = SCENARIOS.stream()
                .flatMap(scenario -> scenario.steps().stream())
                .filter(step -> step instanceof Step.Instruction(var _, Operation.SplitAccess _))
                .count();
        assertThat(splits / (double) SCENARIOS.size()).isBetween(2.0, 6.0);
    }

    private static double share(Class<? extends Operation> kind) {
        return 100.0 * scenarios(scenario -> contains(scenario, kind::isInstance)) / SCENARIOS.size();
    }

    /** Within a table of level 1, from one such table to the next, from one quadrant to the next, and around the end of 32 bits. */
    @Test
    void accesses_cross_into_other_tables_and_quadrants_and_around_the_end() {
        assertThat(scenarios(s -> crosses(s, 12, 21))).isGreaterThan(400);
        assertThat(scenarios(s -> crosses(s, 21, 30))).isGreaterThan(20);
        assertThat(scenarios(s -> crosses(s, 30, 32))).isGreaterThan(20);
        assertThat(scenarios(s -> contains(
                        s, operation -> operation instanceof Operation.SplitAccess a && a.address() == 0xFFFF_FFFCL)))
                .isGreaterThan(5);
    }

    /** {@return whether an access goes on where address bits below one position, but not all below the other, are 0} */
    private static boolean crosses(Scenario scenario, int zeroBelow, int notBelow) {
        return contains(scenario, operation -> {
            if (!(operation instanceof Operation.SplitAccess access)) {
                return false;
            }
            int zeros = Long.numberOfTrailingZeros(access.address() + 4);
            return zeros >= zeroBelow && zeros < notBelow;
        });
    }

    /** In lockstep with fresh outcomes. */
    @Test
    void halves_of_accesses_complete_and_fault_each_by_itself() {
        Model model = new Model(false);
        int completed = 0;
        int inFirst = 0;
        int inSecond = 0;
        int storesInSecond = 0;
        for (Scenario scenario : SCENARIOS) {
            model.reset(scenario.start(), LinearPages.of(scenario));
            for (Step step : scenario.steps()) {
                Permitted permitted = model.evaluate(step);
                if (step instanceof Step.Instruction(var _, Operation.SplitAccess access)) {
                    boolean fault = permitted.outcome(0) instanceof Outcome.PageFault(var _, long address)
                            && (address & 0xFFF) == 0;
                    inSecond += fault ? 1 : 0;
                    storesInSecond += fault && access instanceof Operation.SplitStore ? 1 : 0;
                    inFirst += !fault && permitted.outcome(0) instanceof Outcome.PageFault ? 1 : 0;
                    completed += permitted.outcome(0) instanceof Outcome.SplitLoaded
                                    || permitted.outcome(0) instanceof Outcome.SplitStored
                            ? 1
                            : 0;
                }
                model.commit(0);
            }
        }
        assertThat(completed).isGreaterThan(2_000);
        assertThat(inFirst).isGreaterThan(500);
        assertThat(inSecond).isGreaterThan(100);
        assertThat(storesInSecond).isLessThan(inSecond / 5);
    }

    @Test
    void swarms_omit_kinds_of_steps_altogether() {
        assertThat(scenarios(s -> !contains(s, o -> o instanceof Operation.InvLpg)))
                .isGreaterThan(300);
        assertThat(scenarios(s -> !contains(s, o -> o instanceof Operation.InvPcid)))
                .isGreaterThan(100);
        assertThat(scenarios(s -> !contains(s, o -> o instanceof Operation.MovToCr4)))
                .isGreaterThan(250);
        assertThat(scenarios(s -> !contains(s, o -> o instanceof Operation.Store)))
                .isGreaterThan(150);
        assertThat(scenarios(s -> !contains(s, o -> o instanceof Operation.InvLpg)
                        && !contains(s, o -> o instanceof Operation.InvPcid)))
                .isGreaterThan(50);
    }

    @Test
    void platforms_are_varied_as_documented() {
        assertThat(share(p -> p.profile().equals(Profile.UNION))).isBetween(55.0, 65.0);
        assertThat(share(p -> p.profile().equals(Profile.INTEL))).isBetween(16.0, 24.0);
        assertThat(share(p -> p.profile().equals(Profile.AMD))).isBetween(7.0, 13.0);
        assertThat(share(p -> p.profile().equals(new Profile(Vendor.UNION, true))))
                .isBetween(7.0, 13.0);
        assertThat(share(p -> p.logicalProcessors() == 2)).isBetween(16.0, 24.0);
        assertThat(share(p -> p.features().containsAll(EnumSet.complementOf(EnumSet.of(Feature.LA57)))))
                .isBetween(77.0, 86.0);
        for (int bits : new int[] {36, 40, 46, 52}) {
            assertThat(share(p -> p.maxPhyAddr() == bits)).isBetween(21.0, 29.0);
        }
    }

    private static double share(Predicate<Platform> property) {
        return 100.0 * scenarios(s -> property.test(s.start().platform())) / SCENARIOS.size();
    }

    @Test
    void accessed_and_dirty_flags_are_preset_in_four_of_five_scenarios() {
        long preset = scenarios(s -> longMode(s)
                && entries(s, _ -> true).stream().allMatch(e -> (e & PagingEntry.ACCESSED) != 0 || isPointer(e)));

        assertThat(100.0 * preset / scenarios(StandardMixTest::longMode)).isBetween(75.0, 85.0);
    }

    /** With tables of long mode, and maybe of PAE paging. */
    private static boolean longMode(Scenario scenario) {
        return scenario.start().processors().getFirst().state().codeSegment() == CodeSegment.BITS_64
                && entries(scenario, _ -> true).stream().allMatch(e -> (e & 1) != 0 && (e >>> 32 & 1) == 0);
    }

    /** PAE page-directory pointers have no flags and no rights. */
    private static boolean isPointer(long entry) {
        return (entry & 0x1E7) == 1;
    }

    private static List<Long> entries(Scenario scenario, Predicate<TableFrame> which) {
        return scenario.start().tables().stream()
                .filter(which)
                .flatMap(table -> table.entries().values().stream())
                .toList();
    }

    @Test
    void layouts_share_and_alias() {
        assertThat(scenarios(StandardMixTest::hasTableWithTwoParents)).isGreaterThan(1_500);
        assertThat(scenarios(StandardMixTest::hasTableUnderDifferentRights)).isGreaterThan(400);
        assertThat(scenarios(StandardMixTest::hasSelfMap)).isGreaterThan(300);
        assertThat(scenarios(StandardMixTest::hasFrameOfTwoPages)).isGreaterThan(1_000);
        assertThat(scenarios(s -> entries(s, _ -> true).stream().anyMatch(e -> (e & PagingEntry.PAGE_SIZE) != 0)))
                .isGreaterThan(600);
        assertThat(scenarios(s -> entries(s, _ -> true).stream().anyMatch(e -> (e & PagingEntry.GLOBAL) != 0)))
                .isGreaterThan(900);
        assertThat(scenarios(s -> entries(s, _ -> true).stream().anyMatch(e -> e < 0)))
                .isGreaterThan(700);
    }

    private static Map<Long, List<Long>> parents(Scenario scenario) {
        Set<Long> tables = new HashSet<>();
        scenario.start().tables().forEach(table -> tables.add(table.frame()));
        Map<Long, List<Long>> parents = new HashMap<>();
        for (long entry : entries(scenario, _ -> true)) {
            if (tables.contains(PagingEntry.frame(entry))) {
                parents.computeIfAbsent(PagingEntry.frame(entry), _ -> new ArrayList<>())
                        .add(entry);
            }
        }
        return parents;
    }

    private static boolean hasTableWithTwoParents(Scenario scenario) {
        return parents(scenario).values().stream().anyMatch(entries -> entries.size() > 1);
    }

    private static boolean hasTableUnderDifferentRights(Scenario scenario) {
        long rights = PagingEntry.WRITABLE | PagingEntry.USER | PagingEntry.EXECUTE_DISABLE;
        return parents(scenario).values().stream()
                .anyMatch(entries ->
                        entries.stream().map(e -> e & rights).distinct().count() > 1);
    }

    private static boolean hasSelfMap(Scenario scenario) {
        return scenario.start().tables().stream()
                .anyMatch(table ->
                        table.entries().values().stream().anyMatch(entry -> PagingEntry.frame(entry) == table.frame()));
    }

    private static boolean hasFrameOfTwoPages(Scenario scenario) {
        List<Long> frames =
                entries(scenario, _ -> true).stream().map(PagingEntry::frame).toList();
        return frames.stream().filter(frame -> frame >= 0x200).distinct().count()
                < frames.stream().filter(frame -> frame >= 0x200).count();
    }

    @Test
    void one_root_is_loaded_under_two_pcids_and_one_pcid_with_two_roots() {
        assertThat(scenarios(s -> loads(s).stream()
                        .anyMatch(a -> loads(s).stream().anyMatch(b -> root(a) == root(b) && pcid(a) != pcid(b)))))
                .isGreaterThan(1_000);
        assertThat(scenarios(s -> loads(s).stream()
                        .anyMatch(a -> loads(s).stream().anyMatch(b -> root(a) != root(b) && pcid(a) == pcid(b)))))
                .isGreaterThan(1_300);
        assertThat(scenarios(s -> loads(s).stream().anyMatch(value -> value < 0)))
                .isGreaterThan(700);
    }

    private static List<Long> loads(Scenario scenario) {
        List<Long> values = new ArrayList<>();
        scenario.start().processors().stream().map(Registers::cr3).forEach(values::add);
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Instruction(var _, Operation.MovToCr3(long value))) {
                values.add(value);
            }
        }
        return values;
    }

    private static long root(long cr3) {
        return PagingEntry.frame(cr3);
    }

    private static long pcid(long cr3) {
        return cr3 & 0xFFF;
    }

    /** In lockstep with fresh outcomes: what the subject of a scenario mostly sees. */
    @Test
    void accesses_translate_mostly_and_fault_in_many_ways() {
        Model model = new Model(false);
        Map<PagingMode, Map<String, Integer>> seen = new EnumMap<>(PagingMode.class);
        for (Scenario scenario : SCENARIOS) {
            model.reset(scenario.start(), LinearPages.of(scenario));
            for (Step step : scenario.steps()) {
                Permitted permitted = model.evaluate(step);
                if (step instanceof Step.Instruction(int processor, Operation operation)) {
                    String kind = isAccess(operation) ? "access " : "other ";
                    seen.computeIfAbsent(model.registers(processor).mode(), _ -> new HashMap<>())
                            .merge(kind + name(permitted.outcome(0)), 1, Integer::sum);
                }
                model.commit(0);
            }
        }
        for (PagingMode mode : PagingMode.values()) {
            Map<String, Integer> outcomes = seen.getOrDefault(mode, Map.of());
            assertThat(completedPercent(outcomes)).as(mode.title()).isBetween(55.0, mode == NONE ? 100.0 : 80.0);
            assertThat(outcomes).containsKeys("other GeneralProtection", "other Done");
        }
        assertThat(seen.get(LEVEL_4)).containsKeys("access GeneralProtection", "other UndefinedOpcode");
        assertFaults(seen.get(LEVEL_4), 0, 1, 2, 3, 4, 5, 6, 7, 9, 0xB, 0xD, 0xF, 0x10, 0x11, 0x14, 0x15, 0x19);
        assertFaults(seen.get(LEVEL_4), 0x21, 0x23, 0x25, 0x27);
        assertFaults(seen.get(LEVEL_5), 0, 1, 2, 3, 4, 5, 6, 7, 9, 0xB, 0x10, 0x11, 0x19, 0x21, 0x23);
        assertFaults(seen.get(PAE), 0, 1, 2, 3, 4, 5, 6, 7, 9, 0xB, 0x10, 0x11, 0x15, 0x19);
        assertFaults(seen.get(BITS_32), 0, 1, 2, 3, 4, 5, 6, 7, 9, 0x10, 0x11);
    }

    private static boolean isAccess(Operation operation) {
        return operation instanceof Operation.Access || operation instanceof Operation.Emulated;
    }

    private static double completedPercent(Map<String, Integer> outcomes) {
        int accesses = 0;
        int completed = 0;
        for (Map.Entry<String, Integer> outcome : outcomes.entrySet()) {
            boolean access = outcome.getKey().startsWith("access ");
            accesses += access ? outcome.getValue() : 0;
            completed += access && outcome.getKey().endsWith("ed") ? outcome.getValue() : 0;
        }
        return 100.0 * completed / accesses;
    }

    private static void assertFaults(@Nullable Map<String, Integer> outcomes, int... codes) {
        for (int code : codes) {
            assertThat(outcomes).containsKey("access PageFault " + Integer.toHexString(code));
        }
    }

    private static String name(Outcome outcome) {
        String kind = outcome.getClass().getSimpleName();
        return outcome instanceof Outcome.PageFault(int code, var _) ? kind + " " + Integer.toHexString(code) : kind;
    }
}
