package org.stalemate.oracles.proof;

import java.util.regex.Pattern;
import org.stalemate.vocabulary.Step;

/** Steps in few words, for the message of a failing comparison. */
final class Wording {
    private static final Pattern LONG_NUMBER = Pattern.compile("=(-?[0-9]{2,})");

    private Wording() {}

    static String of(Step step) {
        String text = step instanceof Step.Instruction(int processor, var operation)
                ? "P" + processor + ": " + operation
                : step.toString();
        return LONG_NUMBER
                .matcher(text)
                .replaceAll(number -> "=" + Long.toHexString(Long.parseLong(number.group(1))) + "H");
    }
}
