package org.stalemate.vocabulary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the rules that somebody who mistyped an ID may have meant. */
final class RuleIds {
    private static final int SUGGESTIONS = 3;

    private RuleIds() {}

    /** {@return the IDs with the fewest edits between them and a word, in order of distance, then of declaration} */
    static List<String> nearest(String word) {
        String wanted = word.toUpperCase(Locale.ROOT).replace('_', '-');
        List<String> ids = new ArrayList<>();
        for (Rule rule : Rule.values()) {
            ids.add(rule.id());
        }
        ids.sort(Comparator.comparingInt(id -> edits(wanted, id)));
        return ids.subList(0, SUGGESTIONS);
    }

    /** Levenshtein distance: insertions, deletions and replacements of one character. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
