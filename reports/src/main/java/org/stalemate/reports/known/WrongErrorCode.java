package org.stalemate.reports.known;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stalemate.litmus.ErrorCodes;
import org.stalemate.oracles.Signature;
import org.stalemate.vocabulary.Step;

/**
 * Page faults that tell bits of their error codes wrongly, and nothing else.
 *
 * @param operation the operations that raise them, by their simple name; or access, or a star, for several
 * @param lacked bits that are 0 and ought to be 1
 * @param added bits that are 1 and ought to be 0
 * @param beside bits that are 1 in error codes that are told so
 */
record WrongErrorCode(String operation, int lacked, int added, int beside) {
    private static final Pattern TEXT =
            Pattern.compile("([A-Za-z]+|\\*) (lacks|adds) ([A-Z ]+?)(?: beside ([A-Z ]+))?");

    /**
     * {@return what {@code access lacks P beside RSVD} or {@code Fetch adds I} says}
     *
     * @throws IllegalArgumentException if the text is something else
     */
    static WrongErrorCode parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "an error code is 'access lacks P beside RSVD', or 'Fetch adds I', not '" + text + "'");
        }
        int wrong = ErrorCodes.of(matcher.group(3));
        boolean lacks = matcher.group(2).equals("lacks");
        int beside = matcher.group(4) == null ? 0 : ErrorCodes.of(matcher.group(4));
        return new WrongErrorCode(matcher.group(1), lacks ? wrong : 0, lacks ? 0 : wrong, beside);
    }

    /** {@return whether an error code of such an operation may be told so} */
    boolean mayTell(int errorCode, Step step) {
        return (errorCode & lacked) == 0
                && (errorCode & added) == added
                && (errorCode & beside) == beside
                && Signature.names(operation, step);
    }

    /** {@return the error code that was meant} */
    int meant(int errorCode) {
        return (errorCode & ~added) | lacked;
    }
}
