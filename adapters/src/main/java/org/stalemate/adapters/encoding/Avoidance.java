package org.stalemate.adapters.encoding;

import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;

/**
 * Operations that are not tried on a target, because what it does then is known, wrong, and the end of it.
 *
 * @param id which known divergence that is
 * @param trigger which operations
 */
public record Avoidance(String id, Trigger trigger) {
    /** {@return what is said of the step: one line} */
    String reason() {
        return "known divergence " + id;
    }

    /** Tells operations to avoid from others. */
    @FunctionalInterface
    public interface Trigger {
        /**
         * {@return whether an operation is to be avoided}
         *
         * @param state that of the logical processor before it
         * @param longMode whether EFER.LMA may be 1
         */
        boolean matches(Operation operation, ExecutionState state, boolean longMode, Platform platform);
    }
}
