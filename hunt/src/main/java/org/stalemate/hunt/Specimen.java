package org.stalemate.hunt;

import java.util.List;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Scenario;

/** A subject as a campaign handles it. */
interface Specimen extends AutoCloseable {
    /** Scenarios that a subject was asked to run. */
    interface Run {
        /**
         * {@return what came of one of the scenarios, by its place in the list} Each is asked for once, in order.
         *
         * @param coverage what the steps executed and checked is added here
         */
        Trial trial(int place, Judge judge, RuleCoverage coverage);
    }

    /** {@return a specimen of a configuration} */
    static Specimen of(SubjectConfiguration configuration) {
        return switch (configuration) {
            case SubjectConfiguration.Stepwise stepwise -> new StepwiseSpecimen(stepwise);
            case SubjectConfiguration.Batched batched -> new BatchedSpecimen(batched);
        };
    }

    String name();

    /** {@return how many scenarios it likes to be given at once} */
    int block();

    /** {@return how many failures are to be collected before they are shrunk, all at the same time} */
    int shrunkTogether();

    /** Begins to run scenarios. */
    Run begin(List<Scenario> scenarios);

    /** Runs one scenario now. */
    default Trial run(Scenario scenario, Judge judge, RuleCoverage coverage) {
        return begin(List.of(scenario)).trial(0, judge, coverage);
    }

    /** {@return whether it takes long to see such an ending again, which shrinking does many times} */
    boolean repeatsDearly(Execution.Ending ending);

    /** Forgets a subject that failed: it may be in any state. */
    void discard();

    @Override
    void close();
}
