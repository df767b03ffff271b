package org.stalemate.hunt;

import java.util.List;
import org.stalemate.generators.RandomSource;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.oracles.Divergence;
import org.stalemate.oracles.Grade;
import org.stalemate.oracles.Judge;
import org.stalemate.oracles.Judgement;
import org.stalemate.reports.CampaignPlan;
import org.stalemate.reports.CampaignResult;
import org.stalemate.reports.ConfigurationResult;
import org.stalemate.reports.Finding;
import org.stalemate.reports.Occurrence;
import org.stalemate.reports.Witness;
import org.stalemate.specification.Model;
import org.stalemate.vocabulary.Scenario;

/**
 * Seeds in, findings out. Each scenario is generated once and judged on every configuration of the subject; failures are merged
 * by signature, and the first of each signature is shrunk. Memory does not grow with the number of scenarios. Not safe for use
 * by several threads.
 */
public final class Campaign {
    private final CampaignSettings settings;
    private final CampaignPlan plan;
    private final List<Specimen> specimens;
    private final List<Tally> tallies;
    private final CoverageCounts coverage;
    private final FindingBook findings;
    private final ScenarioGenerator generator;
    private final Model generatorModel = new Model(false);
    private final Judge judge = new Judge();
    private final WitnessMaker witnesses = new WitnessMaker();
    private final long operationsBefore;
    private long nextScenario;
    private long operations;

    /** Begins a campaign. */
    public Campaign(CampaignSettings settings) {
        this(settings, settings.plan());
    }

    private Campaign(CampaignSettings settings, CampaignPlan plan) {
        this(settings, plan, nothingYet(plan));
    }

    private Campaign(CampaignSettings settings, CampaignPlan plan, CampaignResult before) {
        this.settings = settings;
        this.plan = plan;
        specimens = settings.configurations().stream().map(Specimen::new).toList();
        tallies = before.configurations().stream().map(Tally::new).toList();
        coverage = new CoverageCounts(before.coverage(), specimens.size());
        findings = new FindingBook(plan.configurations(), before.findings());
        generator = new ScenarioGenerator(settings.generator());
        nextScenario = before.nextScenario();
        operationsBefore = before.operations();
        operations = operationsBefore;
    }

    private static CampaignResult nothingYet(CampaignPlan plan) {
        List<ConfigurationResult> none = plan.configurations().stream()
                .map(name -> new ConfigurationResult(name, 0, 0, 0, 0, 0, 0, 0))
                .toList();
        return new CampaignResult(plan, false, 0, none, List.of(), List.of(), null);
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
        return new Campaign(settings, plan, before);
    }

    /** Runs until the budget is used up or the observer wants to stop, and says how far that is. */
    public CampaignResult run(CampaignObserver observer) {
        while (!isFinished() && !observer.wantsToStop()) {
            runScenario(observer);
            observer.scenarioDone(this);
        }
        return result();
    }

    /** A scenario that was cut off uses up a whole one's share: a subject that fails at once would hardly ever be done. */
    private boolean isFinished() {
        long cutOff = tallies.stream().mapToLong(Tally::cutOff).sum();
        return settings.operations() > 0 && operations + cutOff * plan.length() >= settings.operations();
    }

    private void runScenario(CampaignObserver observer) {
        Scenario scenario = generator.generate(RandomSource.seed(settings.seed(), nextScenario), generatorModel);
        for (int i = 0; i < specimens.size(); i++) {
            Judgement judgement = judge.judge(scenario, specimens.get(i), coverage.counting());
            tallies.get(i).add(judgement);
            operations += judgement.stepsJudged();
            Divergence divergence = judgement.divergence();
            if (divergence != null) {
                note(scenario, i, judgement.grade(), divergence, observer);
            }
        }
        coverage.sample(nextScenario, scenario);
        nextScenario++;
    }

    private void note(Scenario scenario, int i, Grade grade, Divergence divergence, CampaignObserver observer) {
        String signature = divergence.signature().toString();
        Specimen specimen = specimens.get(i);
        if (findings.countAgain(signature, i)) {
            if (grade == Grade.CRASHED) {
                specimen.discard();
            }
            return;
        }
        observer.detected(this);
        Witness witness = witnesses.make(scenario, divergence, specimen);
        Finding finding = new Finding(
                signature,
                grade == Grade.CRASHED ? Finding.Kind.CRASHED : Finding.Kind.DIVERGENT,
                specimen.name(),
                nextScenario,
                RandomSource.seed(settings.seed(), nextScenario),
                operations,
                witness,
                List.of(new Occurrence(specimen.name(), 1)));
        findings.add(finding);
        observer.found(finding);
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
        return new CampaignResult(
                plan,
                isFinished(),
                nextScenario,
                tallies.stream().map(Tally::result).toList(),
                coverage.counts(),
                findings.findings(),
                null);
    }
}
