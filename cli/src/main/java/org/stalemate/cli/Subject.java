package org.stalemate.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.hunt.CampaignSettings;
import org.stalemate.hunt.SubjectConfiguration;
import org.stalemate.reports.known.KnownDivergences;

/**
 * What a command is to test.
 *
 * @param title what results call it
 * @param about what else there is to say of it, line by line
 * @param replay the command that replays a scenario on it, before the options of its own
 * @param mix what results call the mix of its scenarios
 * @param generator the mix of its scenarios
 * @param budget how many operations certify checks unless it is told
 * @param configurations the ways to set it up, the one to take by default first
 * @param known what is known of it, which is no news
 */
record Subject(
        String title,
        List<String> about,
        String replay,
        String mix,
        GeneratorSettings generator,
        long budget,
        List<SubjectConfiguration> configurations,
        KnownDivergences known) {
    Subject {
        about = List.copyOf(about);
        configurations = List.copyOf(configurations);
    }

    /** {@return what a campaign on it in all its configurations is to run} */
    CampaignSettings campaign(String command, long seed, long operations) {
        return new CampaignSettings(
                command, title, about, replay, seed, operations, mix, generator, configurations, known);
    }

    /**
     * {@return the configuration of a name, or the first}
     *
     * @throws UserException if there is none of that name
     */
    SubjectConfiguration configuration(@Nullable String name) {
        if (name == null) {
            return configurations.getFirst();
        }
        return configurations.stream()
                .filter(configuration -> configuration.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserException("there is no configuration '" + name + "' of " + title
                        + "; there are "
                        + configurations.stream()
                                .map(SubjectConfiguration::name)
                                .collect(Collectors.joining(", "))));
    }
}
