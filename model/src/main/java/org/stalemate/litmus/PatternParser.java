package org.stalemate.litmus;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Step;

/** The lines that say what is expected of the step above them. */
final class PatternParser {
    private static final String OUTCOMES = "done, loaded, stored, exchanged, value, #PF, #GP or #UD";

    private final Operands operands;

    PatternParser(Operands operands) {
        this.operands = operands;
    }

    static boolean owns(Line line) {
        return List.of("permitted", "forbidden", "observed").contains(line.peek());
    }

    Expectation parse(Line line, int index, Step step) {
        ExpectationKind kind = kind(line);
        line.expect(":", "and outcomes");
        List<OutcomePattern> patterns = new ArrayList<>();
        do {
            patterns.add(alternative(line, step, patterns));
        } while (line.takeIf("|"));
        if (!line.atEnd()) {
            throw line.unexpected("'|' or the end of the line");
        }
        if (kind == ExpectationKind.OBSERVED && patterns.size() > 1) {
            throw line.error("only one outcome can have been observed");
        }
        return new Expectation(index, kind, patterns);
    }

    private static ExpectationKind kind(Line line) {
        if (line.takeIf("permitted")) {
            return line.takeIf("exactly") ? ExpectationKind.PERMITTED_EXACTLY : ExpectationKind.PERMITTED;
        }
        return line.takeIf("forbidden") ? ExpectationKind.FORBIDDEN : take(line);
    }

    private static ExpectationKind take(Line line) {
        line.expect("observed", "or another expectation");
        return ExpectationKind.OBSERVED;
    }

    private OutcomePattern alternative(Line line, Step step, List<OutcomePattern> before) {
        if (line.peek().equals("page") && !before.isEmpty()) {
            return switch (before.getLast()) {
                case OutcomePattern.Loaded(long mask, long bits, OptionalLong _) ->
                    new OutcomePattern.Loaded(mask, bits, OptionalLong.of(operands.frame(line)));
                case OutcomePattern.SplitLoaded(long mask, long bits, OptionalLong _, OptionalLong _) ->
                    splitLoaded(new Word(mask, bits), pages(line));
                case OutcomePattern.SplitStored _ -> splitStored(pages(line));
                case OutcomePattern.Exchanged(long mask, long bits, OptionalLong _) ->
                    new OutcomePattern.Exchanged(mask, bits, OptionalLong.of(operands.frame(line)));
                case OutcomePattern.Stored _ -> new OutcomePattern.Stored(OptionalLong.of(operands.frame(line)));
                default -> throw line.unexpected("one of " + OUTCOMES);
            };
        }
        return pattern(line, step);
    }

    private OutcomePattern pattern(Line line, Step step) {
        if (line.takeIf("done")) {
            return new OutcomePattern.Done();
        }
        if (line.takeIf("loaded")) {
            return loaded(line, step);
        }
        if (line.takeIf("exchanged")) {
            Word word = word(line);
            boolean open = line.atEnd() || line.startsWith("|");
            return new OutcomePattern.Exchanged(
                    word.mask(), word.bits(), open ? OptionalLong.empty() : OptionalLong.of(operands.frame(line)));
        }
        if (line.takeIf("stored")) {
            return stored(line, step);
        }
        if (line.takeIf("value")) {
            return new OutcomePattern.RegisterValue(registerValue(line, step));
        }
        if (line.takeIf("#PF")) {
            OptionalInt code = errorCode(line);
            return new OutcomePattern.PageFault(
                    code, line.takeIf("at") ? OptionalLong.of(operands.address(line)) : OptionalLong.empty());
        }
        if (line.takeIf("#GP")) {
            return new OutcomePattern.GeneralProtection(errorCode(line));
        }
        if (line.takeIf("#UD")) {
            return new OutcomePattern.UndefinedOpcode();
        }
        throw line.unexpected("one of " + OUTCOMES);
    }

