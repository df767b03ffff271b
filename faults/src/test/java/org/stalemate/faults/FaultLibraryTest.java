package org.stalemate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stalemate.litmus.Expectation;
import org.stalemate.litmus.ExpectationKind;
import org.stalemate.mmu.Parts;
import org.stalemate.oracles.Divergence;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.oracles.litmus.LitmusRunner;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

final class FaultLibraryTest {
    private final Judge judge = new Judge();

    static List<Fault> faults() {
        return FaultLibrary.all();
    }

    @Test
    void every_fault_has_a_line_in_the_catalogue_and_names_of_its_own() {
        assertThat(faults())
                .extracting(Fault::alias)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(CatalogueLengths.aliases());
        assertThat(faults()).extracting(Fault::id).doesNotHaveDuplicates();
    }

    @Test
    void no_two_faults_have_the_same_title() {
        assertThat(faults()).extracting(Fault::title).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void the_sound_mmu_gives_what_the_last_step_permits_and_the_faulty_one_what_it_forbids(Fault fault) {
        assertThat(matches(
                        fault,
                        ExpectationKind.PERMITTED,
                        run(fault.createSound(), fault.shortest()).getLast()))
                .isTrue();
        assertThat(matches(
                        fault,
                        ExpectationKind.FORBIDDEN,
                        run(fault.create(), fault.shortest()).getLast()))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void the_rules_permit_and_forbid_what_the_shortest_scenario_says(Fault fault) {
        assertThat(new LitmusRunner().run(fault.litmus()).disagreements()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void the_sound_mmu_conforms_and_only_the_last_step_of_the_faulty_one_diverges(Fault fault) {
        assertThat(divergence(fault.shortest(), fault.createSound())).isEmpty();
        assertThat(divergence(fault.shortest(), fault.create()))
                .extracting(Divergence::step)
                .containsExactly(fault.shortest().steps().size() - 1);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_fault_is_blamed_on_a_rule_that_people_expect(Fault fault) {
        Divergence divergence = divergence(fault.shortest(), fault.create()).getFirst();
        assertThat(divergence.blamed()).isNotEmpty();
        assertThat(fault.blame()).contains(divergence.blamed().getFirst());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void no_shortest_scenario_is_longer_than_the_catalogue_says(Fault fault) {
        assertThat(fault.shortest().steps().size()).isLessThanOrEqualTo(CatalogueLengths.of(fault.alias()));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void no_step_of_a_shortest_scenario_can_be_left_out(Fault fault) {
        Scenario shortest = fault.shortest();
        for (int i = 0; i < shortest.steps().size(); i++) {
            List<Step> fewer = new ArrayList<>(shortest.steps());
            fewer.remove(i);
            assertThat(divergence(new Scenario(shortest.start(), fewer), fault.create()))
                    .as("without step %d", i)
                    .isEmpty();
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
        Class<?> defect = replaced.getFirst().getClass();
        assertThat(defect.getDeclaredMethods()).hasSize(1);
        Method method = defect.getDeclaredMethods()[0];
        assertThat(defect.getSuperclass().getDeclaredMethod(method.getName(), method.getParameterTypes()))
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

    private static boolean matches(Fault fault, ExpectationKind kind, Outcome outcome) {
        Set<Expectation> expectations = fault.litmus().expectations().stream()
                .filter(expectation -> expectation.kind() == kind)
                .collect(Collectors.toSet());
        assertThat(expectations)
                .extracting(Expectation::step)
                .containsExactly(fault.shortest().steps().size() - 1);
        return expectations.iterator().next().patterns().stream().anyMatch(pattern -> pattern.matches(outcome));
    }

    private List<Divergence> divergence(Scenario scenario, Mmu subject) {
        Divergence divergence =
                judge.judge(scenario, subject, new RuleCoverage()).divergence();
        return divergence == null ? List.of() : List.of(divergence);
    }

    private static List<Outcome> run(Mmu mmu, Scenario scenario) {
        mmu.reset(scenario.start());
        return scenario.steps().stream().map(mmu::execute).toList();
    }
}
