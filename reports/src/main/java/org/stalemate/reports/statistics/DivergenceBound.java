package org.stalemate.reports.statistics;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * How often a subject can fail at most, given how often it did. Scenarios are drawn independently, operations of one scenario
 * depend on each other: so this is about scenarios. The bound is that of Clopper and Pearson; without any failure it is close
 * to 3 divided by the number of scenarios (the rule of three).
 *
 * @param scenarios how many scenarios had a verdict
 * @param failures how many of them failed
 * @param upper what the probability that a scenario fails is below, with {@link #CONFIDENCE}
 */
public record DivergenceBound(long scenarios, long failures, double upper) {
    /** The share of campaigns whose bound holds. */
    public static final double CONFIDENCE = 0.95;

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
                : BetaDistribution.of(failures + 1.0, scenarios - failures).inverseCumulativeProbability(CONFIDENCE);
        return new DivergenceBound(scenarios, failures, upper);
    }
}
