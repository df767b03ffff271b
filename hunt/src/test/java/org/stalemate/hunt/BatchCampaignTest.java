package org.stalemate.hunt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stalemate.litmus.ScenarioToken;
import org.stalemate.oracles.Grade;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.ConfigurationResult;
import org.stalemate.reports.Cut;
import org.stalemate.reports.Finding;
import org.stalemate.reports.SignatureCount;
import org.stalemate.reports.Verdict;
import org.stalemate.reports.json.ResultJson;
import org.stalemate.reports.known.KnownDivergences;
import org.stalemate.vocabulary.BatchSubject;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Execution.Ending;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

class BatchCampaignTest {
    private static final long OPERATIONS = 13_000;

    private static CampaignResult run(long operations, SubjectConfiguration... configurations) {
        return new Campaign(Subjects.settings(operations, configurations)).run(CampaignObserver.NONE);
    }

    private static boolean is(Step step, Class<? extends Operation> kind) {
        return step instanceof Step.Instruction instruction && kind.isInstance(instruction.operation());
    }

    @AfterEach
    void every_subject_was_closed() {
        assertThat(FakeTarget.OPEN).hasValue(0);
    }

    @Test
    void a_target_gets_the_result_that_the_mmu_in_it_gets() {
        List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
        CampaignResult batched = run(OPERATIONS, FakeTarget.complete(Subjects.deafToInvlpg(), batches));
        CampaignResult stepwise = run(OPERATIONS, SubjectConfiguration.of("target", Subjects.deafToInvlpg()));
        assertThat(ResultJson.write(batched)).isEqualTo(ResultJson.write(stepwise));
        assertThat(batched.findings()).isNotEmpty();
        assertThat(batches).startsWith(125).contains(1);
    }

    @Test
    void no_more_scenarios_are_executed_than_the_budget_takes() {
        List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
        CampaignResult result = run(OPERATIONS, FakeTarget.complete(LawfulProcessor::fresh, batches));
        long executed = batches.stream().mapToLong(Integer::longValue).sum();
        assertThat(executed).isBetween(result.nextScenario(), result.nextScenario() + 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 124, 125, 126})
    void it_can_be_interrupted_at_any_scenario_whatever_the_blocks(int scenarios) {
        CampaignSettings settings =
                Subjects.settings(OPERATIONS, FakeTarget.complete(LawfulProcessor::hoarding, new ArrayList<>()));
        CampaignResult part = new Campaign(settings).run(new CampaignObserver() {
            private int done;

            @Override
            public void scenarioDone(Campaign campaign) {
                done++;
            }

            @Override
            public boolean wantsToStop() {
                return done >= scenarios;
            }
        });
        assertThat(part.nextScenario()).isEqualTo(scenarios);
        CampaignResult whole = Campaign.resume(settings, part).run(CampaignObserver.NONE);
        assertThat(ResultJson.write(whole))
                .isEqualTo(ResultJson.write(new Campaign(settings).run(CampaignObserver.NONE)));
    }

    @Test
    void what_the_target_does_not_have_is_counted_by_reason_and_uses_up_the_budget() {
        CampaignResult result = run(
                OPERATIONS,
                FakeTarget.ending(
                        LawfulProcessor::hoarding,
                        step -> step instanceof Step.Init
                                ? FakeTarget.end(Ending.UNSUPPORTED, "no INIT")
                                : is(step, Operation.WrmsrMtrr.class)
                                        ? FakeTarget.end(Ending.UNSUPPORTED, "no MTRRs")
                                        : null));
        ConfigurationResult target = result.configurations().getFirst();
        assertThat(result.verdict()).isEqualTo(Verdict.CONFORMS);
        assertThat(target.cuts()).extracting(Cut::reason).containsExactlyInAnyOrder("no INIT", "no MTRRs");
        assertThat(target.cuts()).allSatisfy(cut -> assertThat(cut.scenarios()).isPositive());
        assertThat(result.operations() + result.stepsCut()).isBetween(OPERATIONS - 500, OPERATIONS + 100);
        assertThat(ResultJson.read(ResultJson.write(result), "it")).isEqualTo(result);
    }

    @Test
    void a_target_that_has_nothing_does_not_keep_a_campaign_from_ending() {
        CampaignResult result = run(
                5_000, FakeTarget.ending(LawfulProcessor::fresh, _ -> FakeTarget.end(Ending.UNSUPPORTED, "nothing")));
        assertThat(result.finished()).isTrue();
        assertThat(result.operations()).isZero();
        assertThat(result.stepsCut()).isEqualTo(5_000);
    }

