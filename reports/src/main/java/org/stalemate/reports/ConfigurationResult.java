package org.stalemate.reports;

import java.util.List;

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
 * @param crashed how many scenarios ended because the subject failed instead of giving an outcome
 * @param cuts what was left out because the target does not have it, the commonest reason first
 */
public record ConfigurationResult(
        String name,
        long scenarios,
        long operations,
        long staleOutcomes,
        long suspiciousOutcomes,
        long noVerdict,
        long divergent,
        long crashed,
        List<Cut> cuts) {

    /** @throws IllegalArgumentException if the name is empty, a count is negative or more scenarios ended than ran */
    public ConfigurationResult {
        cuts = List.copyOf(cuts);
        Checks.requireText("the configuration", name);
        Checks.requireCount("scenarios", scenarios);
        Checks.requireCount("operations", operations);
        Checks.requireCount("staleOutcomes", staleOutcomes);
        Checks.requireCount("suspiciousOutcomes", suspiciousOutcomes);
        Checks.requireCount("noVerdict", noVerdict);
        Checks.requireCount("divergent", divergent);
        Checks.requireCount("crashed", crashed);
        if (noVerdict
                        + divergent
                        + crashed
                        + cuts.stream().mapToLong(Cut::scenarios).sum()
                > scenarios) {
            throw new IllegalArgumentException("in " + name + " more scenarios ended early than ran");
        }
    }

    /** {@return a configuration that nothing ran on yet} */
    public static ConfigurationResult nothingYet(String name) {
        return new ConfigurationResult(name, 0, 0, 0, 0, 0, 0, 0, List.of());
    }

    /** {@return how many steps were left out} */
    public long stepsCut() {
        return cuts.stream().mapToLong(Cut::steps).sum();
    }
}
