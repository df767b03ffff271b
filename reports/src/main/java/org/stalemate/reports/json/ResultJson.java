package org.stalemate.reports.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.stalemate.reports.CampaignResult;
import org.stalemate.vocabulary.Rule;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes results as JSON and reads them back. Equal results have equal texts: properties come in the order of the records'
 * components, and nothing tells when or where a text was written.
 */
public final class ResultJson {
    /** What {@code format} says in every result. */
    public static final String FORMAT = "stalemate campaign result";

    /** What {@code version} says: counted up by each change that an older program would misread. */
    public static final int VERSION = 3;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addMixIn(Rule.class, RuleAsId.class)
            .build();

    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    private static final ObjectWriter WRITER = MAPPER.writer()
            .with(new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT));

    private ResultJson() {}

    private record Document(String format, int version, CampaignResult result) {}

    /** Rules are written by ID. */
    private abstract static class RuleAsId {
        @JsonValue
        abstract String id();

        @JsonCreator
        static Rule byId(String id) {
            return Rule.byId(id);
        }
    }

    /** {@return the text of a result, ending in a line feed} */
    public static String write(CampaignResult result) {
        return WRITER.writeValueAsString(new Document(FORMAT, VERSION, result)) + "\n";
    }

    /**
     * {@return the result that a text holds}
     *
     * @param name what to call the text in a message, such as its file
     * @throws ResultFormatException if it holds none that this program reads
     */
    public static CampaignResult read(String text, String name) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new ResultFormatException(name + " is cut short or damaged" + place(e) + ": it is no JSON", e);
        }
        if (!FORMAT.equals(tree.path("format").asString(""))) {
            throw new ResultFormatException(name + " is no campaign result of stalemate", null);
        }
        int version = tree.path("version").asInt(0);
        if (version != VERSION) {
            throw new ResultFormatException(
                    name + " is a result of version " + version + ", and this program reads version " + VERSION, null);
        }
        try {
            return MAPPER.treeToValue(tree, Document.class).result();
        } catch (JacksonException e) {
            throw new ResultFormatException(name + " is damaged: " + firstSentence(e), e);
        }
    }

    private static String place(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String firstSentence(JacksonException e) {
        Throwable cause = e.getCause();
        String message = cause instanceof IllegalArgumentException ? cause.getMessage() : e.getOriginalMessage();
        return String.valueOf(message).lines().findFirst().orElse("");
    }
}
