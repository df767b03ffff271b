package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** Executes each step when it is judged. One that failed is replaced by a new one; the outcomes since the start are kept. */
final class StepwiseSpecimen implements Specimen, Mmu {
    private final SubjectConfiguration.Stepwise configuration;
    private final List<Outcome> outcomes = new ArrayList<>();
    private @Nullable Mmu subject;

    StepwiseSpecimen(SubjectConfiguration.Stepwise configuration) {
        this.configuration = configuration;
    }

    @Override
    public String name() {
        return configuration.name();
    }

    @Override
    public int block() {
        return 1;
    }

    @Override
    public int shrunkTogether() {
        return 1;
    }

    @Override
    public Run begin(List<Scenario> scenarios) {
        return (place, judge, coverage) -> run(scenarios.get(place), judge, coverage);
    }

    @Override
    public Trial run(Scenario scenario, Judge judge, RuleCoverage coverage) {
        outcomes.clear();
        return new Trial(judge.judge(scenario, this, coverage), outcomes, "");
    }

    /** A subject in this process that failed is made anew at once. */
    @Override
    public boolean repeatsDearly(Execution.Ending ending) {
        return false;
    }

    @Override
    public void discard() {
        subject = null;
    }

    @Override
    public void reset(Start start) {
        present().reset(start);
    }

    @Override
    public Outcome execute(Step step) {
        Outcome outcome = Objects.requireNonNull(present().execute(step), "the subject returned no outcome");
        outcomes.add(outcome);
        return outcome;
    }

    private Mmu present() {
        if (subject == null) {
            subject = configuration.factory().get();
        }
        return subject;
    }

    @Override
    public void close() {
        discard();
    }
}
