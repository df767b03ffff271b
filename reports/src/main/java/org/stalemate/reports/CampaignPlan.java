package org.stalemate.reports;

import java.util.List;

/**
 * What a campaign was asked to do. Equal plans give equal results.
 *
 * @param command the command that runs it, such as {@code certify}
 * @param subject what is under test
 * @param about what else there is to say of the subject, line by line: its version, its processor, how it is started
 * @param replay the command that replays a scenario on the subject, before the options of its own; empty if there is none
 * @param seed the campaign's seed, from which the seeds of its scenarios follow
 * @param operations after how many checked operations it ends, or 0 if something else ends it; a scenario that is cut off by
 *     a failure or by a step without a verdict uses up as much as a whole one
 * @param mix the name of the mix that its scenarios are drawn from
 * @param length how many steps a scenario has
 * @param generator a fingerprint of what the generator makes of the seed: another version of it makes other scenarios
 * @param configurations the names of the configurations of the subject that each scenario runs on, in this order
 */
public record CampaignPlan(
        String command,
        String subject,
        List<String> about,
        String replay,
        long seed,
        long operations,
        String mix,
        int length,
        String generator,
        List<String> configurations) {

    /** @throws IllegalArgumentException if a text is empty, a number is negative or there is no configuration */
    public CampaignPlan {
        about = List.copyOf(about);
        configurations = List.copyOf(configurations);
        Checks.requireText("the command", command);
        Checks.requireText("the subject", subject);
        Checks.requireText("the mix", mix);
        Checks.requireText("the generator's fingerprint", generator);
        Checks.requireCount("the budget of operations", operations);
        if (length < 1) {
            throw new IllegalArgumentException("a scenario has at least one step, not " + length);
        }
        if (configurations.isEmpty() || configurations.stream().distinct().count() < configurations.size()) {
            throw new IllegalArgumentException("a campaign has configurations of distinct names");
        }
    }

    /** {@return the same plan with another budget of operations} */
    public CampaignPlan withOperations(long budget) {
        return new CampaignPlan(command, subject, about, replay, seed, budget, mix, length, generator, configurations);
    }

    /** {@return the same plan with another generator} */
    public CampaignPlan withGenerator(String fingerprint) {
        return new CampaignPlan(
                command, subject, about, replay, seed, operations, mix, length, fingerprint, configurations);
    }
}
