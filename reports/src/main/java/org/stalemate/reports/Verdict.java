package org.stalemate.reports;

/** What a result says of the subject. */
public enum Verdict {
    /** Every outcome was permitted. */
    CONFORMS(0, "conforms"),
    /** Some outcome was not permitted. */
    DIVERGES(1, "diverges"),
    /** The subject threw, whatever else it did. */
    CRASHES(3, "crashes");

    private final int exitCode;
    private final String word;

    Verdict(int exitCode, String word) {
        this.exitCode = exitCode;
        this.word = word;
    }

    /** {@return the exit code of a command with this verdict} */
    public int exitCode() {
        return exitCode;
    }

    /** {@return the verdict as a verb, in lower case} */
    public String word() {
        return word;
    }
}
