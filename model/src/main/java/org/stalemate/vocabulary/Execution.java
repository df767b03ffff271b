package org.stalemate.vocabulary;

import java.util.List;

/**
 * What was seen of one scenario that ran on a target outside this process.
 *
 * @param outcomes those of the scenario's first steps, in order
 * @param ending why there are no more of them
 * @param detail one line that says more: what the target lacks, how it died; empty if there is nothing to say
 */
public record Execution(List<Outcome> outcomes, Ending ending, String detail) {
    /** Why the outcomes end. */
    public enum Ending {
        /** Every step was executed. */
        COMPLETE,
        /** The next step cannot be expressed on this target: there is no verdict on it, and nobody is to blame. */
        UNSUPPORTED,
        /** The target did not come back from the next step within its time. */
        HUNG,
        /** The target started anew. */
        RESET,
        /** The target answered something that makes no sense. */
        MALFORMED,
        /** The target's process ended, or the target failed in a way of its own. */
        CRASHED;

        /** {@return whether the target is to blame that there are no more outcomes} */
        public boolean isFailure() {
            return this != COMPLETE && this != UNSUPPORTED;
        }
    }

    public Execution {
        outcomes = List.copyOf(outcomes);
    }

    /** {@return the execution of every step} */
    public static Execution complete(List<Outcome> outcomes) {
        return new Execution(outcomes, Ending.COMPLETE, "");
    }

    /** {@return an execution that ends before a step that the target does not have} */
    public static Execution unsupported(List<Outcome> outcomes, String reason) {
        return new Execution(outcomes, Ending.UNSUPPORTED, reason);
    }
}
