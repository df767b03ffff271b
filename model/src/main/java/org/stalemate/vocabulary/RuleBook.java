package org.stalemate.vocabulary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/** A few plain sentences on each rule: what it says, what must go, what may stay. Read from a resource at first use. */
public final class RuleBook {
    private static final String RESOURCE = "rules.txt";

    private RuleBook() {}

    /** {@return the explanation of a rule: one paragraph without line breaks} */
    public static String text(Rule rule) {
        String text = Holder.TEXTS.get(rule);
        if (text == null) {
            throw new IllegalStateException(RESOURCE + " says nothing about " + rule.id());
        }
        return text;
    }

    /** @throws IllegalArgumentException if a line is out of place, a rule does not exist or is explained twice */
    static Map<Rule, String> parse(String book) {
        Map<Rule, String> texts = new EnumMap<>(Rule.class);
        Rule current = null;
        for (String line : book.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ")) {
                current = Rule.byId(line.strip());
                if (texts.put(current, "") != null) {
                    throw new IllegalArgumentException(current.id() + " is explained twice");
                }
            } else if (current == null) {
                throw new IllegalArgumentException("this text belongs to no rule: " + line.strip());
            } else {
                texts.merge(current, line.strip(), (before, more) -> before.isEmpty() ? more : before + " " + more);
            }
        }
        return texts;
    }

    private static final class Holder {
        static final Map<Rule, String> TEXTS = parse(read());

        private static String read() {
            try (InputStream in = RuleBook.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("the resource " + RESOURCE + " is missing");
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
