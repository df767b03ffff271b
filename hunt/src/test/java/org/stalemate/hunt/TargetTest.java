package org.stalemate.hunt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.stalemate.litmus.LitmusParser;
import org.stalemate.litmus.LitmusTest;
import org.stalemate.oracles.Grade;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.CorpusResult;
import org.stalemate.reports.KnownResult;
import org.stalemate.reports.known.KnownDivergences;
import org.stalemate.vocabulary.BatchSubject;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/** Litmus tests, known divergences and replays on a target that is one particular processor. */
class TargetTest {
    private static final Platform PLATFORM =
            new Platform(Profile.INTEL, 40, EnumSet.of(Feature.NX, Feature.SMEP, Feature.PAGE_1G), 1);

    private static final LitmusTest PLAIN = test("plain", "", "INVLPG x");
    private static final LitmusTest SMAP = test("smap", "CR4 = +SMAP", "INVLPG x");
    private static final LitmusTest MTRR = test("mtrr", "", "WRMSR MTRR");
    private static final LitmusTest TWO =
            LitmusParser.parse("name: two\nprocessors: 2\nCR3 = 0x10000\n\nP0: INVLPG 0x1000\n");

    private static LitmusTest test(String name, String registers, String step) {
        return LitmusParser.parse("""
            name: %s

            table root at 0x10
            table pdpt at 0x11
            table pd at 0x12
            table pt at 0x13
            root[0] -> pdpt P RW US A
            pdpt[0] -> pd P RW US A
            pd[0] -> pt P RW US A
            pt[1] -> page 0x200 P RW US A D
            x = 0x1000
            %s

            load x
            entry pt[1] := 0
            %s
            load x
            """.formatted(name, registers, step));
    }

    private static boolean isMtrr(Step step) {
        return step instanceof Step.Instruction(int _, Operation.WrmsrMtrr _);
    }

    /** A target without MTRRs; the daring one has them. */
    private static SubjectConfiguration.Batched target(Supplier<? extends Mmu> mmu) {
        SubjectConfiguration.Batched careful = (SubjectConfiguration.Batched) FakeTarget.ending(
                mmu,
                step -> isMtrr(step) ? FakeTarget.end(Execution.Ending.UNSUPPORTED, "known divergence MTRR") : null);
        SubjectConfiguration.Batched daring = (SubjectConfiguration.Batched)
                FakeTarget.ending(mmu, step -> isMtrr(step) ? FakeTarget.end(Execution.Ending.RESET, "") : null);
        return new SubjectConfiguration.Batched("target", careful.factory(), PLATFORM, daring.factory());
    }

    @Test
    void litmus_tests_are_moved_to_the_targets_processor_as_far_as_it_has_what_they_take() {
        CorpusResult result = LitmusRun.on(
                List.of(target(LawfulProcessor::hoarding)), List.of(PLAIN, SMAP, MTRR, TWO), KnownDivergences.NONE);
        assertThat(result.runs()).isEqualTo(1);
        assertThat(result.failures()).isEmpty();
        assertThat(result.notApplicable())
                .extracting(CorpusResult.NotApplicable::test)
                .containsExactlyInAnyOrder("smap", "mtrr", "two");
        assertThat(result.reasons())
                .containsOnlyKeys(
                        "starts in a state that the target's processor does not have",
                        "takes more logical processors than the target has",
                        "known divergence MTRR");
    }

    @Test
    void a_litmus_test_that_fails_may_be_known_to() {
        String list = """
            known: DEAF
            title: INVLPG does nothing
            target: fake
            versions: all
            wrong: target
            source: SDM
            why: so.
            litmus test: %s
            """;
        CorpusResult news = LitmusRun.on(
                List.of(target(Subjects.deafToInvlpg())),
                List.of(PLAIN),
                KnownDivergences.parse(list.formatted("other"), "list"));
        assertThat(news.news()).hasSize(1);
        CorpusResult known = LitmusRun.on(
                List.of(target(Subjects.deafToInvlpg())),
                List.of(PLAIN),
                KnownDivergences.parse(list.formatted("plain"), "list"));
        assertThat(known.failures()).hasSize(1);
        assertThat(known.news()).isEmpty();
    }

