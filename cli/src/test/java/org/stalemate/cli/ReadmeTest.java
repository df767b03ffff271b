package org.stalemate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stalemate.faults.Fault;
import org.stalemate.faults.FaultLibrary;

/** The README says what is so. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    @Test
    void the_worked_example_is_what_the_command_prints() throws IOException {
        String printed = Ran.command("faults", "TLB-04").succeeded().out();
        String story = printed.substring(printed.indexOf("    # Found"), printed.indexOf("  replay: "));
        assertThat(readme())
                .contains(story)
                .contains(printed.lines().findFirst().orElseThrow());
    }

    @Test
    void the_example_of_a_test_is_one_that_runs() throws IOException {
        String test = Files.readString(ROOT.resolve("hunt/src/test/java/example/MyMmuTest.java"));
        assertThat(readme()).contains(test.substring(test.indexOf("import ")));
    }

    static Stream<Fault> faults() {
        return FaultLibrary.all().stream();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void the_table_of_faults_has_each_of_them_found_in_no_more_steps_than_known_or_says_why_not(Fault fault)
            throws IOException {
        String page = Files.readString(ROOT.resolve("docs/faults.md"));
        if (page.contains("\n- " + fault.id() + ": ")) {
            assertThat(page).containsPattern("(?m)^" + Pattern.quote(fault.id()) + " +0/1 .* not as reviewed$");
            return;
        }
        String row = page.lines()
                .filter(line -> line.matches(Pattern.quote(fault.id()) + " +1/1 .*"))
                .findFirst()
                .orElseThrow();
        String[] columns = row.split(" +", -1);
        assertThat(Integer.parseInt(columns[4])).isLessThanOrEqualTo(Integer.parseInt(columns[5]));
        assertThat(columns[5]).isEqualTo(String.valueOf(fault.shortest().steps().size()));
        assertThat(fault.blame()).extracting(rule -> rule.id()).contains(columns[6]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"certify", "hunt", "report", "replay", "litmus", "image", "faults", "rules"})
    void the_table_of_commands_has_each_of_them(String command) throws IOException {
        assertThat(readme()).contains("| `" + command);
    }

    @Test
    void what_it_refers_to_exists() throws IOException {
        Pattern.compile("\\]\\(([^)]+)\\)")
                .matcher(readme())
                .results()
                .map(link -> link.group(1))
                .forEach(link -> assertThat(ROOT.resolve(link)).exists());
    }

    @Test
    void ci_runs_its_test_command() throws IOException {
        String command = "mvn -B verify";
        assertThat(readme()).contains("    " + command);
        assertThat(Files.readString(ROOT.resolve(".ci/run"))).contains("exec " + command);
    }
}
