package org.stalemate.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.oracles.Grade;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.Judgement;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.oracles.reference.Zoo;
import org.stalemate.specification.Model;
import org.stalemate.specification.Variation;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** Every lawful oddity conforms, whatever it tells of frames; and no wrong processor makes the judge fail. */
final class LawfulUnderJudgeTest {
    private static final Set<Grade> LAWFUL = EnumSet.of(Grade.CONFORMS, Grade.STALE);
    private static final Set<Grade> NO_VERDICT = EnumSet.of(Grade.NO_VERDICT);

    private final Judge judge = new Judge();
    private final Model lockstep = new Model(false);

    private Scenario scenario(long seed) {
        return ScenarioGenerator.standard().generate(seed, lockstep);
    }

    @Test
    void the_zoo_conforms() {
        for (long seed = 0; seed < 150; seed++) {
            Scenario scenario = scenario(seed);
            for (LawfulProcessor processor : Zoo.all(seed)) {
                Judgement judgement = judge.judge(scenario, processor, new RuleCoverage());
                assertThat(judgement.grade())
                        .as("%s, seed %d", processor.name(), seed)
                        .isIn(leavesOpenWhatItDid(scenario, judgement) ? NO_VERDICT : LAWFUL);
            }
        }
    }

    /** A store that faults in its second page and a task switch that may end a scenario without a verdict, and nothing else here does. */
    private static boolean leavesOpenWhatItDid(Scenario scenario, Judgement judgement) {
        return judgement.grade() == Grade.NO_VERDICT
                && scenario.steps().get(judgement.stepsJudged() - 1)
                        instanceof Step.Instruction(var _, Operation operation)
                && (operation instanceof Operation.SplitStore || operation instanceof Operation.TaskSwitch);
    }

    @Test
    void the_zoo_conforms_without_telling_frames() {
        for (long seed = 1000; seed < 1150; seed++) {
            Scenario scenario = scenario(seed);
            for (LawfulProcessor processor : Zoo.all(seed)) {
                Judgement judgement = judge.judge(scenario, silentOnFrames(processor), new RuleCoverage());
                assertThat(judgement.divergence())
                        .as("%s, seed %d", processor.name(), seed)
                        .isNull();
            }
        }
    }

    @Test
    void a_processor_that_breaks_a_decision_is_judged_and_not_a_reason_to_fail() {
        int divergent = 0;
        for (Rule rule : Decisions.breakable()) {
            for (long seed = 0; seed < 25; seed++) {
                Scenario scenario = scenario(seed);
                Judgement judgement = judge.judge(scenario, breaking(rule, scenario), new RuleCoverage());
                assertThat(judgement.grade()).as("%s, seed %d", rule, seed).isNotEqualTo(Grade.CRASHED);
                divergent += judgement.grade() == Grade.DIVERGENT ? 1 : 0;
            }
        }
        assertThat(divergent).isGreaterThan(100);
    }

    private static Mmu silentOnFrames(Mmu subject) {
        return new Mmu() {
            @Override
            public void reset(Start start) {
                subject.reset(start);
            }

            @Override
            public Outcome execute(Step step) {
                return switch (subject.execute(step)) {
                    case Outcome.Loaded(long value, var _) -> new Outcome.Loaded(value, Outcome.UNKNOWN_FRAME);
                    case Outcome.Stored _ -> new Outcome.Stored(Outcome.UNKNOWN_FRAME);
                    case Outcome other -> other;
                };
            }
        };
    }

    /** A processor that gives the last outcome that a model permits which breaks one rule. */
    private static Mmu breaking(Rule rule, Scenario scenario) {
        Model wrong = new Model(false, new Variation() {
            @Override
            public Decisions decisions() {
                return Decisions.breaking(rule);
            }
        });
        LinearPages pages = LinearPages.of(scenario);
        return new Mmu() {
            @Override
            public void reset(Start start) {
                wrong.reset(start, pages);
            }

            @Override
            public Outcome execute(Step step) {
                var permitted = wrong.evaluate(step);
                Outcome outcome = permitted.outcome(permitted.size() - 1);
                wrong.admit(outcome);
                return outcome;
            }
        };
    }
}
