package org.stalemate.oracles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stalemate.oracles.OnePage.WORLD;
import static org.stalemate.oracles.OnePage.deafTo;
import static org.stalemate.oracles.OnePage.scenario;
import static org.stalemate.oracles.OnePage.telling;
import static org.stalemate.oracles.OnePage.without;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stalemate.litmus.LitmusParser;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

final class JudgeTest {
    private final Judge judge = new Judge();
    private final RuleCoverage coverage = new RuleCoverage();

    private Judgement judge(String steps, Mmu subject) {
        return judge.judge(scenario(steps), subject, coverage);
    }

    @Test
    void what_memory_gives_conforms() {
        Judgement judgement = judge("load x\nstore y 0x100\nload y\n", LawfulProcessor.fresh());
        assertThat(judgement.grade()).isEqualTo(Grade.CONFORMS);
        assertThat(judgement.stepsJudged()).isEqualTo(3);
    }

    @Test
    void a_translation_that_nothing_invalidated_is_stale_and_lawful() {
        Judgement judgement =
                judge("load x\nentry pt[1] := page 0x201 P RW US A D\nload x\n", LawfulProcessor.hoarding());
        assertThat(judgement.grade()).isEqualTo(Grade.STALE);
        assertThat(judgement.stale()).isEqualTo(1);
    }

    @Test
    void a_missing_invlpg_is_blamed_on_its_rule_and_explained() {
        String steps = "load x\nentry pt[1] := page 0x201 P RW US A D\nINVLPG x\nload x\n";
        Judgement judgement = judge(steps, deafTo(without(Operation.InvLpg.class)));
        Divergence divergence = judgement.divergence();
        assertThat(judgement.grade()).isEqualTo(Grade.DIVERGENT);
        assertThat(divergence).isNotNull();
        assertThat(divergence.blamed()).containsExactly(Rule.TLB_INVLPG);
        assertThat(divergence.signature()).hasToString("TLB-INVLPG / Load / Loaded");
        assertThat(Explanation.of(scenario(steps), divergence)).isEqualTo("""
            Step 4, load x
              observed:  loaded 0x400000e from page 0x200
              permitted: loaded 0x402000e from page 0x201
            That is what a TLB entry for a 4 KB page gives, which could be cached since step 1 (load x):
              page 0x1000, PCID 000H -> frame 0x200, writable, user, executable
            It had to be gone since step 3 (INVLPG x), by TLB-INVLPG, INVLPG (SDM 4.10.4.1; vol 2 INVLPG).
            """);
    }

