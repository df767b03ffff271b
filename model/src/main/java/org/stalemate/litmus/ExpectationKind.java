package org.stalemate.litmus;

/** What an {@link Expectation} claims about the set of permitted outcomes of its step. */
public enum ExpectationKind {
    /** Each pattern matches some permitted outcome. */
    PERMITTED("permitted"),
    /** Each pattern matches some permitted outcome, and each permitted outcome some pattern. */
    PERMITTED_EXACTLY("permitted exactly"),
    /** No pattern matches a permitted outcome. */
    FORBIDDEN("forbidden"),
    /** The outcome that the scenario goes on with; it has to be permitted. Elsewhere it goes on with what memory says. */
    OBSERVED("observed");

    private final String keyword;

    ExpectationKind(String keyword) {
        this.keyword = keyword;
    }

    /** {@return how it is spelled in a litmus text} */
    public String keyword() {
        return keyword;
    }
}
