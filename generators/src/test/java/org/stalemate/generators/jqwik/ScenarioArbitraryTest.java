package org.stalemate.generators.jqwik;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutionResult.Status;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

class ScenarioArbitraryTest {
    @Property(tries = 50)
    void a_property_takes_scenarios_without_further_ado(@ForAll Scenario scenario) {
        assertThat(scenario.steps()).hasSize(100);
    }

    @Property(tries = 50)
    void a_property_can_ask_for_a_length(@ForAll @ScenarioLength(17) Scenario scenario) {
        assertThat(scenario.steps()).hasSize(17);
    }

    @Provide
    Arbitrary<Scenario> pairs() {
        return ScenarioArbitrary.of(GeneratorSettings.STANDARD).ofLength(2);
    }

    @Property(tries = 20)
    void scenarios_combine_like_any_other_arbitrary(@ForAll("pairs") Scenario scenario) {
        assertThat(scenario.steps()).hasSize(2);
        assertThat(Arbitraries.just(scenario).sample()).isEqualTo(scenario);
    }

    /** Wrong on purpose: the hook checks what jqwik shrinks the counterexample to. */
    @Property(tries = 1_000, seed = "1", afterFailure = AfterFailureMode.RANDOM_SEED)
    @AddLifecycleHook(ExpectThreeSteps.class)
    void a_counterexample_shrinks_to_its_three_steps(@ForAll Scenario scenario) {
        assertThat(isCounterexample(scenario)).isFalse();
    }

    private static boolean isCounterexample(Scenario scenario) {
        int stage = 0;
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Instruction(var _, Operation operation)) {
                boolean next = switch (stage) {
                    case 0 -> operation instanceof Operation.StoreTableEntry;
                    case 1 -> operation instanceof Operation.InvLpg;
                    case 2 -> operation instanceof Operation.Load;
                    default -> false;
                };
                stage += next ? 1 : 0;
            }
        }
        return stage == 3;
    }

    static final class ExpectThreeSteps implements AroundPropertyHook {
        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            PropertyExecutionResult result = property.execute();
            assertThat(result.status()).isEqualTo(Status.FAILED);
            List<Object> shrunk = result.falsifiedParameters().orElseThrow();
            assertThat(((Scenario) shrunk.getFirst()).steps()).hasSize(3);
            assertThat(((Scenario) shrunk.getFirst()).start().tables()).isEmpty();
            return result.mapToSuccessful();
        }
    }
}
