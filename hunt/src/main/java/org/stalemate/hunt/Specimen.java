package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/**
 * A subject as a campaign handles it: what fails while it is brought to a start fails at the first step instead, where the judge
 * expects it; one that failed is replaced by a new one; and the outcomes since the start are kept.
 */
final class Specimen implements Mmu {
    private final SubjectConfiguration configuration;
    private final List<Outcome> outcomes = new ArrayList<>();
    private @Nullable Mmu subject;
    private @Nullable Throwable failedReset;

    Specimen(SubjectConfiguration configuration) {
        this.configuration = configuration;
    }

    String name() {
        return configuration.name();
    }

    /** {@return the outcomes of the steps executed since the start} */
    List<Outcome> outcomes() {
        return outcomes;
    }

    /** Forgets a subject that failed: it may be in any state. */
    void discard() {
        subject = null;
    }

    @Override
    public void reset(Start start) {
        outcomes.clear();
        failedReset = null;
        try {
            Mmu present = subject;
            if (present == null) {
                present = configuration.factory().get();
                subject = present;
            }
            present.reset(start);
        } catch (RuntimeException | StackOverflowError | AssertionError failure) {
            failedReset = failure;
        }
    }

    @Override
    public Outcome execute(Step step) {
        Mmu present = subject;
        if (failedReset != null || present == null) {
            throw new IllegalStateException("could not be brought to the start: " + failedReset, failedReset);
        }
        Outcome outcome = present.execute(step);
        if (outcome == null) {
            throw new IllegalStateException("gave no outcome");
        }
        outcomes.add(outcome);
        return outcome;
    }
}
