package org.stalemate.reports.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Examples;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds results against the schema, as far as the schema uses the language of schemas. */
class SchemaTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final JsonNode schema = schema();
    private final List<String> complaints = new ArrayList<>();

    private static JsonNode schema() {
        try (InputStream in = ResultJson.class.getResourceAsStream("campaign-result.schema.json")) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void results_fit_the_schema() {
        for (CampaignResult result : List.of(Examples.conforming(), Examples.diverging(), Examples.asKnown())) {
            check(schema, MAPPER.readTree(ResultJson.write(result)), "$");
        }
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"finished\"",
                "\"blamed\"",
                "\"seed\"",
                "\"executed\"",
                "\"runs\"",
                "\"shrunk\"",
                "\"known\"",
                "\"about\""
            })
    void a_property_that_the_schema_does_not_know_or_misses_is_noticed(String property) {
        String changed = ResultJson.write(Examples.diverging()).replace(property, "\"other\"");
        check(schema, MAPPER.readTree(changed), "$");
        assertThat(complaints).isNotEmpty();
    }

    private void check(JsonNode rule, JsonNode value, String place) {
        if (rule.has("$ref")) {
            check(schema.at(rule.get("$ref").asString().substring(1)), value, place);
        } else if (rule.has("anyOf")) {
            check(value.isNull() ? rule.get("anyOf").get(1) : rule.get("anyOf").get(0), value, place);
        } else if (rule.has("const")) {
            require(rule.get("const").equals(value), place + " is " + value);
        } else if (rule.has("enum")) {
            require(rule.get("enum").valueStream().anyMatch(value::equals), place + " is " + value);
        } else {
            checkType(rule, value, place);
        }
    }

    private void checkType(JsonNode rule, JsonNode value, String place) {
        switch (rule.get("type").asString()) {
            case "object" -> checkProperties(rule, value, place);
            case "array" -> {
                require(value.isArray() && value.size() >= rule.path("minItems").asInt(0), place);
                value.forEach(item -> check(rule.get("items"), item, place + "[]"));
            }
            case "integer" ->
                require(
                        value.isIntegralNumber()
                                && value.asLong() >= rule.path("minimum").asLong(Long.MIN_VALUE),
                        place);
            case "string" ->
                require(
                        value.isString()
                                && value.asString().length()
                                        >= rule.path("minLength").asInt(0)
                                && value.asString()
                                        .matches("(?s)" + rule.path("pattern").asString("^.*$")),
                        place);
            case "boolean" -> require(value.isBoolean(), place);
            case "null" -> require(value.isNull(), place);
            default -> complaints.add("unknown type at " + place);
        }
    }

    private void checkProperties(JsonNode rule, JsonNode value, String place) {
        List<String> known = List.copyOf(rule.get("properties").propertyNames());
        require(List.copyOf(value.propertyNames()).equals(known), place + " has " + value.propertyNames());
        require(
                rule.get("required")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList()
                        .equals(known),
                place);
        for (String name : known) {
            if (value.has(name)) {
                check(rule.get("properties").get(name), value.get(name), place + "." + name);
            }
        }
    }

    private void require(boolean fits, String complaint) {
        if (!fits) {
            complaints.add(complaint);
        }
    }
}
