package org.stalemate.reports.known;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stalemate.litmus.BitSets;
import org.stalemate.oracles.Signature;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Step;

/**
 * Bits that are told wrongly of something that is right but for them: an error code of a page fault, or a word that was read.
 *
 * @param kind what they are bits of
 * @param operation the operations that tell them so, by their simple name; or access, or a star, for several
 * @param lacked bits that are 0 and ought to be 1
 * @param added bits that are 1 and ought to be 0
 * @param beside bits that are 1 where this is so
 * @param without bits that are 0 where this is so
 */
record WrongBits(Kind kind, String operation, long lacked, long added, long beside, long without) {
    private static final Pattern TEXT =
            Pattern.compile("([A-Za-z]+|\\*) (lacks|adds) (.+?)(?: beside (.+?))?(?: without (.+?))?");

    /** What the bits are bits of. */
    enum Kind {
        ERROR_CODE(BitSets::errorCode),
        WORD(BitSets::word);

        private final ToLongFunction<String> spelling;

        Kind(ToLongFunction<String> spelling) {
            this.spelling = spelling;
        }

        long parse(@Nullable String names) {
            return names == null ? 0 : spelling.applyAsLong(names);
        }
    }

    /**
     * {@return what {@code access lacks P beside RSVD} or {@code LoadTableEntry adds A without RW US} says}
     *
     * @throws IllegalArgumentException if the text is something else
     */
    static WrongBits parse(Kind kind, String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "wrong bits are told like 'access lacks P beside RSVD' or 'Fetch adds I', not '" + text + "'");
        }
        long wrong = kind.parse(matcher.group(3));
        boolean lacks = matcher.group(2).equals("lacks");
        return new WrongBits(
                kind,
                matcher.group(1),
                lacks ? wrong : 0,
                lacks ? 0 : wrong,
                kind.parse(matcher.group(4)),
                kind.parse(matcher.group(5)));
    }

    /** {@return the outcome that was meant if it is known to be told like this one, else null} */
    @Nullable
    Outcome meant(Step step, Outcome observed) {
        return switch (observed) {
            case Outcome.PageFault(int code, long address)
            when kind == Kind.ERROR_CODE && mayTell(code, step) -> new Outcome.PageFault((int) meant(code), address);
            case Outcome.Loaded(long value, long frame)
            when kind == Kind.WORD && mayTell(value, step) -> new Outcome.Loaded(meant(value), frame);
            case Outcome.Exchanged(long value, long frame)
            when kind == Kind.WORD && mayTell(value, step) -> new Outcome.Exchanged(meant(value), frame);
            case Outcome.SplitLoaded(long value, long low, long high)
            when kind == Kind.WORD && mayTell(Long.rotateLeft(value, Integer.SIZE), step) ->
                new Outcome.SplitLoaded(
                        Long.rotateLeft(meant(Long.rotateLeft(value, Integer.SIZE)), Integer.SIZE), low, high);
            default -> null;
        };
    }

    private boolean mayTell(long bits, Step step) {
        return (bits & (lacked | without)) == 0
                && (bits & added) == added
                && (bits & beside) == beside
                && Signature.names(operation, step);
    }

    private long meant(long bits) {
        return (bits & ~added) | lacked;
    }

    /** {@return the permitted outcome that one is an instance of, or null; one that names no frame is an instance of any} */
    static @Nullable Outcome among(List<Outcome> permitted, Outcome outcome) {
        return permitted.stream()
                .filter(other -> other.equals(outcome) || isSameWord(other, outcome))
                .findFirst()
                .orElse(null);
    }

    private static boolean isSameWord(Outcome permitted, Outcome outcome) {
        return switch (permitted) {
            case Outcome.Loaded(long value, long _) -> outcome.equals(new Outcome.Loaded(value, Outcome.UNKNOWN_FRAME));
            case Outcome.SplitLoaded(long value, long low, long high) ->
                outcome instanceof Outcome.SplitLoaded(long told, long first, long second)
                        && told == value
                        && (first == low || first == Outcome.UNKNOWN_FRAME)
                        && (second == high || second == Outcome.UNKNOWN_FRAME);
            default -> false;
        };
    }
}
