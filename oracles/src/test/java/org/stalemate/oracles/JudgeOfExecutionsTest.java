package org.stalemate.oracles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stalemate.oracles.OnePage.deafTo;
import static org.stalemate.oracles.OnePage.scenario;
import static org.stalemate.oracles.OnePage.without;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Execution.Ending;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

/** What was recorded is judged as what happens now is. */
class JudgeOfExecutionsTest {
    private static final Scenario SCENARIO =
            scenario("load x\nentry pt[1] := page 0x201 P RW US A D\nINVLPG x\nload x\nload y\n");

    private final Judge judge = new Judge();
    private final RuleCoverage coverage = new RuleCoverage();

    private static List<Outcome> outcomes(Mmu mmu) {
        mmu.reset(SCENARIO.start());
        return SCENARIO.steps().stream().map(mmu::execute).toList();
    }

    private static List<Outcome> tooMany(List<Outcome> outcomes) {
        List<Outcome> more = new ArrayList<>(outcomes);
        more.add(outcomes.getLast());
        return more;
    }

    private Judgement judge(List<Outcome> outcomes, Ending ending) {
        return judge.judge(SCENARIO, new Execution(outcomes, ending, "as told"), coverage);
    }

    @Test
    void a_complete_execution_is_judged_as_the_subject_itself() {
        RuleCoverage live = new RuleCoverage();
        for (Mmu subject : List.of(LawfulProcessor.hoarding(), deafTo(without(Operation.InvLpg.class)))) {
            Judgement recorded = judge.judge(SCENARIO, Execution.complete(outcomes(subject)), coverage);
            assertThat(recorded).isEqualTo(new Judge().judge(SCENARIO, subject, live));
        }
        assertThat(coverage.operations()).isEqualTo(live.operations());
    }

    @Test
    void a_tolerated_outcome_is_taken_for_the_one_that_was_meant_and_the_rest_is_judged() {
        List<Outcome> told = outcomes(LawfulProcessor.hoarding());
        Outcome odd = new Outcome.RegisterValue(32);
        Scenario twice = scenario("load y\nload x\nentry pt[1] := page 0x201 P RW US A D\nINVLPG x\nload y\nload x\n");
        Tolerance odds = (_, observed, permitted) ->
                observed.equals(odd) ? new Tolerance.Meaning(List.of("ODD"), permitted.getFirst()) : null;
        List<Outcome> outcomes = List.of(odd, told.get(0), told.get(1), told.get(2), odd, told.get(0));
        assertThat(judge.judge(twice, Execution.complete(outcomes), coverage).stepsJudged())
                .isEqualTo(1);
        Judgement judgement = new Judge(odds).judge(twice, Execution.complete(outcomes), coverage);
        assertThat(judgement.tolerated()).extracting(Judgement.Tolerated::step).containsExactly(0, 4);
        assertThat(judgement.divergence()).isNotNull().satisfies(divergence -> {
            assertThat(divergence.step()).isEqualTo(5);
            assertThat(divergence.blamed()).containsExactly(Rule.TLB_INVLPG);
        });
        assertThat(judgement.asJudged(outcomes)).startsWith(told.getLast(), told.getFirst());
    }

    @Test
    void steps_that_the_target_does_not_have_are_neither_judged_nor_passed_over_in_silence() {
        List<Outcome> outcomes = outcomes(LawfulProcessor.hoarding());
        Judgement judgement = judge(outcomes.subList(0, 3), Ending.UNSUPPORTED);
        assertThat(judgement.grade()).isEqualTo(Grade.CONFORMS);
        assertThat(judgement.stepsJudged()).isEqualTo(3);
        assertThat(judgement.stepsCut()).isEqualTo(2);
    }

    @Test
    void a_divergence_before_the_cut_counts() {
        List<Outcome> outcomes = outcomes(deafTo(without(Operation.InvLpg.class)));
        Judgement judgement = judge(outcomes.subList(0, 4), Ending.UNSUPPORTED);
        assertThat(judgement.grade()).isEqualTo(Grade.DIVERGENT);
        assertThat(judgement.stepsCut()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"HUNG, hang", "RESET, reset", "MALFORMED, malformed", "CRASHED, crash"})
    void a_target_that_fails_does_so_at_the_step_without_an_outcome(Ending ending, String word) {
        List<Outcome> outcomes = outcomes(LawfulProcessor.hoarding());
        Judgement judgement = judge(outcomes.subList(0, 2), ending);
        assertThat(judgement.grade()).isEqualTo(Grade.CRASHED);
        Divergence divergence = judgement.divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.step()).isEqualTo(2);
        assertThat(divergence.failure()).isEqualTo(ending);
        assertThat(divergence.signature()).hasToString("none / InvLpg / " + word);
        assertThat(divergence.crash()).endsWith(": as told");
    }

    @Test
    void a_target_that_fails_after_the_last_step_fails_in_it() {
        Divergence divergence =
                judge(outcomes(LawfulProcessor.hoarding()), Ending.RESET).divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.step()).isEqualTo(4);
    }

    @Test
    void an_execution_that_claims_to_be_complete_and_is_not_is_malformed() {
        List<Outcome> outcomes = outcomes(LawfulProcessor.hoarding());
        for (List<Outcome> wrong : List.of(outcomes.subList(0, 4), tooMany(outcomes))) {
            Divergence divergence = judge(wrong, Ending.COMPLETE).divergence();
            assertThat(divergence).isNotNull();
            assertThat(divergence.failure()).isEqualTo(Ending.MALFORMED);
            assertThat(divergence.crash()).contains(wrong.size() + " outcomes of 5 steps");
        }
    }
}