    private OutcomePattern loaded(Line line, Step step) {
        Word word = word(line);
        if (isSplit(step)) {
            line.expect("from", "and the two pages");
            return splitLoaded(word, pages(line));
        }
        if (!line.takeIf("from")) {
            return new OutcomePattern.Loaded(word.mask(), word.bits(), OptionalLong.empty());
        }
        OptionalLong first = frameOrAny(line);
        return first.isEmpty() || line.startsWith("and")
                ? splitLoaded(word, pages(line, first))
                : new OutcomePattern.Loaded(word.mask(), word.bits(), first);
    }

    private OutcomePattern stored(Line line, Step step) {
        if (isSplit(step)) {
            line.expect("to", "and the two pages");
            return splitStored(pages(line));
        }
        if (!line.takeIf("to")) {
            return new OutcomePattern.Stored(OptionalLong.empty());
        }
        OptionalLong first = frameOrAny(line);
        return first.isEmpty() || line.startsWith("and")
                ? splitStored(pages(line, first))
                : new OutcomePattern.Stored(first);
    }

    private static OutcomePattern splitLoaded(Word word, Pages pages) {
        return new OutcomePattern.SplitLoaded(word.mask(), word.bits(), pages.low(), pages.high());
    }

    private static OutcomePattern splitStored(Pages pages) {
        return new OutcomePattern.SplitStored(pages.low(), pages.high());
    }

    /** An access that crosses a page never has the outcome of one that does not, so an expectation of that would say nothing. */
    private static boolean isSplit(Step step) {
        return step instanceof Step.Instruction(int _, Operation.SplitAccess _);
    }

    /** The frames of the two pages that an access touches; what is empty may be anything. */
    private record Pages(OptionalLong low, OptionalLong high) {}

    private Pages pages(Line line) {
        return pages(line, frameOrAny(line));
    }

    private Pages pages(Line line, OptionalLong low) {
        line.expect("and", "and the second page");
        return new Pages(low, frameOrAny(line));
    }

    private OptionalLong frameOrAny(Line line) {
        if (line.takeIf("any")) {
            line.expect("page", "after 'any'");
            return OptionalLong.empty();
        }
        return OptionalLong.of(operands.frame(line));
    }

    /** What an 8-byte value has to be: the bits that matter, and what they are. */
    private record Word(long mask, long bits) {}

    private Word word(Line line) {
        long mask = 0;
        long bits = 0;
        if (Numbers.parse(line.peek()).isPresent()) {
            mask = -1;
            bits = operands.number(line, "a value");
        } else {
            while (line.peek(1).equals("=")) {
                long bit = operands.bit(line, BitNames.WORD);
                line.expect("=", "and 0 or 1");
                mask |= bit;
                bits |= operands.numberUpTo(line, 1, "a bit") * bit;
            }
        }
        return new Word(mask, bits);
    }

    private long registerValue(Line line, Step step) {
        Register register = readBy(step);
        if (register == null || Numbers.parse(line.peek()).isPresent()) {
            return operands.number(line, "a value");
        }
        return switch (register) {
            case CR0 -> named(line, BitNames.CR0);
            case CR4 -> named(line, BitNames.CR4);
            case EFER -> named(line, BitNames.EFER);
            case CR2 -> operands.address(line);
            case CR3 -> operands.cr3(line);
            case PKRU, PKRS -> named(line, BitNames.KEY_RIGHTS);
        };
    }

    private long named(Line line, BitNames names) {
        long value = operands.bit(line, names);
        while (!line.atEnd() && !line.startsWith("|")) {
            value |= operands.bit(line, names);
        }
        return value;
    }

    /** {@return the register that a step reads, null if it reads none} */
    static @Nullable Register readBy(Step step) {
        return step instanceof Step.Instruction(int _, Operation.ReadRegister(Register register)) ? register : null;
    }

    private OptionalInt errorCode(Line line) {
        if (!line.takeIf("(")) {
            return OptionalInt.empty();
        }
        long code = 0;
        if (Numbers.parse(line.peek()).isPresent()) {
            code = operands.numberUpTo(line, 0xFFFF_FFFFL, "an error code");
        } else {
            do {
                code |= operands.bit(line, BitNames.ERROR_CODE);
            } while (!line.atEnd() && !line.startsWith(")"));
        }
        line.expect(")", "after the error code");
        return OptionalInt.of((int) code);
    }
}
