package org.stalemate.reports.statistics;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * How often a subject can fail at most, given how often it did. Scenarios are drawn independently, operations of one scenario
 * depend on each other: so this is about scenarios. The bound is that of Clopper and Pearson; without any failure it is close
 * to 3 divided by the number of scenarios (the rule of three).
 *
 * @param scenarios how many scenarios had a verdict
 * @param failures how many of them failed
 * @param upper what the probability that a scenario fails is below, with a confidence of {@value #PERCENT} %
 */
public record DivergenceBound(long scenarios, long failures, double upper) {
    /** In how many of 100 campaigns the bound holds. */
    public static final int PERCENT = 95;

    /**
     * {@return the bound for what was seen}
     *
     * @throws IllegalArgumentException if more scenarios failed than there were
     */
    public static DivergenceBound of(long scenarios, long failures) {
        if (failures < 0 || failures > scenarios) {
            throw new IllegalArgumentException(failures + " of " + scenarios + " scenarios cannot have failed");
        }
        double upper = failures == scenarios
                ? 1
                : BetaDistribution.of(failures + 1.0, (double) (scenarios - failures))
                        .inverseCumulativeProbability(PERCENT / 100.0);
        return new DivergenceBound(scenarios, failures, upper);
    }
}
