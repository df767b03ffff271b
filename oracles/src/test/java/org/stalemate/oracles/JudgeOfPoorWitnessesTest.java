package org.stalemate.oracles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stalemate.oracles.OnePage.deafTo;
import static org.stalemate.oracles.OnePage.scenario;
import static org.stalemate.oracles.OnePage.without;

import org.junit.jupiter.api.Test;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** Subjects that say little, or say what cannot be. */
final class JudgeOfPoorWitnessesTest {
    private final Judge judge = new Judge();
    private final RuleCoverage coverage = new RuleCoverage();

    private Judgement judge(String steps, Mmu subject) {
        return judge.judge(scenario(steps), subject, coverage);
    }

    @Test
    void a_store_that_does_not_say_where_it_went_ends_without_a_verdict_where_that_matters() {
        LawfulProcessor processor = LawfulProcessor.hoarding();
        Mmu vague = new Mmu() {
            @Override
            public void reset(Start start) {
                processor.reset(start);
            }

            @Override
            public Outcome execute(Step step) {
                return switch (processor.execute(step)) {
                    case Outcome.Stored _ -> new Outcome.Stored(Outcome.UNKNOWN_FRAME);
                    case Outcome.Loaded(long value, var _) -> new Outcome.Loaded(value, Outcome.UNKNOWN_FRAME);
                    case Outcome other -> other;
                };
            }
        };
        String ambiguous = "load x\nentry pt[1] := page 0x201 P RW US A D\nstore x 0x100\n";
        assertThat(judge("load x\nstore x 0x100\nload x\n", vague).grade()).isEqualTo(Grade.CONFORMS);
        assertThat(judge(ambiguous, vague).grade()).isEqualTo(Grade.NOT_MODELLED);
    }

    @Test
    void a_load_that_does_not_say_where_it_came_from_is_explained_by_its_value() {
        Mmu deaf = deafTo(without(Operation.InvLpg.class));
        Mmu vague = new Mmu() {
            @Override
            public void reset(Start start) {
                deaf.reset(start);
            }

            @Override
            public Outcome execute(Step step) {
                return deaf.execute(step) instanceof Outcome.Loaded(long value, var _)
                        ? new Outcome.Loaded(value, Outcome.UNKNOWN_FRAME)
                        : new Outcome.Stored(Outcome.UNKNOWN_FRAME);
            }
        };
        Mmu quiet = new Mmu() {
            @Override
            public void reset(Start start) {
                vague.reset(start);
            }

            @Override
            public Outcome execute(Step step) {
                Outcome outcome = vague.execute(step);
                return step instanceof Step.Instruction(var _, Operation.InvLpg _) ? Outcome.Done.INSTANCE : outcome;
            }
        };
        Divergence divergence = judge("load x\nentry pt[1] := page 0x201 P RW US A D\nINVLPG x\nload x\n", quiet)
                .divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.blamed()).containsExactly(Rule.TLB_INVLPG);
    }

    @Test
    void a_wrong_value_from_the_right_frame_is_not_blamed_on_an_invalidation() {
        LawfulProcessor processor = LawfulProcessor.fresh();
        Mmu subject = new Mmu() {
            @Override
            public void reset(Start start) {
                processor.reset(start);
            }

            @Override
            public Outcome execute(Step step) {
                return processor.execute(step) instanceof Outcome.Loaded(long value, long frame)
                        ? new Outcome.Loaded(value ^ 0x100, frame)
                        : Outcome.Done.INSTANCE;
            }
        };
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
        LawfulProcessor processor = LawfulProcessor.hoarding();
        Mmu subject = new Mmu() {
            @Override
            public void reset(Start start) {
                processor.reset(start);
            }

            @Override
            public Outcome execute(Step step) {
                Outcome outcome = step instanceof Step.InitAndBringUp ? Outcome.Done.INSTANCE : processor.execute(step);
                return outcome instanceof Outcome.PageFault(int code, long address)
                        ? new Outcome.PageFault(code & ~2, address)
                        : outcome;
            }
        };
        Judgement judgement = judge(steps, subject);
        assertThat(judgement.suspicious()).isEqualTo(1);
        assertThat(judgement.divergence()).isNotNull();
        assertThat(judgement.divergence().blamed()).containsExactly(Rule.PG_PF_W);
    }

    @Test
    void a_subject_that_accepts_what_is_illegal_is_blamed_and_harms_no_one() {
        LawfulProcessor processor = LawfulProcessor.fresh();
        Mmu subject = new Mmu() {
            @Override
            public void reset(Start start) {
                processor.reset(start);
            }

            @Override
            public Outcome execute(Step step) {
                Outcome outcome = processor.execute(step);
                return outcome instanceof Outcome.GeneralProtection ? Outcome.Done.INSTANCE : outcome;
            }
        };
        Divergence divergence = judge("INVPCID 9 pcid 0 x\n", subject).divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.blamed()).containsExactly(Rule.INVPCID_GP_TYPE);
    }
}
