package org.stalemate.oracles;

import static org.stalemate.vocabulary.Execution.Ending.COMPLETE;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.Model;
import org.stalemate.specification.Permitted;
import org.stalemate.specification.Sighting;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.Vendor;

/**
 * Judges scenarios, one after the other, against subjects: each step is executed by the subject, looked up in the permitted set,
 * and committed. One judge serves millions of scenarios. Not safe for use by several threads.
 */
public final class Judge {
    private final Model model = new Model(true);
    private final Blame blame;
    private final Retention retention = new Retention();
    private final List<Outcome> observed = new ArrayList<>();
    private final BitSet suspiciousSteps = new BitSet();
    private final List<Judgement.Tolerated> tolerated = new ArrayList<>();
    private final Tolerance tolerance;

    private @Nullable Scenario scenario;
    private LinearPages pages = LinearPages.of();
    private int stale;
    private int suspicious;

    /** Makes a judge who knows the rules alone. */
    public Judge() {
        this(Tolerance.NONE);
    }

    /** Makes a judge who knows what subjects tell wrongly. */
    public Judge(Tolerance tolerance) {
        this.tolerance = tolerance;
        blame = new Blame(tolerance);
    }

    /**
     * Runs a scenario until it diverges, crashes, becomes ambiguous, or ends.
     *
     * @param coverage what the steps executed and checked is added here
     */
    public Judgement judge(Scenario judged, Mmu subject, RuleCoverage coverage) {
        return judge(judged, subject, judged.steps().size(), coverage);
    }

    /**
     * Judges what was seen of a scenario, up to the step before one that the target does not have.
     *
     * @param coverage what the steps executed and checked is added here
     */
    public Judgement judge(Scenario judged, Execution seen, RuleCoverage coverage) {
        Recording recording = new Recording(judged, seen);
        return judge(judged, recording, recording.steps(), coverage);
    }

    private Judgement judge(Scenario judged, Mmu subject, int steps, RuleCoverage coverage) {
        if (!isSame(judged)) {
            scenario = judged;
            pages = LinearPages.of(judged);
        }
        observed.clear();
        suspiciousSteps.clear();
        tolerated.clear();
        stale = 0;
        suspicious = 0;
        model.reset(judged.start(), pages);
        retention.reset(judged);
        boolean isReset = false;
        for (int i = 0; i < steps; i++) {
            Judgement end = judgeStep(judged, i, subject, isReset, coverage);
            isReset = true;
            coverage.addOperations(1);
            if (end != null) {
                return end;
            }
        }
        Grade grade = suspicious > 0 ? Grade.SUSPICIOUS : stale > 0 ? Grade.STALE : Grade.CONFORMS;
        return new Judgement(grade, steps, judged.steps().size() - steps, stale, suspicious, tolerated, null);
    }

    @SuppressWarnings("ReferenceEquality") // records are compared field by field, which costs more than it saves
    private boolean isSame(Scenario judged) {
        return judged == scenario;
    }

    private Judgement end(Grade grade, int steps, @Nullable Divergence divergence) {
        return new Judgement(grade, steps, 0, stale, suspicious, tolerated, divergence);
    }

    private @Nullable Judgement judgeStep(Scenario judged, int i, Mmu subject, boolean isReset, RuleCoverage coverage) {
        Step step = judged.steps().get(i);
        Permitted permitted = model.evaluate(step);
        Outcome outcome;
        try {
            if (!isReset) {
                subject.reset(judged.start());
            }
            outcome = Objects.requireNonNull(subject.execute(step), "the subject returned no outcome");
        } catch (Throwable failure) {
            if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
                throw fatal; // no memory is left to judge anything with
            }
            return end(Grade.CRASHED, i + 1, crash(i, step, permitted, failure));
        }
        int matched = permitted.match(outcome);
        if (matched < 0) {
            outcome = meant(step, i, outcome, permitted);
            matched = permitted.match(outcome);
        }
        observed.add(outcome);
        if (permitted.isAmbiguous(outcome)) {
            return end(Grade.NO_VERDICT, i + 1, null);
        }
        if (matched < 0) {
            return refuse(judged, i, outcome, permitted);
        }
        if (!permitted.fresh(matched)) {
            stale++;
            retention.exhibit(step, outcome, permitted, model.source(matched), model.pageSizeNow(), coverage);
        }
        coverage.addChecked(model.checkedRules());
        RegisterFile registers = model.registers(step.processor());
        long oldCr0 = registers.cr0();
        long oldCr4 = registers.cr4();
        long oldEfer = registers.efer();
        model.admit(outcome);
        coverage.addExecuted(model.appliedRules());
        retention.note(step, i, outcome, oldCr0, oldCr4, oldEfer, registers);
        return null;
    }

    /** What an outcome that is not permitted is taken for, which is itself unless it is tolerated. */
    private Outcome meant(Step step, int i, Outcome outcome, Permitted permitted) {
        Tolerance.Meaning meaning = tolerance.meaning(step, outcome, permitted.outcomes());
        if (meaning == null) {
            return outcome;
        }
        tolerated.add(new Judgement.Tolerated(i, meaning));
        return meaning.outcome();
    }

    /** An outcome that is not permitted: a divergence, unless a rule alone forbids it on which the manuals contradict themselves. */
    private @Nullable Judgement refuse(Scenario judged, int i, Outcome outcome, Permitted permitted) {
        Sighting ghost = model.explain(outcome);
        if (ghost != null && isContradictory(judged, ghost) && model.admitGhost(outcome)) {
            suspicious++;
            suspiciousSteps.set(i);
            return null;
        }
        List<Rule> blamed = blame.of(judged, pages, observed, suspiciousSteps, model, ghost);
        Divergence divergence =
                new Divergence(i, judged.steps().get(i), outcome, permitted.outcomes(), blamed, ghost, COMPLETE, "");
        return end(Grade.DIVERGENT, i + 1, divergence);
    }

    /** INIT-TLB: the prose of both manuals says that INIT empties the TLBs, their tables say that it does not (L-INIT-AMD). */
    private static boolean isContradictory(Scenario judged, Sighting ghost) {
        return judged.start().platform().profile().vendor() == Vendor.UNION
                && !ghost.killers().isEmpty()
                && ghost.killers().stream().allMatch(killer -> killer.rule() == Rule.INIT_TLB);
    }

    private static Divergence crash(int i, Step step, Permitted permitted, Throwable failure) {
        Execution.Ending ending =
                failure instanceof Recording.TargetFailedException target ? target.ending() : Execution.Ending.CRASHED;
        String what = failure instanceof Recording.TargetFailedException
                ? ending.name().toLowerCase(Locale.ROOT)
                : failure.getClass().getSimpleName();
        String detail = failure.getMessage();
        String message = what + (detail == null || detail.isEmpty() ? "" : ": " + detail);
        return new Divergence(
                i,
                step,
                null,
                permitted.outcomes(),
                List.of(),
                null,
                ending,
                message.lines().findFirst().orElse(""));
    }
}
