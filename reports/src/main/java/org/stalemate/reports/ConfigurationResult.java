package org.stalemate.reports;

/**
 * How one configuration of the subject did. Each scenario has one grade, its worst.
 *
 * @param name the configuration's name
 * @param scenarios how many scenarios ran on it
 * @param operations how many operations of them were checked
 * @param staleOutcomes how many outcomes were permitted through a cached translation only
 * @param suspiciousOutcomes how many outcomes only a rule forbids on which the manuals contradict themselves
 * @param noVerdict how many scenarios ended without a verdict, at a step that leaves open what it did
 * @param divergent how many scenarios ended with a forbidden outcome
 * @param crashed how many scenarios ended because the subject threw
 */
public record ConfigurationResult(
        String name,
        long scenarios,
        long operations,
        long staleOutcomes,
        long suspiciousOutcomes,
        long noVerdict,
        long divergent,
        long crashed) {

    /** @throws IllegalArgumentException if the name is empty, a count is negative or more scenarios ended than ran */
    public ConfigurationResult {
        Checks.requireText("the configuration", name);
        Checks.requireCount("scenarios", scenarios);
        Checks.requireCount("operations", operations);
        Checks.requireCount("staleOutcomes", staleOutcomes);
        Checks.requireCount("suspiciousOutcomes", suspiciousOutcomes);
        Checks.requireCount("noVerdict", noVerdict);
        Checks.requireCount("divergent", divergent);
        Checks.requireCount("crashed", crashed);
        if (noVerdict + divergent + crashed > scenarios) {
            throw new IllegalArgumentException("in " + name + " more scenarios ended early than ran");
        }
    }
}
