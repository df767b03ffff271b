package org.stalemate.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Rule;

/** Mandatory rules that campaigns are known not to check, each with the reason: the resource accepted-gaps.txt. */
public final class AcceptedGaps {
    private static final String RESOURCE = "accepted-gaps.txt";
    private static final Map<Rule, String> REASONS = parse(read());

    private AcceptedGaps() {}

    /** {@return why the rule is not checked, or null if it ought to be} */
    public static @Nullable String reason(Rule rule) {
        return REASONS.get(rule);
    }

    /** {@return every gap with its reason} */
    public static Map<Rule, String> all() {
        return Map.copyOf(REASONS);
    }

    private static Map<Rule, String> parse(String text) {
        Map<Rule, String> reasons = new EnumMap<>(Rule.class);
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            int end = line.indexOf(": ");
            if (end < 0) {
                throw new IllegalStateException(RESOURCE + " has a line without 'ID: reason': " + line);
            }
            reasons.put(Rule.byId(line.substring(0, end)), line.substring(end + 2));
        });
        return reasons;
    }

    private static String read() {
        try (InputStream in = AcceptedGaps.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
