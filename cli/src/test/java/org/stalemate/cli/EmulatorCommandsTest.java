package org.stalemate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.stalemate.adapters.Emulator;
import org.stalemate.adapters.EmulatorSettings;
import org.stalemate.adapters.encoding.Avoidance;
import org.stalemate.properties.litmus.LitmusCorpus;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Finding;
import org.stalemate.reports.files.ResultDirectory;
import org.stalemate.reports.known.KnownDivergences;
import org.stalemate.vocabulary.Rule;

/** The commands on real emulators, where they are installed. */
class EmulatorCommandsTest {
    @TempDir
    private Path folder;

    private static void assumeInstalled(String program) {
        String path = System.getenv("PATH");
        Stream<String> folders = Arrays.stream(path == null ? new String[0] : path.split(File.pathSeparator, -1));
        assumeThat(folders.anyMatch(place -> Files.isExecutable(Path.of(place, program))))
                .as("%s is installed", program)
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"qemu, qemu-system-x86_64, QEMU with CPU max", "bochs, bochs, Bochs with CPU corei7_icelake_u"})
    void an_emulator_is_certified_hunted_on_and_replayed(String subject, String program, String title) {
        assumeInstalled(program);
        Path results = folder.resolve("results");
        Ran hunt = Ran.command("hunt", "--subject", subject, "--operations", "2k", "--output", results);
        assertThat(hunt.exitCode()).as(hunt.err()).isIn(0, 1, 3);
        CampaignResult result = new ResultDirectory(results).require();
        assertThat(result.plan().subject()).isEqualTo(title);
        assertThat(result.plan().about()).hasSize(3).last().asString().startsWith(program);
        assertThat(result.operations() + result.stepsCut()).isGreaterThan(1_000);
        assertThat(hunt.out()).contains(title, result.plan().about().getFirst());
        Ran more = Ran.command("hunt", "--resume", results, "--operations", "3k");
        assertThat(more.exitCode()).as(more.err()).isIn(0, 1, 3);
        for (Finding finding : result.findings().stream().limit(1).toList()) {
            Ran replay = Ran.command(
                    "replay", "--subject", subject, finding.witness().token());
            assertThat(replay.exitCode()).as(replay.err()).isNotEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"qemu, qemu-system-x86_64", "bochs, bochs"})
    void a_litmus_file_is_replayed_on_the_emulators_processor(String subject, String program) throws IOException {
        assumeInstalled(program);
        Path file = folder.resolve("invlpg.litmus");
        Files.writeString(file, "name: invlpg\nCR3 = 0x10000\n\nINVLPG 0x1000\n");
        Ran replay = Ran.command("replay", "--subject", subject, file);
        assertThat(replay.exitCode()).as(replay.err()).isZero();
        assertThat(replay.out()).contains("moved to the subject's processor: rules of ", "INVLPG x  done");
    }

    @Test
    void a_processor_model_that_an_emulator_does_not_have_is_named() {
        assumeInstalled("qemu-system-x86_64");
        Ran.command("hunt", "--subject", "qemu", "--cpu", "z80", "--output", folder.resolve("x"))
                .refusedWith("z80");
    }

    @ParameterizedTest
    @EnumSource(Emulator.class)
    void whatever_campaigns_go_around_is_in_the_list_with_a_scenario_to_try(Emulator emulator) {
        List<Avoidance> avoided = EmulatorSettings.standard(emulator).avoided();
        assertThat(avoided)
                .isNotEmpty()
                .allSatisfy(avoidance ->
                        assertThat(list(emulator).forms(avoidance.id())).isNotEmpty());
    }

    @ParameterizedTest
    @EnumSource(Emulator.class)
    void the_litmus_tests_and_rules_that_a_list_names_exist(Emulator emulator) throws IOException {
        List<String> tests = LitmusCorpus.entries().stream()
                .map(entry -> entry.test().name())
                .toList();
        List<String> rules = Stream.concat(Arrays.stream(Rule.values()).map(Rule::id), Stream.of("none"))
                .toList();
        String resource = EmulatorSubjects.name(emulator) + ".known";
        String text;
        try (InputStream in = KnownLists.class.getResourceAsStream(resource)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(values(text, "litmus test: ")).isNotEmpty().isSubsetOf(tests);
        assertThat(values(text, "signature: ").stream()
                        .map(signature -> signature.split(" / ", 2)[0].replace("*", ".*")))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rules).anyMatch(id -> id.matches(rule)));
    }

    private static List<String> values(String text, String key) {
        return text.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .toList();
    }

    private static KnownDivergences list(Emulator emulator) {
        return KnownLists.read(EmulatorSubjects.name(emulator));
    }
}
