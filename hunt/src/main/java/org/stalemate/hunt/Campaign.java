package org.stalemate.hunt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stalemate.generators.RandomSource;
import org.stalemate.oracles.Divergence;
import org.stalemate.oracles.Judge;
import org.stalemate.reports.CampaignPlan;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.Finding;
import org.stalemate.reports.Occurrence;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Scenario;

/**
 * Seeds in, findings out. Each scenario is generated once and judged on every configuration of the subject; of the failures of
 * each signature some are shrunk, and those that shrink to the same form are one finding. Memory does not grow with the number of
 * scenarios. Not safe for use by several threads.
 */
public final class Campaign {
    /** How many failures of a signature are shrunk at first. */
    private static final int SHRUNK = 5;

    /** The same where each attempt costs a time limit. */
    private static final int SHRUNK_HANGING = 1;

    private final CampaignSettings settings;
    private final CampaignPlan plan;
    private final List<Specimen> specimens;
    private final List<Tally> tallies;
    private final CoverageCounts coverage;
    private final FindingBook findings;
    private final Judge judge;
    private final WitnessMaker witnesses;
    private final long operationsBefore;
    private final Deque<Failure> waiting = new ArrayDeque<>();
    private CampaignObserver observer = CampaignObserver.NONE;
    private long nextScenario;
    private long operations;

    /**
     * A failure that is to be shrunk.
     *
     * @param configuration the place of the configuration that failed
     * @param known the ID of what it is known as, or null
     * @param number the number of the scenario
     * @param operations how many operations had been checked by then
     */
    private record Failure(
            int configuration,
            Scenario scenario,
            Trial trial,
            Divergence divergence,
            @Nullable String known,
            long number,
            long operations) {}

    /** Begins a campaign. */
    public Campaign(CampaignSettings settings) {
        this(settings, specimens(settings));
    }

    /** Begins a campaign on specimens of the configurations. */
    Campaign(CampaignSettings settings, List<Specimen> specimens) {
        this(settings, settings.plan(), specimens);
    }

    private Campaign(CampaignSettings settings, CampaignPlan plan, List<Specimen> specimens) {
        this(settings, plan, CampaignResult.nothingYet(plan), specimens);
    }

    private Campaign(CampaignSettings settings, CampaignPlan plan, CampaignResult before, List<Specimen> specimens) {
        this.settings = settings;
        this.plan = plan;
        this.specimens = specimens;
        tallies = before.configurations().stream().map(Tally::new).toList();
        coverage = new CoverageCounts(before.coverage(), specimens.size());
        judge = new Judge(settings.known());
        witnesses = new WitnessMaker(judge);
        findings = new FindingBook(plan.configurations(), before, settings.known());
        nextScenario = before.nextScenario();
        operationsBefore = before.operations();
        operations = operationsBefore;
    }

    private static List<Specimen> specimens(CampaignSettings settings) {
        return settings.configurations().stream().map(Specimen::of).toList();
    }

    /**
     * Continues a campaign where a result ended. The outcome is that of one uninterrupted run.
     *
     * @param settings those of the campaign; only the budget may differ
     * @param before how far it had come
     * @throws IllegalArgumentException if the result is of another campaign; the message says what differs
     */
    public static Campaign resume(CampaignSettings settings, CampaignResult before) {
        CampaignPlan plan = settings.plan();
        CampaignPlan old = before.plan();
        if (!old.generator().equals(plan.generator())) {
            throw new IllegalArgumentException(
                    "the result is of another version of the generator, which makes other scenarios; begin a new one");
        }
        if (!old.withOperations(0).equals(plan.withOperations(0))) {
            throw new IllegalArgumentException("the result is of another campaign: its plan was " + old);
        }
        return new Campaign(settings, plan, before, specimens(settings));
    }

    /** Runs until the budget is used up or the observer wants to stop, and says how far that is. */
    public CampaignResult run(CampaignObserver follower) {
        observer = follower;
        try (Pipeline pipeline = new Pipeline(settings, specimens, nextScenario)) {
            while (!isFinished() && !observer.wantsToStop()) {
                judge(pipeline.next(scenariosLeft()));
                observer.scenarioDone(this);
            }
            return result();
        } finally {
            specimens.forEach(Specimen::close);
        }
    }

    private boolean isFinished() {
        return settings.operations() > 0 && operationsLeft() <= 0;
    }

