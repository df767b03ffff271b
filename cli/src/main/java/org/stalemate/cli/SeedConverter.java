package org.stalemate.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads seeds: 64 bits, in decimal, or in hexadecimal behind 0x. */
final class SeedConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            return parse(text);
        } catch (NumberFormatException _) {
            throw new TypeConversionException("'" + text + "' is not a seed such as 1 or 0x9e3779b97f4a7c15");
        }
    }

    /** @throws NumberFormatException if the text is no seed */
    static long parse(String text) {
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
    }
}
