package org.stalemate.reports;

import java.util.Locale;

/** How numbers are written for people, the same everywhere. */
public final class Numbers {
    private Numbers() {}

    /** {@return a count with its thousands set apart} */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@return a count and what is counted, in the plural unless there is one} */
    public static String count(long count, String one) {
        return count(count) + " " + (count == 1 ? one : one + "s");
    }

    /** {@return a small probability with two digits, rounded up: it is a bound} */
    public static String probability(double bound) {
        if (bound >= 0.1) {
            return String.format(Locale.ROOT, "%.2f", Math.ceil(bound * 100) / 100);
        }
        double scale = Math.pow(10, 1 - Math.floor(Math.log10(bound)));
        return String.format(Locale.ROOT, "%.1e", Math.ceil(bound * scale) / scale);
    }
}
