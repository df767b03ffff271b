package org.stalemate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stalemate.mmu.Parts;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

final class FaultLibraryTest {
    /** For each alias: the catalogue's length, the frame a sound MMU reaches in the last step, the frame a faulty one does. */
    private static final Map<String, long[]> CATALOGUE = Map.ofEntries(
            Map.entry("TLB-04", new long[] {5, 0x201, 0x200}),
            Map.entry("TLB-05a", new long[] {4, 0x201, 0x200}),
            Map.entry("TLB-05b", new long[] {4, 0x201, 0x200}),
            Map.entry("TLB-10a", new long[] {6, 0x201, 0x200}),
            Map.entry("TLB-10b", new long[] {4, 0x201, 0x203}),
            Map.entry("TLB-10d", new long[] {6, 0x201, 0x200}),
            Map.entry("TLB-12a", new long[] {4, 0x201, 0x200}),
            Map.entry("ROLE-01", new long[] {2, 0x1, 0x200}),
            Map.entry("INIT-01a", new long[] {3, 0x1, 0x200}),
            Map.entry("INIT-01b", new long[] {6, 0x201, 0x200}),
            Map.entry("INVLPG-ROOTS-a", new long[] {6, 0x201, 0x200}),
            Map.entry("INVLPG-ROOTS-b", new long[] {6, 0x201, 0x203}),
            Map.entry("XSA286", new long[] {4, 0x201, 0x202}),
            Map.entry("ERR-INVLPG-G", new long[] {4, 0x201, 0x203}));

    static List<Fault> faults() {
        return FaultLibrary.all();
    }

    @Test
    void every_fault_has_a_line_in_the_catalogue_and_a_name_of_its_own() {
        assertThat(faults()).extracting(Fault::alias).doesNotHaveDuplicates().hasSameElementsAs(CATALOGUE.keySet());
        assertThat(faults()).extracting(Fault::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void only_the_last_step_of_the_shortest_scenario_shows_the_fault(Fault fault) {
        List<Outcome> sound = run(fault.createSound(), fault.shortest());
        List<Outcome> faulty = run(fault.create(), fault.shortest());
        int last = sound.size() - 1;
        long[] expected = CATALOGUE.getOrDefault(fault.alias(), new long[3]);
        assertThat(faulty.subList(0, last)).isEqualTo(sound.subList(0, last));
        assertThat(sound.get(last)).isEqualTo(reached(fault, expected[1]));
        assertThat(faulty.get(last)).isEqualTo(reached(fault, expected[2]));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void no_shortest_scenario_is_longer_than_the_catalogue_says(Fault fault) {
        assertThat((long) fault.shortest().steps().size())
                .isLessThanOrEqualTo(CATALOGUE.getOrDefault(fault.alias(), new long[3])[0]);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void no_step_of_a_shortest_scenario_can_be_left_out(Fault fault) {
        Scenario shortest = fault.shortest();
        for (int i = 0; i < shortest.steps().size(); i++) {
            List<Step> fewer = new ArrayList<>(shortest.steps());
            fewer.remove(i);
            Scenario scenario = new Scenario(shortest.start(), fewer);
            Outcome wrong = run(fault.create(), shortest).getLast();
            boolean stillWrong = run(fault.create(), scenario).getLast().equals(wrong)
                    && !run(fault.createSound(), scenario).getLast().equals(wrong);
            assertThat(stillWrong).as("without step %d", i).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_fault_replaces_one_part_by_a_subclass_that_overrides_one_method(Fault fault) throws Exception {
        Parts standard = Parts.standard();
        Parts faulty = fault.defect().apply(standard);
        List<Object> replaced = new ArrayList<>();
        for (RecordComponent component : Parts.class.getRecordComponents()) {
            Object before = component.getAccessor().invoke(standard);
            Object part = component.getAccessor().invoke(faulty);
            if (!part.equals(before)) {
                replaced.add(part);
                assertThat(part.getClass().getSuperclass()).isEqualTo(before.getClass());
            }
        }
        assertThat(replaced).hasSize(1);
        Method[] methods = replaced.getFirst().getClass().getDeclaredMethods();
        assertThat(methods).hasSize(1);
        assertThat(replaced.getFirst()
                        .getClass()
                        .getSuperclass()
                        .getMethod(methods[0].getName(), methods[0].getParameterTypes()))
                .isNotNull();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_shortest_scenario_runs_on_a_platform_that_meets_the_requirement(Fault fault) {
        assertThat(fault.requirement().isMetBy(fault.shortest().start().platform()))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_fault_is_found_by_id_and_by_alias(Fault fault) {
        assertThat(FaultLibrary.byId(fault.id())).isSameAs(fault);
        assertThat(FaultLibrary.byId(fault.alias())).isSameAs(fault);
    }

    @Test
    void an_unknown_fault_is_answered_with_the_names_there_are() {
        assertThatThrownBy(() -> FaultLibrary.byId("TLB-99"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TLB-99")
                .hasMessageContaining("KVM-2021-06-TLB-04");
    }

    private static Outcome reached(Fault fault, long frame) {
        return fault.shortest().steps().getLast() instanceof Step.Instruction(var _, Operation.Store _)
                ? new Outcome.Stored(frame)
                : new Outcome.Loaded(DataPattern.at(frame << 12), frame);
    }

    private static List<Outcome> run(Mmu mmu, Scenario scenario) {
        mmu.reset(scenario.start());
        return scenario.steps().stream().map(mmu::execute).toList();
    }
}
