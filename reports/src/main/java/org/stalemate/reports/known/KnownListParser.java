package org.stalemate.reports.known;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stalemate.litmus.LitmusParser;
import org.stalemate.litmus.LitmusSyntaxException;
import org.stalemate.reports.KnownResult.Wrong;
import org.stalemate.vocabulary.Scenario;

/** Reads the text of {@link KnownDivergences}. */
final class KnownListParser {
    private static final Pattern FIELD = Pattern.compile("([a-z]+(?: [a-z]+)*):(?: +(.*))?");
    private static final String FIRST = "known";
    private static final String SIGNATURE = "signature";
    private static final String FORM = "form";
    private static final String ERROR_CODE = "error code";
    private static final String WORD = "word";
    private static final String LITMUS_TEST = "litmus test";
    private static final Set<String> SINGLE = Set.of(FIRST, "title", "target", "versions", "wrong", "source", "why");
    private static final Set<String> REPEATED = Set.of(SIGNATURE, FORM, ERROR_CODE, WORD, LITMUS_TEST);

    private final String name;
    private final List<KnownDivergence> entries = new ArrayList<>();
    private final Map<String, List<StringBuilder>> fields = new LinkedHashMap<>();
    private @Nullable StringBuilder open;
    private int entryLine;
    private int line;

    private KnownListParser(String name) {
        this.name = name;
    }

    static List<KnownDivergence> parse(String text, String name) {
        KnownListParser parser = new KnownListParser(name);
        for (String line : text.lines().toList()) {
            parser.line++;
            parser.read(line);
        }
        parser.finish();
        return parser.entries;
    }

    private void read(String text) {
        if (text.startsWith("#")) {
            return;
        }
        boolean continues = text.isBlank() || Character.isWhitespace(text.charAt(0));
        if (continues) {
            if (open != null) {
                open.append(text).append('\n');
            } else if (!text.isBlank()) {
                throw wrong(line, "there is nothing that this line could continue");
            }
            return;
        }
        Matcher field = FIELD.matcher(text);
        if (!field.matches()) {
            throw wrong(line, "a line is 'name: value', not '" + text + "'");
        }
        begin(field.group(1), field.group(2) == null ? "" : field.group(2));
    }

    private void begin(String field, String value) {
        if (field.equals(FIRST)) {
            finish();
            entryLine = line;
        } else if (fields.isEmpty()) {
            throw wrong(line, "an entry begins with 'known: ID'");
        }
        if (!SINGLE.contains(field) && !REPEATED.contains(field)) {
            throw wrong(line, "there is no field '" + field + "'");
        }
        List<StringBuilder> values = fields.computeIfAbsent(field, _ -> new ArrayList<>());
        if (!values.isEmpty() && SINGLE.contains(field)) {
            throw wrong(line, "the entry has a second '" + field + "'");
        }
        open = new StringBuilder(value).append('\n');
        values.add(open);
    }

    private void finish() {
        if (fields.isEmpty()) {
            return;
        }
        String id = single(FIRST);
        if (entries.stream().anyMatch(entry -> entry.id().equals(id))) {
            throw wrong(entryLine, "there is an entry " + id + " already");
        }
        KnownDivergence entry = new KnownDivergence(
                id,
                single("title"),
                single("target"),
                versions(),
                who(),
                single("why"),
                single("source"),
                repeated(SIGNATURE).stream().map(SignaturePattern::parse).toList(),
                fields.getOrDefault(FORM, List.of()).stream().map(this::form).toList(),
                wrongBits(),
                repeated(LITMUS_TEST));
        if (REPEATED.stream().noneMatch(fields::containsKey)) {
            throw wrong(entryLine, "nothing tells how to recognise " + id);
        }
        entries.add(entry);
        fields.clear();
        open = null;
    }

    private String single(String field) {
        List<String> values = repeated(field);
        if (values.isEmpty() || values.getFirst().isEmpty()) {
            throw wrong(entryLine, "the entry has no '" + field + "'");
        }
        return values.getFirst();
    }

    private List<String> repeated(String field) {
        return fields.getOrDefault(field, List.of()).stream()
                .map(value -> value.toString().strip().replaceAll("\\s+", " "))
                .toList();
    }

    private Versions versions() {
        try {
            return Versions.parse(single("versions"));
        } catch (IllegalArgumentException e) {
            throw wrong(entryLine, String.valueOf(e.getMessage()));
        }
    }

    private Wrong who() {
        return switch (single("wrong")) {
            case "target" -> Wrong.TARGET;
            case "model" -> Wrong.MODEL;
            default -> throw wrong(entryLine, "'wrong' is target or model");
        };
    }

    private Scenario form(StringBuilder text) {
        try {
            String litmus = text.toString().stripTrailing().stripIndent();
            return CanonicalForm.of(LitmusParser.parse(litmus).scenario());
        } catch (LitmusSyntaxException e) {
            throw wrong(entryLine, "the form is no litmus text: " + e.getMessage());
        }
    }

    private List<WrongBits> wrongBits() {
        List<WrongBits> wrong = new ArrayList<>();
        repeated(ERROR_CODE).forEach(text -> wrong.add(wrongBits(WrongBits.Kind.ERROR_CODE, text)));
        repeated(WORD).forEach(text -> wrong.add(wrongBits(WrongBits.Kind.WORD, text)));
        return wrong;
    }

    private WrongBits wrongBits(WrongBits.Kind kind, String text) {
        try {
            return WrongBits.parse(kind, text);
        } catch (IllegalArgumentException e) {
            throw wrong(entryLine, String.valueOf(e.getMessage()));
        }
    }

    private IllegalArgumentException wrong(int where, String message) {
        return new IllegalArgumentException(name + ", line " + where + ": " + message);
    }
}
