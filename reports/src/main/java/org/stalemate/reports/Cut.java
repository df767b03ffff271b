package org.stalemate.reports;

/**
 * Steps that were left out because the target does not have them, with all that follow them in their scenarios.
 *
 * @param reason what the target does not have, in one line
 * @param scenarios how many scenarios ended for it
 * @param steps how many steps of them were not executed
 */
public record Cut(String reason, long scenarios, long steps) {
    /** @throws IllegalArgumentException if the reason is empty or a count is not positive */
    public Cut {
        Checks.requireText("the reason", reason);
        if (scenarios < 1 || steps < 1) {
            throw new IllegalArgumentException("nothing was cut for '" + reason + "'");
        }
    }
}
