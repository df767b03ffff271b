package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.litmus.LitmusPrinter;
import org.stalemate.oracles.Divergence;
import org.stalemate.oracles.Grade;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.Judgement;
import org.stalemate.oracles.RuleCoverage;
import org.stalemate.oracles.Tolerance;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.Sighting;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;

/**
 * One scenario on one subject, step by step.
 *
 * @param scenario what was replayed, on the processor that the subject is
 * @param changes how that differs from the processor that the scenario was made for, in one line; empty if it does not
 * @param steps its steps, up to the one where it ended
 * @param judgement the verdict on it
 */
public record Replay(Scenario scenario, String changes, List<ReplayedStep> steps, Judgement judgement) {
    /**
     * What happened at one step.
     *
     * @param step as a litmus text spells it
     * @param observed what the subject gave, or how it failed
     * @param permitted what it might have given
     * @param grade what that says of the subject
     * @param known the IDs of what is known to be told wrongly in it; then the grade is that of what was meant
     * @param source the cached translation that gives a stale outcome, or null for other outcomes
     */
    public record ReplayedStep(
            String step,
            String observed,
            List<String> permitted,
            Grade grade,
            List<String> known,
            @Nullable Sighting source) {
        public ReplayedStep {
            known = List.copyOf(known);
            permitted = List.copyOf(permitted);
        }
    }

    public Replay {
        steps = List.copyOf(steps);
    }

    /** {@return the scenario on a subject of which nothing is known} */
    public static Replay of(Scenario scenario, SubjectConfiguration configuration) {
        return of(scenario, configuration, Tolerance.NONE);
    }

    /**
     * {@return the scenario on the subject, moved to its processor if that is a certain one}
     *
     * @param tolerance what the subject is known to tell wrongly
     */
    public static Replay of(Scenario scenario, SubjectConfiguration configuration, Tolerance tolerance) {
        Transplant there = Transplant.onto(configuration, scenario);
        Judge judge = new Judge(tolerance);
        if (!there.obstacle().isEmpty()) {
            Execution nothing = Execution.unsupported(List.of(), there.obstacle());
            Judgement judgement = judge.judge(scenario, nothing, new RuleCoverage());
            return of(scenario, "", new Trial(judgement, nothing.outcomes(), there.obstacle()));
        }
        try (Specimen specimen = Specimen.of(configuration)) {
            return of(there.scenario(), there.changes(), specimen.run(there.scenario(), judge, new RuleCoverage()));
        }
    }

    private static Replay of(Scenario scenario, String changes, Trial trial) {
        Judgement judgement = trial.judgement();
        List<Outcome> judged = judgement.asJudged(trial.outcomes());
        List<ReplayedStep> steps = new ArrayList<>();
        List<String> texts = LitmusPrinter.steps(scenario);
        Model model = new Model(true);
        model.reset(scenario.start(), LinearPages.of(scenario));
        for (int i = 0; i < texts.size(); i++) {
            Permitted permitted = model.evaluate(scenario.steps().get(i));
            List<String> choices = LitmusPrinter.outcomes(scenario, i, permitted.outcomes());
            if (i >= trial.outcomes().size()) {
                steps.add(unfinished(texts.get(i), choices, trial));
                break;
            }
            Outcome meant = judged.get(i);
            int matched = permitted.match(meant);
            boolean diverges = judgement.grade() == Grade.DIVERGENT && i == judgement.stepsJudged() - 1;
            Sighting source = matched < 0 || permitted.fresh(matched) ? null : model.source(matched);
            steps.add(new ReplayedStep(
                    texts.get(i),
                    LitmusPrinter.outcome(scenario, i, trial.outcomes().get(i)),
                    choices,
                    diverges ? Grade.DIVERGENT : grade(permitted, matched),
                    judgement.known(i),
                    source));
            if (diverges) {
                break;
            }
            if (!model.admit(meant)) {
                model.admitGhost(meant);
            }
        }
        return new Replay(scenario, changes, steps, judgement);
    }

    /** The step without an outcome: the subject failed, does not have it, or gave one before that leaves open what it did. */
    private static ReplayedStep unfinished(String text, List<String> choices, Trial trial) {
        Divergence divergence = trial.judgement().divergence();
        String reason = trial.cutReason().isEmpty() ? "" : ": " + trial.cutReason();
        String observed = divergence == null ? "not executed" + reason : divergence.crash();
        return new ReplayedStep(text, observed, choices, trial.judgement().grade(), List.of(), null);
    }

    private static Grade grade(Permitted permitted, int matched) {
        if (matched < 0) {
            return Grade.SUSPICIOUS;
        }
        return permitted.fresh(matched) ? Grade.CONFORMS : Grade.STALE;
    }
}