    @Test
    void a_litmus_test_with_a_wrong_error_code_that_is_known_is_judged_to_its_end() {
        KnownDivergences known = KnownDivergences.parse("""
            known: W
            title: all page faults are of writes
            target: fake
            versions: all
            wrong: target
            source: SDM
            why: so.
            error code: Load adds W
            """, "list");
        SubjectConfiguration wrong = target(() -> FakeTarget.changing(
                LawfulProcessor.fresh(),
                outcome -> outcome instanceof Outcome.PageFault(int code, long address)
                        ? new Outcome.PageFault(code | 2, address)
                        : outcome));
        CorpusResult result = LitmusRun.on(List.of(wrong), List.of(PLAIN), known);
        assertThat(result.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.known()).isEqualTo("W");
            assertThat(failure.explanation())
                    .isEqualTo("step 4, 'load x', gave '#PF(W) at x' where '#PF(0) at x' is permitted");
        });
        Replay replay = Replay.of(PLAIN.scenario(), wrong, known);
        assertThat(replay.judgement().grade()).isEqualTo(Grade.CONFORMS);
        assertThat(replay.steps().getLast().known()).containsExactly("W");
        assertThat(replay.steps().getLast().observed()).isEqualTo("#PF(W) at x");
        assertThat(Replay.of(PLAIN.scenario(), wrong).judgement().grade()).isEqualTo(Grade.DIVERGENT);
    }

    @Test
    void what_campaigns_go_around_is_tried_by_itself_in_the_end() {
        String list = """
            known: MTRR
            title: WRMSR of an MTRR resets
            target: fake
            versions: all
            wrong: target
            source: SDM
            why: so.
            form:
                name: any
                CR3 = 0x10000

                WRMSR MTRR

            known: GONE
            title: INVLPG resets
            target: fake
            versions: all
            wrong: target
            source: SDM
            why: so.
            form:
                name: any
                CR3 = 0x10000

                INVLPG 0x1000
            """;
        KnownDivergences known = KnownDivergences.parse(list, "list");
        CampaignSettings settings =
                Subjects.settings(1_000, target(LawfulProcessor::fresh)).with(known);
        CampaignResult result = new Campaign(settings).run(CampaignObserver.NONE);
        assertThat(result.known()).noneMatch(KnownResult::wasSeen);
        CampaignResult checked = KnownCheck.on(settings.configurations(), known, result);
        assertThat(checked.known()).extracting(KnownResult::formsRun).containsExactly(1, 1);
        assertThat(checked.known()).extracting(KnownResult::wasSeen).containsExactly(true, false);
    }

    @Test
    void a_replayed_scenario_is_moved_to_the_targets_processor_and_the_replay_says_what_changed() {
        AtomicInteger asked = new AtomicInteger();
        SubjectConfiguration.Batched counting =
                new SubjectConfiguration.Batched("target", () -> new Counting(asked), PLATFORM);
        Replay moved = Replay.of(PLAIN.scenario(), counting);
        assertThat(asked).hasValue(1);
        assertThat(moved.scenario().start().platform()).isEqualTo(PLATFORM);
        assertThat(moved.changes())
                .isEqualTo("rules of INTEL, not UNION, MAXPHYADDR 40, not 46, without PCID INVPCID SMAP PSE36 PKU PKS,"
                        + " CR4.PCIDE clear at the start");
        Replay again = Replay.of(moved.scenario(), counting);
        assertThat(again.changes()).isEmpty();
        assertThat(again.steps()).isEqualTo(moved.steps());
        assertThat(asked).hasValue(2);
    }

    @Test
    void a_scenario_that_the_targets_processor_cannot_start_is_not_given_to_it() {
        AtomicInteger asked = new AtomicInteger();
        SubjectConfiguration.Batched counting =
                new SubjectConfiguration.Batched("target", () -> new Counting(asked), PLATFORM);
        Replay elsewhere = Replay.of(SMAP.scenario(), counting);
        assertThat(asked).hasValue(0);
        assertThat(elsewhere.changes()).isEmpty();
        assertThat(elsewhere.judgement().stepsCut()).isEqualTo(4);
        assertThat(elsewhere.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.observed())
                        .isEqualTo("not executed: starts in a state that the target's processor does not have"));
    }

    @Test
    void a_subject_that_is_any_processor_replays_the_scenario_as_it_is() {
        Replay replay = Replay.of(PLAIN.scenario(), Subjects.LAWFUL);
        assertThat(replay.changes()).isEmpty();
        assertThat(replay.scenario()).isEqualTo(PLAIN.scenario());
    }

    private record Counting(AtomicInteger asked) implements BatchSubject {
        @Override
        public List<Execution> execute(List<Scenario> scenarios) {
            asked.addAndGet(scenarios.size());
            return scenarios.stream()
                    .map(scenario -> Execution.unsupported(List.of(), "nothing"))
                    .toList();
        }

        @Override
        public void close() {}
    }
}
