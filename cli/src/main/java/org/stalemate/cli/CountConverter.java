package org.stalemate.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads counts such as {@code 20000000}, {@code 20_000_000}, {@code 500k}, {@code 20M} and {@code 2G}. */
final class CountConverter implements ITypeConverter<Long> {
    private static final Pattern COUNT = Pattern.compile("([0-9][0-9_]{0,17})([kMG]?)");

    @Override
    public Long convert(String text) {
        Matcher matcher = COUNT.matcher(text);
        if (!matcher.matches()) {
            throw unreadable(text);
        }
        long factor = switch (matcher.group(2)) {
            case "k" -> 1_000L;
            case "M" -> 1_000_000L;
            case "G" -> 1_000_000_000L;
            default -> 1L;
        };
        try {
            long count = Math.multiplyExact(Long.parseLong(matcher.group(1).replace("_", "")), factor);
            if (count == 0) {
                throw unreadable(text);
            }
            return count;
        } catch (ArithmeticException _) {
            throw unreadable(text);
        }
    }

    private static TypeConversionException unreadable(String text) {
        return new TypeConversionException("'" + text + "' is not a count such as 500k, 20M or 20000000");
    }
}