    /**
     * A scenario that was cut off uses up a whole one's share: a subject that fails at once would hardly ever be done. So do steps that
     * the target does not have.
     */
    private long operationsLeft() {
        long cutOff = tallies.stream().mapToLong(Tally::cutOff).sum();
        long stepsCut = tallies.stream().mapToLong(Tally::stepsCut).sum();
        return settings.operations() - operations - cutOff * plan.length() - stepsCut;
    }

    /** {@return how many scenarios it takes to use up the budget if none of them is cut off} */
    private long scenariosLeft() {
        long operationsEach = (long) plan.length() * specimens.size();
        return settings.operations() == 0 ? Long.MAX_VALUE : Math.ceilDiv(operationsLeft(), operationsEach);
    }

    private void judge(Pipeline.Given given) {
        for (int i = 0; i < specimens.size(); i++) {
            Trial trial = given.runs().get(i).trial(given.place(), judge, coverage.counting());
            tallies.get(i).add(trial);
            operations += trial.judgement().stepsJudged();
            findings.addTolerated(trial.judgement());
            Divergence divergence = trial.judgement().divergence();
            if (divergence != null) {
                note(given.scenario(), i, trial, divergence);
            }
        }
        coverage.sample(nextScenario, given.scenario());
        nextScenario++;
    }

    private void note(Scenario scenario, int i, Trial trial, Divergence divergence) {
        Specimen specimen = specimens.get(i);
        int limit = divergence.failure() == Execution.Ending.HUNG ? SHRUNK_HANGING : SHRUNK;
        String known = findings.known(scenario, divergence);
        boolean isShrunk = !findings.countsOnly(divergence.signature(), known, i, limit);
        if (isShrunk) {
            observer.detected(this);
            waiting.add(new Failure(i, scenario, trial.kept(), divergence, known, nextScenario, operations));
        }
        if (isShrunk || divergence.observed() == null) {
            specimen.discard();
        }
        if (waiting.size() >= specimen.shrunkTogether()) {
            shrinkWaiting();
        }
    }

    private void shrinkWaiting() {
        try (Rounds<WitnessMaker.Shown> rounds = new Rounds<>()) {
            List<Supplier<WitnessMaker.Shown>> shrunk = waiting.stream()
                    .map(failure -> beginToShrink(failure, rounds))
                    .toList();
            shrunk.forEach(shown -> add(waiting.remove(), shown));
        }
    }

    /** Where nothing is gained by rounds, a failure is shrunk once its turn to be added comes. */
    private Supplier<WitnessMaker.Shown> beginToShrink(Failure failure, Rounds<WitnessMaker.Shown> rounds) {
        Specimen specimen = specimens.get(failure.configuration);
        Function<Specimen, WitnessMaker.Shown> shrinking =
                runner -> witnesses.make(failure.scenario, failure.trial, failure.divergence, runner);
        return specimen.shrunkTogether() == 1 ? () -> shrinking.apply(specimen) : rounds.begin(specimen, shrinking);
    }

    private void add(Failure failure, Supplier<WitnessMaker.Shown> shrunk) {
        Specimen specimen = specimens.get(failure.configuration);
        WitnessMaker.Shown shown = shrunk.get();
        Finding finding = new Finding(
                shown.signature().toString(),
                kind(failure.divergence.failure()),
                null,
                specimen.name(),
                failure.number,
                RandomSource.seed(settings.seed(), failure.number),
                failure.operations,
                shown.witness(),
                List.of(new Occurrence(specimen.name(), 1)));
        if (findings.add(failure.divergence.signature(), failure.known, finding)) {
            observer.found(finding);
        }
    }

    private static Finding.Kind kind(Execution.Ending ending) {
        return switch (ending) {
            case COMPLETE, UNSUPPORTED -> Finding.Kind.DIVERGENT;
            case HUNG -> Finding.Kind.HUNG;
            case RESET -> Finding.Kind.RESET;
            case MALFORMED -> Finding.Kind.MALFORMED;
            case CRASHED -> Finding.Kind.CRASHED;
        };
    }

    /** {@return how many operations had been checked when this was resumed} */
    public long operationsBefore() {
        return operationsBefore;
    }

    /** {@return how many operations were checked so far} */
    public long operations() {
        return operations;
    }

    /** {@return how many findings there are so far} */
    public int findings() {
        return findings.size();
    }

    /** {@return how far the campaign has come; it can be resumed from here} Not to be asked within a scenario. */
    public CampaignResult result() {
        shrinkWaiting();
        return new CampaignResult(
                plan,
                isFinished(),
                nextScenario,
                tallies.stream().map(Tally::result).toList(),
                coverage.counts(),
                findings.findings(),
                findings.signatures(),
                findings.known(),
                null);
    }
}
