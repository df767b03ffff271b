package org.stalemate.reports;

/**
 * How often a finding occurred in one configuration.
 *
 * @param configuration the configuration's name
 * @param scenarios in how many scenarios
 */
public record Occurrence(String configuration, long scenarios) {
    /** @throws IllegalArgumentException if the name is empty or the count is not positive */
    public Occurrence {
        Checks.requireText("the configuration", configuration);
        if (scenarios < 1) {
            throw new IllegalArgumentException("a finding occurs at least once, not " + scenarios + " times");
        }
    }
}
