package org.stalemate.hunt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.stalemate.oracles.Judgement;
import org.stalemate.reports.ConfigurationResult;
import org.stalemate.reports.Cut;

/** How one configuration has done so far. */
final class Tally {
    /** Reasons beyond so many are not told apart. */
    private static final int MOST_REASONS = 50;

    private static final String OTHER_REASONS = "other reasons";

    private final String name;
    private long scenarios;
    private long operations;
    private long staleOutcomes;
    private long suspiciousOutcomes;
    private long noVerdict;
    private long divergent;
    private long crashed;
    private long stepsCut;
    private final TreeMap<String, Cut> cuts = new TreeMap<>();

    /** Continues where a result ended. */
    Tally(ConfigurationResult before) {
        name = before.name();
        scenarios = before.scenarios();
        operations = before.operations();
        staleOutcomes = before.staleOutcomes();
        suspiciousOutcomes = before.suspiciousOutcomes();
        noVerdict = before.noVerdict();
        divergent = before.divergent();
        crashed = before.crashed();
        stepsCut = before.stepsCut();
        before.cuts().forEach(cut -> cuts.put(cut.reason(), cut));
    }

    void add(Trial trial) {
        Judgement judgement = trial.judgement();
        scenarios++;
        operations += judgement.stepsJudged();
        staleOutcomes += judgement.stale();
        suspiciousOutcomes += judgement.suspicious();
        switch (judgement.grade()) {
            case NO_VERDICT -> noVerdict++;
            case DIVERGENT -> divergent++;
            case CRASHED -> crashed++;
            case CONFORMS, STALE, SUSPICIOUS -> {}
        }
        if (judgement.stepsCut() > 0) {
            cut(trial.cutReason(), judgement.stepsCut());
        }
    }

    private void cut(String given, int steps) {
        String reason = given.isBlank() ? "no reason given" : given;
        boolean room = cuts.containsKey(reason) || cuts.size() < MOST_REASONS;
        String counted = room ? reason : OTHER_REASONS;
        cuts.merge(counted, new Cut(counted, 1, steps), Tally::sum);
        stepsCut += steps;
    }

    private static Cut sum(Cut a, Cut b) {
        return new Cut(a.reason(), a.scenarios() + b.scenarios(), a.steps() + b.steps());
    }

    /** {@return how many scenarios ended for want of an outcome} */
    long cutOff() {
        return noVerdict + crashed;
    }

    /** {@return how many steps the target did not have} */
    long stepsCut() {
        return stepsCut;
    }

    ConfigurationResult result() {
        List<Cut> commonestFirst = new ArrayList<>(cuts.values());
        commonestFirst.sort(Comparator.comparingLong(Cut::scenarios).reversed());
        return new ConfigurationResult(
                name,
                scenarios,
                operations,
                staleOutcomes,
                suspiciousOutcomes,
                noVerdict,
                divergent,
                crashed,
                commonestFirst);
    }
}
