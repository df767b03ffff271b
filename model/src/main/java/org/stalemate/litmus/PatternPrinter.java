package org.stalemate.litmus;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Step;

/** Spells outcomes and expectations. */
final class PatternPrinter {
    private final ScenarioNames names;
    private final StepPrinter operands;

    PatternPrinter(ScenarioNames names, StepPrinter operands) {
        this.names = names;
        this.operands = operands;
    }

    String expectation(Expectation expectation, Step step) {
        List<String> alternatives = new ArrayList<>();
        OutcomePattern before = null;
        for (OutcomePattern pattern : expectation.patterns()) {
            String text = pattern(pattern, step);
            alternatives.add(
                    before != null && differsInPageAlone(before, pattern)
                            ? text.substring(text.indexOf("page "))
                            : text);
            before = pattern;
        }
        return expectation.kind().keyword() + ": " + String.join(" | ", alternatives);
    }

    /** {@return whether the second can be cut down to its page behind the first} */
    private boolean differsInPageAlone(OutcomePattern first, OutcomePattern second) {
        if (first instanceof OutcomePattern.Loaded a && second instanceof OutcomePattern.Loaded b) {
            return a.mask() == b.mask() && a.bits() == b.bits() && isPage(b.frame());
        }
        if (first instanceof OutcomePattern.Exchanged a && second instanceof OutcomePattern.Exchanged b) {
            return a.mask() == b.mask() && a.bits() == b.bits() && isPage(b.frame());
        }
        if (first instanceof OutcomePattern.SplitLoaded a && second instanceof OutcomePattern.SplitLoaded b) {
            return a.mask() == b.mask() && a.bits() == b.bits() && isPage(b.lowFrame());
        }
        if (first instanceof OutcomePattern.SplitStored && second instanceof OutcomePattern.SplitStored b) {
            return isPage(b.lowFrame());
        }
        return first instanceof OutcomePattern.Stored && second instanceof OutcomePattern.Stored b && isPage(b.frame());
    }

    private boolean isPage(OptionalLong frame) {
        return frame.isPresent() && !names.isTable(frame.getAsLong());
    }

    String pattern(OutcomePattern pattern, Step step) {
        return switch (pattern) {
            case OutcomePattern.Done _ -> "done";
            case OutcomePattern.Loaded(long mask, long bits, OptionalLong frame) ->
                "loaded" + value(mask, bits) + frame(" from ", frame);
            case OutcomePattern.Exchanged(long mask, long bits, OptionalLong frame) ->
                "exchanged" + value(mask, bits) + frame(" ", frame);
            case OutcomePattern.Stored(OptionalLong frame) -> "stored" + frame(" to ", frame);
            case OutcomePattern.SplitLoaded(long mask, long bits, OptionalLong low, OptionalLong high) ->
                "loaded" + value(mask, bits) + " from " + frames(low, high);
            case OutcomePattern.SplitStored(OptionalLong low, OptionalLong high) -> "stored to " + frames(low, high);
            case OutcomePattern.RegisterValue(long value) ->
                "value " + registerValue(value, PatternParser.readBy(step));
            case OutcomePattern.PageFault(OptionalInt code, OptionalLong address) ->
                "#PF" + errorCode(code, BitNames.ERROR_CODE)
                        + (address.isPresent() ? " at " + names.address(address.getAsLong()) : "");
            case OutcomePattern.GeneralProtection(OptionalInt code) ->
                "#GP" + (code.isPresent() ? "(" + Numbers.text(Integer.toUnsignedLong(code.getAsInt())) + ")" : "");
            case OutcomePattern.UndefinedOpcode _ -> "#UD";
        };
    }

    private static String value(long mask, long bits) {
        if (mask == -1) {
            return " " + Numbers.text(bits);
        }
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            long single = 1L << bit;
            if ((mask & single) != 0) {
                text.append(' ').append(BitNames.WORD.namesOf(single).getFirst());
                text.append((bits & single) != 0 ? "=1" : "=0");
            }
        }
        return text.toString();
    }

    private String frame(String before, OptionalLong frame) {
        return frame.isPresent() ? before + names.frame(frame.getAsLong()) : "";
    }

    private String frames(OptionalLong low, OptionalLong high) {
        return frameOrAny(low) + " and " + frameOrAny(high);
    }

    private String frameOrAny(OptionalLong frame) {
        return frame.isPresent() ? names.frame(frame.getAsLong()) : "any page";
    }

    private static String errorCode(OptionalInt code, BitNames bits) {
        return code.isPresent() ? "(" + StepPrinter.control(Integer.toUnsignedLong(code.getAsInt()), bits) + ")" : "";
    }

    private String registerValue(long value, @Nullable Register register) {
        return switch (register) {
            case null -> Numbers.text(value);
            case CR0 -> StepPrinter.control(value, BitNames.CR0);
            case CR4 -> StepPrinter.control(value, BitNames.CR4);
            case EFER -> StepPrinter.control(value, BitNames.EFER);
            case CR2 -> names.address(value);
            case CR3 -> operands.cr3(value);
            case PKRU, PKRS -> StepPrinter.control(value, BitNames.KEY_RIGHTS);
        };
    }
}
