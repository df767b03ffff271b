package org.stalemate.hunt;

import org.stalemate.oracles.Judgement;
import org.stalemate.reports.ConfigurationResult;

/** How one configuration has done so far. */
final class Tally {
    private final String name;
    private long scenarios;
    private long operations;
    private long staleOutcomes;
    private long suspiciousOutcomes;
    private long noVerdict;
    private long divergent;
    private long crashed;

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
    }

    void add(Judgement judgement) {
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
    }

    /** {@return how many scenarios ended for want of an outcome} */
    long cutOff() {
        return noVerdict + crashed;
    }

    ConfigurationResult result() {
        return new ConfigurationResult(
                name, scenarios, operations, staleOutcomes, suspiciousOutcomes, noVerdict, divergent, crashed);
    }
}
