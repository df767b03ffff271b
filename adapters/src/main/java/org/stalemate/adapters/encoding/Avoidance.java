package org.stalemate.adapters.encoding;

import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Step;

/**
 * Steps that are not tried on a target, because what it does then is known, wrong, and the end of it.
 *
 * @param id which known divergence that is
 * @param kind the class of their operations, or, of events, of the steps themselves
 * @param trigger which of them
 */
public record Avoidance(String id, Class<?> kind, Trigger trigger) {
    /** {@return what is said of the step: one line} */
    String reason() {
        return "known divergence " + id;
    }

    /**
     * What is known before a step of the logical processor that executes it.
     *
     * @param state its execution state
     * @param longMode whether EFER.LMA may be 1
     * @param legacyPaging whether 32-bit or PAE paging may be in use
     * @param fiveLevels whether 5-level paging may be in use
     * @param fourLevels whether 4-level paging may be in use
     * @param badPdptes whether PAE paging may be in use with an entry in memory that cannot be loaded into a PDPTE register
     * @param platform what it is
     */
    public record Situation(
            ExecutionState state,
            boolean longMode,
            boolean legacyPaging,
            boolean fiveLevels,
            boolean fourLevels,
            boolean badPdptes,
            Platform platform) {}

    /** Tells steps to avoid from others of the same kind. */
    @FunctionalInterface
    public interface Trigger {
        /** {@return whether a step is to be avoided} */
        boolean matches(Step step, Situation situation);
    }
}
