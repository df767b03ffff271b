package org.stalemate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stalemate.litmus.ScenarioToken;
import org.stalemate.properties.litmus.LitmusCorpus;

/** Whatever a user can get wrong is one line that says what to do, and exit code 2; and nothing is overwritten. */
class UserErrorsTest {
    @TempDir
    private Path folder;

    @Test
    void without_a_command_the_help_is_named() {
        Ran.command().refusedWith("Which command?", "'stalemate --help'");
    }

    @Test
    void unknown_commands_and_options_are_named() {
        Ran.command("certfy").refusedWith("certfy", "'stalemate --help'");
        Ran.command("certify", "--nope").refusedWith("--nope", "'stalemate certify --help'");
        Ran.command("replay").refusedWith("SCENARIO", "'stalemate replay --help'");
        Ran.command("report").refusedWith("DIR");
    }

    @Test
    void numbers_that_are_none_are_named() {
        Ran.command("certify", "--seed", "one").refusedWith("'one' is not a seed");
        Ran.command("certify", "--seed", "0x1ffffffffffffffff").refusedWith("is not a seed");
        Ran.command("certify", "--operations", "many").refusedWith("'many' is not a count");
        Ran.command("certify", "--operations", "0").refusedWith("'0' is not a count");
        Ran.command("certify", "--operations", "99999999999G").refusedWith("is not a count");
        Ran.command("hunt", "--time", "soon").refusedWith("'soon' is not a time");
        Ran.command("faults", "--all", "--seeds", "0").refusedWith("--seeds is at least 1");
    }

    @Test
    void rules_faults_and_configurations_that_do_not_exist_are_named_with_those_that_do() {
        Ran.command("rules", "TLB-INVPLG").refusedWith("no rule 'TLB-INVPLG'", "TLB-INVLPG");
        Ran.command("faults", "TLB-99").refusedWith("no fault 'TLB-99'", "KVM-2021-06-TLB-04");
        Ran.command("certify", "--fault", "TLB-99").refusedWith("no fault 'TLB-99'");
        Ran.command("replay", "--configuration", "shadow", "1").refusedWith("'shadow'", "shadow-hoard-3");
        Ran.command("faults", "TLB-04", "--all").refusedWith("an ID or --all");
        Ran.command("certify", "--subject", "vmware").refusedWith("no subject 'vmware'", "kvm-like, bochs, qemu");
    }

    @Test
    void options_that_do_not_go_with_the_subject_are_named() {
        for (String command : new String[] {"certify", "hunt"}) {
            Ran.command(command, "--subject", "qemu", "--fault", "TLB-04")
                    .refusedWith("--fault is for", "not for qemu");
            Ran.command(command, "--cpu", "max").refusedWith("--cpu is for --subject bochs and --subject qemu");
        }
        Ran.command("hunt", "--resume", folder, "--subject", "qemu").refusedWith("leave out");
    }

    @Test
    void a_token_cut_short_or_mistyped_is_named_as_such() {
        String token =
                ScenarioToken.encode(LitmusCorpus.entries().getFirst().test().scenario());
        for (int end = "stalemate1.".length(); end < token.length(); end++) {
            Ran.command("replay", token.substring(0, end)).refusedWith("token");
        }
        Ran.command("replay", token.replaceFirst("(?<=\\.).", "!")).refusedWith("token");
        Ran.command("replay", "stalemate9" + token.substring("stalemate1".length()))
                .refusedWith("version 9");
    }

    @Test
    void files_that_are_missing_or_no_litmus_texts_are_named_with_the_place() throws IOException {
        Ran.command("replay", folder.resolve("none")).refusedWith("there is no file " + folder.resolve("none"));
        Ran.command("replay", folder).refusedWith("it is a directory");
        Ran.command("litmus", folder.resolve("none")).exits(2, "there is no file");
        Ran.command("litmus", folder).refusedWith("no file whose name ends in .litmus");
        Path bad = Files.writeString(folder.resolve("bad.litmus"), "name: bad\n\nload nowhere\n");
        Ran.command("replay", bad).refusedWith(bad + ", line 3, column 6: ");
        Path binary = Files.write(folder.resolve("binary.litmus"), new byte[] {(byte) 0xFF});
        Ran.command("replay", binary).refusedWith("not UTF-8");
    }

    @Test
    void one_bad_file_in_a_folder_is_named_and_the_others_are_run() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.litmus"), "name: bad\n\nload nowhere\n");
        Files.writeString(
                folder.resolve("good.litmus"), LitmusCorpus.entries().getFirst().text());
        Ran ran = Ran.command("litmus", folder);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).startsWith("stalemate: " + bad + ", line 3").hasLineCount(1);
        assertThat(ran.out()).contains("ok ", "1 litmus test, 0 failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "hunt --resume"})
    void a_result_cut_in_the_middle_is_refused_and_left_alone(String command) throws IOException {
        Path results = folder.resolve("results");
        Ran.command("hunt", "--operations", "5k", "--output", results).succeeded();
        Path file = results.resolve("result.json");
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() / 2));
        refusedAndLeftAlone(command, results, "cut short or damaged");
        Files.writeString(file, whole.replace("\"version\" : 3", "\"version\" : 7"));
        refusedAndLeftAlone(command, results, "version 7");
        Files.writeString(file, "");
        refusedAndLeftAlone(command, results, file.toString());
    }

    private static void refusedAndLeftAlone(String command, Path results, String part) throws IOException {
        Path file = results.resolve("result.json");
        String before = Files.readString(file);
        Ran.command((Object[]) (command + " " + results).split(" ")).refusedWith(part);
        Ran.command("certify", "--operations", "5k", "--output", results).refusedWith(part);
        Ran.command("hunt", "--operations", "5k", "--output", results).refusedWith(part);
        assertThat(file).hasContent(before);
    }

    @Test
    void results_that_are_not_there_are_named() {
        Ran.command("report", folder).refusedWith("holds no result.json");
        Ran.command("hunt", "--resume", folder).refusedWith("holds no result.json");
    }

    @Test
    void places_that_cannot_be_written_to_are_named() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Ran.command("certify", "--operations", "1k", "--output", file).refusedWith(file.toString());
        Ran.command("hunt", "--operations", "1k", "--output", file.resolve("below"))
                .refusedWith(file.toString());
        assertThat(file).hasContent("mine");
    }

    @Test
    void the_result_of_something_else_is_not_overwritten() {
        Path results = folder.resolve("results");
        Ran.command("hunt", "--operations", "5k", "--output", results).succeeded();
        Ran.command("hunt", "--operations", "5k", "--output", results).refusedWith("--resume", "--output");
        Ran.command("certify", "--operations", "5k", "--output", results).refusedWith("another campaign", "--output");
    }

    @Test
    void resuming_takes_what_it_knows_from_the_result() {
        Path results = folder.resolve("results");
        Ran.command("certify", "--operations", "5k", "--output", results).succeeded();
        Ran.command("hunt", "--resume", results).refusedWith("not of a hunt");
        Ran.command("hunt", "--resume", results, "--seed", "2").refusedWith("leave out");
        Ran.command("hunt", "--resume", results, "--fault", "TLB-04").refusedWith("leave out");
        Ran.command("hunt", "--resume", results, "--output", folder).refusedWith("leave out");
    }
}
