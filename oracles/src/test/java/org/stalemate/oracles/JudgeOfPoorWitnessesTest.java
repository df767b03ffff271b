package org.stalemate.oracles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stalemate.oracles.OnePage.deafTo;
import static org.stalemate.oracles.OnePage.scenario;
import static org.stalemate.oracles.OnePage.telling;
import static org.stalemate.oracles.OnePage.without;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stalemate.litmus.LitmusParser;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Step;

/** Subjects that say little, or say what cannot be. */
final class JudgeOfPoorWitnessesTest {
    private final Judge judge = new Judge();
    private final RuleCoverage coverage = new RuleCoverage();

    private Judgement judge(String steps, Mmu subject) {
        return judge.judge(scenario(steps), subject, coverage);
    }

    private static Outcome withoutFrame(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Stored _ -> new Outcome.Stored(Outcome.UNKNOWN_FRAME);
            case Outcome.Loaded(long value, var _) -> new Outcome.Loaded(value, Outcome.UNKNOWN_FRAME);
            default -> outcome;
        };
    }

    private static Outcome withoutWriteBit(Outcome outcome) {
        return outcome instanceof Outcome.PageFault(int code, long address)
                ? new Outcome.PageFault(code & ~2, address)
                : outcome;
    }

    @Test
    void a_store_that_does_not_say_where_it_went_ends_without_a_verdict_where_that_matters() {
        Mmu vague = telling(LawfulProcessor.hoarding(), JudgeOfPoorWitnessesTest::withoutFrame);
        String ambiguous = "load x\nentry pt[1] := page 0x201 P RW US A D\nstore x 0x100\n";
        assertThat(judge("load x\nstore x 0x100\nload x\n", vague).grade()).isEqualTo(Grade.CONFORMS);
        assertThat(judge(ambiguous, vague).grade()).isEqualTo(Grade.NO_VERDICT);
    }

    @Test
    void a_task_switch_that_loads_a_malformed_pdpte_ends_without_a_verdict_whatever_comes() {
        String pae = """
            name: a-task-switch
            rules: PG-PDPTE-LOAD-TASK
            profile: INTEL
            paging: PAE

            table pdpt at 0x10
            pdpt[4] -> page 0x20 P RW
            x = 0x1000

            task switch 0x10020
            load x
            """;
        for (Outcome outcome :
                List.of(Outcome.Done.INSTANCE, Outcome.UndefinedOpcode.INSTANCE, new Outcome.GeneralProtection(0x28))) {
            Mmu subject = telling(LawfulProcessor.fresh(), _ -> outcome);
            Judgement judgement = new Judge().judge(LitmusParser.parse(pae).scenario(), subject, new RuleCoverage());
            assertThat(judgement.grade()).isEqualTo(Grade.NO_VERDICT);
            assertThat(judgement.stepsJudged()).isEqualTo(1);
        }
    }

    @Test
    void a_load_that_does_not_say_where_it_came_from_is_explained_by_its_value() {
        Mmu vague = telling(deafTo(without(Operation.InvLpg.class)), JudgeOfPoorWitnessesTest::withoutFrame);
        Divergence divergence = judge("load x\nentry pt[1] := page 0x201 P RW US A D\nINVLPG x\nload x\n", vague)
                .divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.blamed()).containsExactly(Rule.TLB_INVLPG);
    }

    @Test
    void a_wrong_value_from_the_right_frame_is_not_blamed_on_an_invalidation() {
        Mmu subject = telling(
                LawfulProcessor.fresh(),
                outcome -> outcome instanceof Outcome.Loaded(long value, long frame)
                        ? new Outcome.Loaded(value ^ 0x100, frame)
                        : outcome);
        Divergence divergence = judge("INVLPG x\nload x\n", subject).divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.blamed()).isEmpty();
    }

    @Test
    void what_comes_after_a_suspicious_step_is_blamed_as_ever() {
        String steps = """
            MOV CR3 root pcid 5
            load x
            entry pt[1] := page 0x201 P RW US A D
            INIT-AND-BRING-UP root pcid 5
            load x
            entry pt[2] := 0
            INVLPG y
            store y 0x100
            """;
        Step nothing = new Step.Instruction(0, new Operation.SetExecutionState(ExecutionState.SUPERVISOR_64));
        Mmu deafToInit = deafTo(step -> step instanceof Step.InitAndBringUp ? nothing : step);
        Judgement judgement = judge(steps, telling(deafToInit, JudgeOfPoorWitnessesTest::withoutWriteBit));
        assertThat(judgement.suspicious()).isEqualTo(1);
        assertThat(judgement.divergence()).isNotNull();
        assertThat(judgement.divergence().blamed()).containsExactly(Rule.PG_PF_W);
    }

    @Test
    void a_subject_that_accepts_what_is_illegal_is_blamed_and_harms_no_one() {
        Mmu subject = telling(
                LawfulProcessor.fresh(),
                outcome -> outcome instanceof Outcome.GeneralProtection ? Outcome.Done.INSTANCE : outcome);
        Divergence divergence = judge("INVPCID 9 pcid 0 x\n", subject).divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.blamed()).containsExactly(Rule.INVPCID_GP_TYPE);
    }

    @Test
    void a_value_of_cr3_that_nobody_loaded_is_blamed_on_its_rule_while_paging_is_off() {
        Mmu subject = telling(
                LawfulProcessor.fresh(),
                outcome -> outcome instanceof Outcome.RegisterValue ? new Outcome.RegisterValue(0) : outcome);
        Divergence off = judge("CR4 = -PCIDE\nstate = 32-bit\nMOV CR0 -PG\nread CR3\n", subject)
                .divergence();
        assertThat(off).isNotNull();
        assertThat(off.blamed()).containsExactly(Rule.EN_CR3_NOPG);
        Divergence on = judge("read CR3\n", subject).divergence();
        assertThat(on).isNotNull();
        assertThat(on.blamed()).isEmpty();
    }
}
