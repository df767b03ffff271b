package org.stalemate.litmus;

import java.util.OptionalLong;

/** The spelling of numbers: digits up to 9 as they are, everything else in hexadecimal; both are understood at any size. */
final class Numbers {
    private Numbers() {}

    static String text(long number) {
        return number >= 0 && number <= 9 ? Long.toString(number) : "0x" + Long.toHexString(number);
    }

    /** {@return the unsigned 64-bit number that a word spells, empty if it spells none} */
    static OptionalLong parse(String word) {
        boolean hexadecimal = word.startsWith("0x");
        String digits = hexadecimal ? word.substring(2) : word;
        if (!digits.matches(hexadecimal ? "[0-9a-fA-F]+" : "[0-9]+")) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseUnsignedLong(digits, hexadecimal ? 16 : 10));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
