package org.stalemate.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stalemate.faults.Fault;
import org.stalemate.faults.FaultLibrary;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.specification.Model;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

final class FaultySubjectTest {
    /** A family with no properties of its own, to call the claim that all of them make. */
    private static final class Claim extends ConformanceProperties {
        private final Mmu subject;

        Claim(Mmu subject) {
            this.subject = subject;
        }

        @Override
        protected Mmu subject() {
            return subject;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLB-05a", "TLB-10b", "ROLE-01", "ERR-INVLPG-G"})
    void a_property_fails_on_a_defect_and_says_how_to_replay_it(String id) {
        Fault fault = FaultLibrary.byId(id);
        Scenario scenario = firstThatShows(fault);
        assertThatThrownBy(() -> new Claim(fault.create()).conforms(scenario, Rule.TLB_INVLPG))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("observed:")
                .hasMessageContaining("permitted:")
                .hasMessageContaining("stalemate1.");
        assertThat(new Judge()
                        .judge(scenario, fault.createSound(), new RuleCoverage())
                        .divergence())
                .isNull();
    }

    private static Scenario firstThatShows(Fault fault) {
        Judge judge = new Judge();
        Mmu subject = fault.create();
        Model model = new Model(false);
        for (long seed = 0; ; seed++) {
            Scenario scenario = ScenarioGenerator.standard().generate(seed, model);
            if (judge.judge(scenario, subject, new RuleCoverage()).divergence() != null) {
                return scenario;
            }
        }
    }
}
