package org.stalemate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stalemate.litmus.ScenarioToken;
import org.stalemate.properties.litmus.LitmusCorpus;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.CoverageSummary;
import org.stalemate.reports.Finding;
import org.stalemate.reports.files.ResultDirectory;
import org.stalemate.vocabulary.Rule;

class CommandsTest {
    private static final String[] FILES = {"result.json", "index.html", "junit.xml", "summary.txt"};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "certify", "hunt", "report", "replay", "litmus", "image", "faults", "rules"})
    void every_command_has_its_help(String command) {
        Ran ran = (command.isEmpty() ? Ran.command("--help") : Ran.command(command, "--help")).succeeded();
        assertThat(ran.out()).startsWith(("Usage: stalemate " + command).strip());
    }

    @Test
    void certify_gives_the_same_bytes_every_time() throws IOException {
        Ran first = Ran.command("certify", "--operations", "60k", "--output", folder.resolve("a"))
                .succeeded();
        Ran second = Ran.command("certify", "--operations", "60k", "--output", folder.resolve("b"))
                .succeeded();
        assertThat(second.out()).isEqualTo(first.out()).contains("KVM-like MMU CONFORMS", "litmus tests");
        for (String file : FILES) {
            assertThat(folder.resolve("b").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("a").resolve(file));
        }
    }

    @Test
    void certify_checks_every_mandatory_rule_but_those_known_not_to_be() {
        Ran.command("certify", "--operations", "300k", "--output", folder).succeeded();
        CoverageSummary coverage = CoverageSummary.of(new ResultDirectory(folder).require());
        assertThat(coverage.unchecked()).isEmpty();
    }

    @Test
    void certify_can_be_run_again_and_prints_json_on_request() throws IOException {
        Ran.command("certify", "--operations", "5k", "--output", folder).succeeded();
        Ran again = Ran.command("certify", "--operations", "5k", "--output", folder, "--json")
                .succeeded();
        assertThat(folder.resolve("result.json")).hasContent(again.out());
    }

    @Test
    void certify_goes_on_where_it_was_interrupted() throws IOException {
        Path whole = folder.resolve("whole");
        Ran.command("certify", "--operations", "20k", "--output", whole).succeeded();
        ResultDirectory cut = new ResultDirectory(folder.resolve("cut"));
        CampaignResult result = new ResultDirectory(whole).require();
        Ran.command("certify", "--operations", "5k", "--output", cut.path()).succeeded();
        CampaignResult part = cut.require();
        cut.save(new CampaignResult(
                result.plan(),
                false,
                part.nextScenario(),
                part.configurations(),
                part.coverage(),
                part.findings(),
                part.signatures(),
                part.known(),
                null));
        Ran.command("certify", "--operations", "20k", "--output", cut.path()).succeeded();
        for (String file : FILES) {
            assertThat(cut.path().resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
    }

    @Test
    void certify_finds_a_fault_and_says_so_by_its_exit_code() {
        Ran ran = Ran.command("certify", "--fault", "TLB-12a", "--operations", "5k", "--output", folder);
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out())
                .contains("KVM-like MMU with fault KVM-2021-06-TLB-12a DIVERGES", "TLB-INVPCID-1", "replay: ");
    }

    @Test
    void a_hunt_resumed_finds_what_an_uninterrupted_one_finds() throws IOException {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        Ran.command("hunt", "--fault", "TLB-05b", "--operations", "30k", "--output", whole);
        Ran.command("hunt", "--fault", "TLB-05b", "--operations", "7k", "--output", parts);
        Ran last = Ran.command("hunt", "--resume", parts, "--operations", "30k");
        assertThat(last.exitCode()).isEqualTo(1);
        for (String file : FILES) {
            assertThat(parts.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
    }

    @Test
    void a_hunt_ends_when_its_time_is_up() {
        Ran.command("hunt", "--time", "1s", "--output", folder).succeeded();
        CampaignResult result = new ResultDirectory(folder).require();
        assertThat(result.operations()).isPositive();
        assertThat(result.finished()).isFalse();
    }

    @Test
    void a_report_is_rendered_again_from_the_result_alone() throws IOException {
        Ran certified = Ran.command("certify", "--operations", "5k", "--output", folder);
        String page = Files.readString(folder.resolve("index.html"));
        Files.delete(folder.resolve("index.html"));
        Ran reported = Ran.command("report", folder).succeeded();
        assertThat(reported.out()).isEqualTo(certified.out());
        assertThat(folder.resolve("index.html")).hasContent(page);
    }

    @Test
    void a_finding_is_replayed_by_its_token_its_seed_and_its_litmus_text() throws IOException {
        Ran.command("certify", "--fault", "TLB-12a", "--operations", "10k", "--output", folder);
        Finding finding = new ResultDirectory(folder).require().findings().getFirst();
        Path litmus = Files.writeString(
                folder.resolve("found.litmus"), finding.witness().litmus());
        for (Object scenario : new Object[] {finding.witness().token(), finding.replaySeed(), litmus}) {
            Ran ran = Ran.command("replay", "--fault", "TLB-12a", scenario);
            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.out()).contains("DIVERGENT", "TLB-INVPCID-1");
        }
        Ran sound = Ran.command("replay", finding.witness().token()).succeeded();
        assertThat(sound.out()).contains("Every outcome is what memory gives.");
        Ran.command("litmus", litmus).succeeded();
    }

    @Test
    void a_replay_prints_each_step_with_what_was_permitted() {
        String token = ScenarioToken.encode(
                LitmusCorpus.entry("5-invalidations/510-invlpg-removes-one-page-under-one-pcid.litmus")
                        .test()
                        .scenario());
        Ran ran = Ran.command("replay", token).succeeded();
        assertThat(ran.out().lines().filter(line -> line.matches(" +[0-9]+ .*")))
                .hasSize(ScenarioToken.decode(token).steps().size());
        assertThat(ran.out()).contains("STALE", "permitted: ", "could be cached since step");
        Ran.command("replay", "--litmus", token).succeeded();
    }

    @Test
    void the_corpus_holds_of_the_rules_and_of_the_subject() {
        Ran ran = Ran.command("litmus", "--subject", "kvm-like").succeeded();
        assertThat(ran.out()).contains(LitmusCorpus.paths().size() + " litmus tests, 0 failed");
        Ran faulty = Ran.command("litmus", "--fault", "ERR-INVLPG-G");
        assertThat(faulty.exitCode()).isEqualTo(1);
        assertThat(faulty.out()).contains("FAILED", "tdp-hoard");
    }

    @Test
    void a_wrong_expectation_fails() throws IOException {
        String text = LitmusCorpus.entries().getFirst().text() + "  permitted exactly: #UD\n";
        Path file = Files.writeString(folder.resolve("wrong.litmus"), text);
        Ran ran = Ran.command("litmus", file);
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("FAILED", "#UD");
    }

    @Test
    void rules_are_listed_one_a_line_and_told_one_by_one() {
        Ran list = Ran.command("rules").succeeded();
        assertThat(list.out().lines().map(line -> line.split(" ", 2)[0]))
                .containsExactly(Arrays.stream(Rule.values()).map(Rule::id).toArray(String[]::new));
        Ran one = Ran.command("rules", "tlb-invlpg").succeeded();
        assertThat(one.out()).contains("SDM 4.10.4.1", "510-invlpg-removes-one-page-under-one-pcid");
        Ran untested = Ran.command("rules", "--untested").succeeded();
        assertThat(untested.out()).doesNotContain("TLB-INVLPG ").contains("TLB-MOVCR3-SER");
    }

    @Test
    void faults_are_listed_and_looked_for() {
        assertThat(Ran.command("faults").succeeded().out()).contains("KVM-2021-06-TLB-04", "BEY-XSA286");
        Ran one = Ran.command("faults", "TLB-05b").succeeded();
        assertThat(one.out()).contains("MOV CR3", "shrunk to 4 steps", "Linux 415b1a0105cd");
        Ran missed = Ran.command("faults", "INVLPG-ROOTS-b", "--operations", "1k");
        assertThat(missed.exitCode()).isEqualTo(1);
        assertThat(missed.out()).contains("not found in 1,0");
    }
}
