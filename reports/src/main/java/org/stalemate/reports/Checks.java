package org.stalemate.reports;

/** What the numbers and texts of a result have in common; a result read from a file may hold anything. */
final class Checks {
    private Checks() {}

    static void requireCount(String what, long count) {
        if (count < 0) {
            throw new IllegalArgumentException(what + " is a count, not " + count);
        }
    }

    static void requireText(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is empty");
        }
    }
}
