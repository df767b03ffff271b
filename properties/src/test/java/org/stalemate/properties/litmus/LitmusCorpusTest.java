package org.stalemate.properties.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stalemate.litmus.ExpectationKind;
import org.stalemate.litmus.LitmusParser;
import org.stalemate.litmus.LitmusPrinter;
import org.stalemate.litmus.LitmusTest;
import org.stalemate.oracles.litmus.LitmusDisagreement;
import org.stalemate.oracles.litmus.LitmusRunner;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.RuleKind;

class LitmusCorpusTest {
    private static final Path FILES = Path.of("src/main/resources/litmus");
    private static final Path WITHOUT_A_FILE =
            Path.of("src/test/resources/org/stalemate/properties/litmus/rules-without-a-file.txt");

    static List<String> paths() {
        return LitmusCorpus.paths();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void the_model_permits_exactly_what_the_file_expects(String path) {
        LitmusTest test = LitmusCorpus.entry(path).test();
        assertThat(new LitmusRunner().run(test).disagreements().stream().map(LitmusDisagreement::message))
                .as(path)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void a_file_starts_with_three_lines_of_prose_and_is_named_after_itself(String path) {
        LitmusTest test = LitmusCorpus.entry(path).test();
        assertThat(test.description()).hasSize(3).allMatch(line -> line.length() > 20 && line.length() <= 118);
        assertThat(path).matches("[1-9]-[a-z]+/[0-9]{3}-[a-z0-9-]+\\.litmus").endsWith("/" + test.name() + ".litmus");
        assertThat(test.rules()).isNotEmpty().doesNotHaveDuplicates();
        assertThat(test.expectations()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void a_file_survives_printing(String path) {
        LitmusTest test = LitmusCorpus.entry(path).test();
        assertThat(LitmusParser.parse(LitmusPrinter.print(test))).isEqualTo(test);
    }

    @Test
    void the_index_lists_all_files_in_the_order_of_their_numbers() throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            assertThat(LitmusCorpus.paths())
                    .containsExactlyElementsOf(files.filter(
                                    file -> file.toString().endsWith(".litmus"))
                            .map(file -> FILES.relativize(file).toString().replace('\\', '/'))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void every_rule_that_removes_or_retains_has_a_permitted_and_a_forbidden_case() {
        Set<Rule> wanted = EnumSet.noneOf(Rule.class);
        Arrays.stream(Rule.values())
                .filter(rule -> rule.kind() == RuleKind.REMOVES || rule.kind() == RuleKind.RETAINS)
                .forEach(wanted::add);
        assertThat(rulesWith(ExpectationKind.FORBIDDEN)).containsAll(wanted);
        Set<Rule> permitted = rulesWith(ExpectationKind.PERMITTED);
        permitted.addAll(rulesWith(ExpectationKind.PERMITTED_EXACTLY));
        assertThat(permitted).containsAll(wanted);
    }

    @Test
    void the_rules_that_no_file_is_about_are_those_listed_with_a_reason() throws IOException {
        List<String> listed = Files.readAllLines(WITHOUT_A_FILE).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(listed).allMatch(line -> line.matches("[A-Z0-9-]+: [a-z].{20,}[^.]"));
        Set<Rule> without = EnumSet.allOf(Rule.class);
        LitmusCorpus.entries().forEach(entry -> without.removeAll(entry.test().rules()));
        assertThat(listed.stream().map(line -> line.substring(0, line.indexOf(':'))))
                .containsExactlyElementsOf(without.stream().map(Rule::id).toList());
    }

    private static Set<Rule> rulesWith(ExpectationKind kind) {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        for (LitmusCorpus.Entry entry : LitmusCorpus.entries()) {
            if (entry.test().expectations().stream().anyMatch(expectation -> expectation.kind() == kind)) {
                rules.addAll(entry.test().rules());
            }
        }
        return rules;
    }
}