    @ParameterizedTest
    @EnumSource(
            value = Ending.class,
            names = {"HUNG", "RESET", "MALFORMED", "CRASHED"})
    void a_failing_target_is_a_finding_of_a_kind_of_its_own(Ending ending) {
        SubjectConfiguration failing = FakeTarget.ending(
                LawfulProcessor::hoarding,
                step -> is(step, Operation.InvPcid.class) ? FakeTarget.end(ending, "it stopped") : null);
        CampaignResult result = run(OPERATIONS, failing);
        Finding finding = result.findings().getFirst();
        assertThat(result.verdict()).isEqualTo(Verdict.CRASHES);
        assertThat(finding.kind()).hasToString(ending.name());
        assertThat(finding.signature()).startsWith("none / InvPcid / ");
        assertThat(finding.witness().length()).isEqualTo(1);
        assertThat(finding.witness().observed()).contains("it stopped");
        assertThat(Replay.of(ScenarioToken.decode(finding.witness().token()), failing)
                        .judgement()
                        .grade())
                .isEqualTo(Grade.CRASHED);
    }

    @Test
    void frequent_failures_are_shrunk_ever_more_rarely() {
        CampaignResult result = run(
                OPERATIONS,
                FakeTarget.ending(
                        LawfulProcessor::fresh,
                        step -> is(step, Operation.InvPcid.class) ? FakeTarget.end(Ending.RESET, "") : null));
        SignatureCount count = result.signatures().getFirst();
        long failures = count.shrunk() + count.unshrunk();
        assertThat(failures).isEqualTo(result.failures()).isBetween(20L, 159L);
        // 1 to 5, 10, 20, maybe 40 and 80
        assertThat(count.shrunk()).isEqualTo(failures < 40 ? 7 : failures < 80 ? 8 : 9);
    }

    @Test
    void what_is_known_is_expected_and_what_is_known_and_not_seen_is_said() {
        SubjectConfiguration failing = FakeTarget.ending(
                LawfulProcessor::fresh,
                step -> is(step, Operation.InvPcid.class) ? FakeTarget.end(Ending.RESET, "") : null);
        String entry = """
            known: %s
            title: it stops
            target: fake
            versions: all
            wrong: target
            source: SDM
            why: so.
            signature: %s
            """;
        KnownDivergences known = KnownDivergences.parse(
                entry.formatted("ONE", "none / InvPcid / *") + entry.formatted("TWO", "none / InvLpg / *"), "list");
        CampaignResult news = run(OPERATIONS, failing);
        CampaignResult result =
                new Campaign(Subjects.settings(OPERATIONS, failing).with(known)).run(CampaignObserver.NONE);
        assertThat(news.verdict()).isEqualTo(Verdict.CRASHES);
        assertThat(result.verdict()).isEqualTo(Verdict.CONFORMS);
        assertThat(result.findings()).extracting(Finding::known).containsOnly("ONE");
        assertThat(result.signatures().getFirst().shrunk())
                .isLessThan(news.signatures().getFirst().shrunk() + 1);
        assertThat(result.known()).hasSize(2);
        assertThat(result.known().getFirst().wasSeen()).isTrue();
        assertThat(result.known().getLast().wasSeen()).isFalse();
    }

    @Test
    void wrong_error_codes_that_are_known_do_not_end_scenarios_and_are_counted_over_a_resumption() {
        KnownDivergences known = KnownDivergences.parse("""
            known: P
            title: no P
            target: fake
            versions: all
            wrong: target
            source: SDM
            why: so.
            error code: access lacks P
            """, "list");
        SubjectConfiguration target = FakeTarget.complete(
                () -> FakeTarget.changing(
                        LawfulProcessor.hoarding(),
                        outcome -> outcome instanceof Outcome.PageFault(int code, long address)
                                ? new Outcome.PageFault(code & ~1, address)
                                : outcome),
                new ArrayList<>());
        assertThat(run(OPERATIONS, target).verdict()).isEqualTo(Verdict.DIVERGES);
        CampaignSettings settings = Subjects.settings(OPERATIONS, target).with(known);
        CampaignResult result = new Campaign(settings).run(CampaignObserver.NONE);
        assertThat(result.verdict()).isEqualTo(Verdict.CONFORMS);
        assertThat(result.findings()).isEmpty();
        assertThat(result.known().getFirst().scenarios()).isPositive();
        CampaignResult part =
                new Campaign(Subjects.settings(OPERATIONS / 2, target).with(known)).run(CampaignObserver.NONE);
        assertThat(Campaign.resume(settings, part).run(CampaignObserver.NONE).known())
                .isEqualTo(result.known());
    }

    @Test
    void a_problem_with_the_surroundings_ends_the_campaign() {
        SubjectConfiguration missing = new SubjectConfiguration.Batched(
                "missing",
                () -> {
                    throw new IllegalStateException("not installed");
                },
                null);
        assertThatThrownBy(() -> run(OPERATIONS, missing)).hasMessage("not installed");
    }

    @Test
    void a_subject_that_forgets_a_scenario_is_not_believed() {
        SubjectConfiguration forgetful = new SubjectConfiguration.Batched("forgetful", Forgetful::new, null);
        assertThatThrownBy(() -> run(OPERATIONS, forgetful)).hasMessageContaining("'forgetful' gave 0 executions of");
    }

    private static final class Forgetful implements BatchSubject {
        @Override
        public List<Execution> execute(List<Scenario> scenarios) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
