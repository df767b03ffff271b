package org.stalemate.generators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.specification.paging.PagingEntry;
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
        kinds.remove(Operation.Access.class);
        kinds.addAll(List.of(Operation.Access.class.getPermittedSubclasses()));
        kinds.addAll(List.of(Step.Init.class, Step.Reset.class, Step.InitAndBringUp.class));

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
    void swarms_omit_kinds_of_steps_altogether() {
        assertThat(scenarios(s -> !contains(s, o -> o instanceof Operation.InvLpg)))
                .isGreaterThan(300);
        assertThat(scenarios(s -> !contains(s, o -> o instanceof Operation.InvPcid)))
                .isGreaterThan(100);
        assertThat(scenarios(s -> !contains(s, o -> o instanceof Operation.MovToCr4)))
                .isGreaterThan(300);
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
        long preset = scenarios(s -> entries(s, table -> true).stream().allMatch(e -> (e & PagingEntry.ACCESSED) != 0));

        assertThat(preset).isBetween(1_500L, 1_700L);
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
                .isGreaterThan(900);
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
        Map<String, Integer> seen = new HashMap<>();
        int accesses = 0;
        for (Scenario scenario : SCENARIOS) {
            model.reset(scenario.start(), LinearPages.of(addresses(scenario)));
            for (Step step : scenario.steps()) {
                Permitted permitted = model.evaluate(step);
                if (step instanceof Step.Instruction(int processor, Operation operation)) {
                    boolean access = operation instanceof Operation.Access;
                    accesses += access ? 1 : 0;
                    String mode = model.registers(processor).mode() == PagingMode.NONE ? "no paging " : "";
                    seen.merge(mode + (access ? "access " : "other ") + name(permitted.outcome(0)), 1, Integer::sum);
                }
                model.commit(0);
            }
        }
        int completed = seen.getOrDefault("access Loaded", 0) + seen.getOrDefault("access Stored", 0);
        assertThat(100.0 * completed / accesses).isBetween(55.0, 80.0);
        assertThat(seen)
                .containsKeys(
                        "access GeneralProtection",
                        "no paging access Loaded",
                        "no paging access Stored",
                        "other GeneralProtection",
                        "other UndefinedOpcode");
        for (int code : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 9, 0xB, 0xD, 0xF, 0x10, 0x11, 0x14, 0x15, 0x19}) {
            assertThat(seen).containsKey("access PageFault " + Integer.toHexString(code));
        }
    }

    private static String name(Outcome outcome) {
        String kind = outcome.getClass().getSimpleName();
        return outcome instanceof Outcome.PageFault(int code, var _) ? kind + " " + Integer.toHexString(code) : kind;
    }

    private static long[] addresses(Scenario scenario) {
        return scenario.steps().stream()
                .filter(step -> step instanceof Step.Instruction(var _, Operation.Access _))
                .mapToLong(step -> ((Operation.Access) ((Step.Instruction) step).operation()).address())
                .flatMap(address -> LongStream.of(address, address & 0xFFFF_FFFFL))
                .toArray();
    }
}
