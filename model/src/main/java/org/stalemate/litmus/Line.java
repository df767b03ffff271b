package org.stalemate.litmus;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of one line, taken from left to right. A word is a run of letters, digits, and {@code _ . - #}, or a mark. */
final class Line {
    private static final Pattern WORD = Pattern.compile("\\s*(:=|->|(?:[A-Za-z0-9_.#]|-(?!>))+|[^\\s])");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#(?:\\s|$)");

    private record Word(String text, int column) {}

    private final int number;
    private final int length;
    private final List<Word> words = new ArrayList<>();
    private int next;

    /** @param text the line as it stands in the file, comment included */
    Line(int number, String text) {
        this.number = number;
        Matcher comment = COMMENT.matcher(text);
        String code = (comment.find() ? text.substring(0, comment.start()) : text).stripTrailing();
        length = code.length();
        Matcher word = WORD.matcher(code);
        while (word.lookingAt()) {
            words.add(new Word(word.group(1), word.start(1) + 1));
            word.region(word.end(), length);
        }
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    boolean atEnd() {
        return next == words.size();
    }

    /** {@return whether the words from here on are these} */
    boolean startsWith(String... expected) {
        if (next + expected.length > words.size()) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (!words.get(next + i).text().equals(expected[i])) {
                return false;
            }
        }
        return true;
    }

    /** {@return the word at a distance, or an empty string behind the end} */
    String peek(int distance) {
        return next + distance < words.size() ? words.get(next + distance).text() : "";
    }

    String peek() {
        return peek(0);
    }

    /** {@return the next word, which becomes past} @throws LitmusSyntaxException at the end, naming what is missing */
    String take(String what) {
        if (atEnd()) {
            throw error("the line ends where " + what + " is expected");
        }
        return words.get(next++).text();
    }

    boolean takeIf(String word) {
        if (startsWith(word)) {
            next++;
            return true;
        }
        return false;
    }

    void expect(String word, String reason) {
        if (!takeIf(word)) {
            throw unexpected("'" + word + "' " + reason);
        }
    }

    void expectEnd() {
        if (!atEnd()) {
            throw unexpected("the end of the line");
        }
    }

    /** {@return the complaint that the next word is not what was expected} */
    LitmusSyntaxException unexpected(String expected) {
        return error(
                atEnd()
                        ? "the line ends where " + expected + " is expected"
                        : "'" + peek() + "' stands where " + expected + " is expected");
    }

    /** {@return a complaint about the next word, or about the end of the line} */
    LitmusSyntaxException error(String problem) {
        return new LitmusSyntaxException(
                number, atEnd() ? length + 1 : words.get(next).column(), problem);
    }

    /** {@return a complaint about the word that was taken last} */
    LitmusSyntaxException errorAtLast(String problem) {
        next--;
        return error(problem);
    }
}
