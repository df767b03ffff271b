package org.stalemate.oracles.reference;

/** The answer to a question that a processor may be free to answer either way. */
enum Answer {
    NO,
    YES,
    EITHER;

    boolean mayBeYes() {
        return this != NO;
    }

    boolean mayBeNo() {
        return this != YES;
    }

    static Answer of(boolean certain) {
        return certain ? YES : NO;
    }
}