    @Test
    void of_several_rules_that_removed_it_the_last_is_named_first() {
        String steps = "load x\nentry pt[1] := page 0x201 P RW US A D\nINVPCID 3\nINVLPG x\nload x\n";
        Mmu deaf = deafTo(step -> without(Operation.InvLpg.class)
                .apply(without(Operation.InvPcid.class).apply(step)));
        Divergence divergence = judge(steps, deaf).divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.blamed()).containsExactly(Rule.TLB_INVLPG, Rule.TLB_INVPCID_3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load x\nentry pt[1] := 0\nentry pt[2] := 0\nINVLPG x\nsplit load x+0xffc\n",
                "store x 0x12\nentry pt[1] := page 0x200 P RW US A\nINVLPG x\nstore x 0x14\nread entry pt[1]\n"
            })
    void what_had_to_be_gone_is_blamed_where_it_shows_in_what_comes_after_it(String steps) {
        Divergence divergence =
                judge(steps, deafTo(without(Operation.InvLpg.class))).divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.step()).isEqualTo(4);
        assertThat(divergence.ghost()).isNull();
        assertThat(divergence.blamed()).containsExactly(Rule.TLB_INVLPG);
    }

    @Test
    void a_broken_rule_is_blamed_beneath_an_error_code_that_is_known_to_be_wrong() {
        Tolerance lacksWrite = (_, observed, permitted) -> observed instanceof Outcome.PageFault(int code, long at)
                        && permitted.contains(new Outcome.PageFault(code | 2, at))
                ? new Tolerance.Meaning(List.of("W"), new Outcome.PageFault(code | 2, at))
                : null;
        Scenario reserved = scenario("entry pt[1] := page 0x8000000000 P RW US A D\nINVLPG x\nstore x 0x12\n");
        List<Outcome> outcomes =
                List.of(new Outcome.Stored(0x13), Outcome.Done.INSTANCE, new Outcome.PageFault(1, 0x1000));
        Divergence divergence = new Judge(lacksWrite)
                .judge(reserved, Execution.complete(outcomes), coverage)
                .divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.blamed()).containsExactly(Rule.PG_PF_RSVD);
    }

    @Test
    void what_two_rules_explain_that_the_subject_is_known_to_break_is_blamed_on_them() {
        String steps = "load x\nentry pt[1] := 0\nINVLPG x\nMOV CR4 +SMAP\nload x\n";
        Mmu subject = deafTo(step -> without(Operation.InvLpg.class)
                .apply(without(Operation.MovToCr4.class).apply(step)));
        assertThat(judge(steps, subject).divergence())
                .isNotNull()
                .satisfies(divergence -> assertThat(divergence.blamed()).containsExactly(Rule.PG_4L_WALK));
        Divergence divergence = new Judge(new Breaking(List.of(Rule.TLB_INVLPG, Rule.PG_SMAP_EXPL)))
                .judge(scenario(steps), subject, coverage)
                .divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.blamed()).containsExactly(Rule.TLB_INVLPG, Rule.PG_SMAP_EXPL);
    }

    @Test
    void what_the_subject_is_known_to_break_is_blamed_before_the_last_rule_that_removed_it() {
        String steps = "load x\nentry pt[1] := page 0x201 P RW US A D\nINVPCID 3\nINVLPG x\nload x\n";
        Mmu deaf = deafTo(step -> without(Operation.InvLpg.class)
                .apply(without(Operation.InvPcid.class).apply(step)));
        Mmu deafToOne = deafTo(without(Operation.InvPcid.class));
        Judge knowing = new Judge(new Breaking(List.of(Rule.TLB_INVPCID_3)));
        assertThat(knowing.judge(scenario(steps), deaf, coverage).divergence())
                .isNotNull()
                .satisfies(divergence ->
                        assertThat(divergence.blamed()).containsExactly(Rule.TLB_INVLPG, Rule.TLB_INVPCID_3));
        String other = steps.replace("INVLPG x\n", "");
        assertThat(knowing.judge(scenario(other), deafToOne, coverage).divergence())
                .isNotNull()
                .satisfies(divergence -> assertThat(divergence.blamed()).containsExactly(Rule.TLB_INVPCID_3));
    }

    @Test
    void two_rules_that_the_subject_is_known_to_break_explain_a_flag_that_a_cached_translation_left_clear() {
        String steps = "load x\nentry pt[1] := page 0x200 P RW US D\nINVPCID 3\nINVLPG x\nload x\nread entry pt[1]\n";
        Mmu deaf = deafTo(step -> without(Operation.InvLpg.class)
                .apply(without(Operation.InvPcid.class).apply(step)));
        Judge knowing = new Judge(new Breaking(List.of(Rule.TLB_INVPCID_3, Rule.TLB_INVLPG)));
        Divergence divergence = knowing.judge(scenario(steps), deaf, coverage).divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.blamed()).containsExactlyInAnyOrder(Rule.TLB_INVPCID_3, Rule.TLB_INVLPG);
    }

    @Test
    void a_wrong_error_code_is_blamed_on_the_bit_that_is_wrong() {
        LawfulProcessor processor = LawfulProcessor.fresh();
        Mmu subject = new Mmu() {
            @Override
            public void reset(Start start) {
                processor.reset(start);
            }

            @Override
            public Outcome execute(Step step) {
                Outcome outcome = processor.execute(step);
                return outcome instanceof Outcome.PageFault(int code, long address)
                        ? new Outcome.PageFault(code & ~2, address)
                        : outcome;
            }
        };
        Divergence divergence =
                judge("entry pt[1] := 0\nINVLPG x\nstore x 0x100\n", subject).divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.blamed()).containsExactly(Rule.PG_PF_W);
    }

    /** The address would be canonical if it had 57 bits, so that their number in itself is another explanation. */
    @Test
    void a_forbidden_operand_is_blamed_on_its_own_rule_before_that_of_the_width_of_addresses() {
        Mmu subject = telling(
                LawfulProcessor.fresh(),
                outcome -> outcome instanceof Outcome.GeneralProtection ? Outcome.Done.INSTANCE : outcome);
        Divergence divergence =
                judge("INVPCID 0 pcid 0 0xffff7ffffffff000\n", subject).divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.blamed()).containsExactly(Rule.INVPCID_GP_CANON, Rule.PG_CANON_COMPONENTS);
    }

    @Test
    void a_translation_used_with_paging_off_is_blamed_on_the_mode() {
        Mmu subject = deafTo(step -> step instanceof Step.Init ? new Step.InitAndBringUp(0, 0x10, 0) : step);
        Divergence divergence = judge("load x\nINIT\nload x\n", subject).divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.blamed()).containsExactly(Rule.PG_MODE_NONE);
    }

    @Test
    void a_subject_that_throws_has_crashed_and_the_next_scenario_is_judged() {
        Mmu subject = new Mmu() {
            @Override
            public void reset(Start start) {}

            @Override
            public Outcome execute(Step step) {
                throw new IllegalStateException("shadow page lost\nsecond line");
            }
        };
        Judgement judgement = judge("load x\n", subject);
        assertThat(judgement.grade()).isEqualTo(Grade.CRASHED);
        assertThat(judgement.divergence()).isNotNull();
        assertThat(judgement.divergence().crash()).isEqualTo("IllegalStateException: shadow page lost");
        assertThat(judge("load x\n", LawfulProcessor.fresh()).grade()).isEqualTo(Grade.CONFORMS);
    }

    @Test
    @SuppressWarnings("NullAway") // a subject that breaks its contract
    void a_subject_that_returns_nothing_or_cannot_be_reset_has_crashed() {
        Mmu silent = new Mmu() {
            @Override
            public void reset(Start start) {}

            @Override
            public Outcome execute(Step step) {
                return null;
            }
        };
        Mmu broken = new Mmu() {
            @Override
            public void reset(Start start) {
                throw new NoSuchMethodError("reset");
            }

            @Override
            public Outcome execute(Step step) {
                return Outcome.Done.INSTANCE;
            }
        };
        assertThat(judge("load x\n", silent).grade()).isEqualTo(Grade.CRASHED);
        assertThat(judge("load x\n", broken).grade()).isEqualTo(Grade.CRASHED);
    }

    @Test
    void an_outcome_that_makes_no_sense_diverges() {
        for (Outcome absurd : new Outcome[] {
            new Outcome.Loaded(0, -5),
            new Outcome.Loaded(0x2000_000e, Long.MAX_VALUE),
            new Outcome.Stored(Long.MIN_VALUE),
            new Outcome.PageFault(-1, -1),
            new Outcome.GeneralProtection(-1),
            new Outcome.RegisterValue(0x1000),
            Outcome.Done.INSTANCE,
            Outcome.UndefinedOpcode.INSTANCE
        }) {
            Mmu liar = new Mmu() {
                @Override
                public void reset(Start start) {}

                @Override
                public Outcome execute(Step step) {
                    return absurd;
                }
            };
            Judgement judgement = judge("load x\n", liar);
            assertThat(judgement.grade()).as("%s", absurd).isEqualTo(Grade.DIVERGENT);
            assertThat(judgement.divergence()).isNotNull();
            assertThat(Explanation.of(scenario("load x\n"), judgement.divergence()))
                    .contains("observed:");
        }
    }

    @Test
    void only_an_access_that_could_notice_a_breach_checks_a_rule() {
        String invalidation = "load x\nentry pt[1] := page 0x201 P RW US A D\nINVLPG x\n";
        judge(invalidation + "load y\n", LawfulProcessor.hoarding());
        assertThat(coverage.executed(Rule.TLB_INVLPG)).isEqualTo(1);
        assertThat(coverage.checked(Rule.TLB_INVLPG)).isZero();
        judge(invalidation + "load x\n", LawfulProcessor.hoarding());
        assertThat(coverage.checked(Rule.TLB_INVLPG)).isEqualTo(1);
    }

    @Test
    void an_entry_that_only_init_removed_is_suspicious_under_union_and_divergent_under_intel() {
        String steps = """
            MOV CR3 root pcid 5
            load x
            entry pt[1] := page 0x201 P RW US A D
            INIT-AND-BRING-UP root pcid 5
            load x
            load x
            """;
        Mmu deaf = new Mmu() {
            private final LawfulProcessor processor = LawfulProcessor.hoarding();

            @Override
            public void reset(Start start) {
                processor.reset(start);
            }

            @Override
            public Outcome execute(Step step) {
                return step instanceof Step.InitAndBringUp ? Outcome.Done.INSTANCE : processor.execute(step);
            }
        };
        Judgement union = judge(steps, deaf);
        assertThat(union.grade()).isEqualTo(Grade.SUSPICIOUS);
        assertThat(union.suspicious()).isEqualTo(1);
        Scenario intel = LitmusParser.parse(WORLD.replace("name: world", "name: world\nprofile: INTEL") + steps)
                .scenario();
        Divergence divergence = judge.judge(intel, deaf, coverage).divergence();
        assertThat(divergence).isNotNull();
        assertThat(divergence.blamed()).containsExactly(Rule.INIT_TLB);
    }
}
