package org.stalemate.reports.known;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions of a target. A version stands for those that it is the beginning of: 7.2 for 7.2.22, too.
 *
 * @param first the first version
 * @param last the last one
 */
record Versions(String first, String last) {
    private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9]+)*");
    private static final Versions ALL = new Versions("0", "");

    /**
     * {@return what {@code all}, {@code 7.2} or {@code 7.0 to 8.1} says}
     *
     * @throws IllegalArgumentException if the text is something else
     */
    static Versions parse(String text) {
        if (text.equals("all")) {
            return ALL;
        }
        String[] ends = text.split(" to ", -1);
        if (ends.length > 2
                || !Arrays.stream(ends).allMatch(end -> VERSION.matcher(end).matches())) {
            throw new IllegalArgumentException("versions are 'all', '7.2' or '7.0 to 8.1', not '" + text + "'");
        }
        return new Versions(ends[0], ends[ends.length - 1]);
    }

    /** {@return whether a version is one of these; only the numbers that it begins with count} */
    boolean contain(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.lookingAt()) {
            return this.equals(ALL);
        }
        return compare(matcher.group(), first) >= 0 && (last.isEmpty() || compare(matcher.group(), last) <= 0);
    }

    /** Compares as many numbers as the end has; what the version does not say is 0. */
    private static int compare(String version, String end) {
        int[] ends = numbers(end);
        return Arrays.compare(Arrays.copyOf(numbers(version), ends.length), ends);
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
