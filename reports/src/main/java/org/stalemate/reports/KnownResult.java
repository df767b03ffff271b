package org.stalemate.reports;

/**
 * What became of a divergence that is known.
 *
 * @param id its ID
 * @param title what is wrong, in one line
 * @param wrong who is wrong
 * @param why why that is so, in plain words
 * @param source the section of the manual that decides it
 * @param scenarios in how many scenarios it was seen, each configuration counted by itself; others may not have been shrunk
 * @param litmusTests in how many runs of litmus tests it was seen
 */
public record KnownResult(
        String id, String title, Wrong wrong, String why, String source, long scenarios, long litmusTests) {
    /** Who is wrong where a target and the model differ. */
    public enum Wrong {
        /** The target does what the manual forbids. */
        TARGET,
        /** The model forbids what the manual permits, or the other way round. */
        MODEL
    }

    /** @throws IllegalArgumentException if a text is empty or a count is negative */
    public KnownResult {
        Checks.requireText("the ID", id);
        Checks.requireText("the title", title);
        Checks.requireText("the reason", why);
        Checks.requireText("the source", source);
        Checks.requireCount("scenarios", scenarios);
        Checks.requireCount("litmusTests", litmusTests);
    }

    /** {@return the same with another number of litmus tests} */
    KnownResult inLitmusTests(long runs) {
        return new KnownResult(id, title, wrong, why, source, scenarios, runs);
    }

    /** {@return whether it was seen at all} */
    public boolean wasSeen() {
        return scenarios + litmusTests > 0;
    }
}
