package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** A subject as a campaign handles it: one that failed is replaced by a new one, and the outcomes since the start are kept. */
final class Specimen implements Mmu {
    private final SubjectConfiguration configuration;
    private final List<Outcome> outcomes = new ArrayList<>();
    private @Nullable Mmu subject;

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
}
