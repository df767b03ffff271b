package org.stalemate.hunt;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.BatchSubject;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Platform;

/** One way to set up the subject. */
public sealed interface SubjectConfiguration {
    /** {@return how results call it} */
    String name();

    /** {@return a subject that executes step by step} The factory is called again after the subject failed. */
    static SubjectConfiguration of(String name, Supplier<? extends Mmu> factory) {
        return new Stepwise(name, factory);
    }

    /**
     * A subject that executes step by step.
     *
     * @param name how results call it
     * @param factory makes a subject set up so; called again after the subject failed
     */
    record Stepwise(String name, Supplier<? extends Mmu> factory) implements SubjectConfiguration {}

    /**
     * A subject that executes whole scenarios in batches.
     *
     * @param name how results call it
     * @param factory makes a subject set up so; whoever runs it closes it
     * @param platform the processor that it is, with as many logical processors as it has; scenarios of another processor are not run
     *     on it. Null if it is whatever a scenario asks for
     * @param daringFactory makes one that tries even what the target is known not to survive
     */
    record Batched(
            String name,
            Supplier<? extends BatchSubject> factory,
            @Nullable Platform platform,
            Supplier<? extends BatchSubject> daringFactory)
            implements SubjectConfiguration {
        /** A subject that tries everything anyway. */
        public Batched(String name, Supplier<? extends BatchSubject> factory, @Nullable Platform platform) {
            this(name, factory, platform, factory);
        }

        /** {@return the configuration that tries everything} */
        Batched daring() {
            return new Batched(name, daringFactory, platform);
        }
    }
}
