package org.stalemate.hunt;

import java.util.List;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.reports.CampaignPlan;
import org.stalemate.reports.known.KnownDivergences;

/**
 * What to run. Equal settings give equal results, provided that the subjects are deterministic.
 *
 * @param command what runs it, such as {@code certify}
 * @param subject what the subject is called
 * @param about what else there is to say of the subject, line by line
 * @param replay the command that replays a scenario on it, before the options of its own; empty if there is none
 * @param seed the campaign's seed; those of its scenarios follow from it
 * @param operations after how many checked operations to end, at the end of a scenario; 0 for never
 * @param mix what the generator's settings are called
 * @param generator what scenarios are made like
 * @param configurations what each scenario runs on, in this order
 * @param known what is known of the subject, which is no news
 */
public record CampaignSettings(
        String command,
        String subject,
        List<String> about,
        String replay,
        long seed,
        long operations,
        String mix,
        GeneratorSettings generator,
        List<SubjectConfiguration> configurations,
        KnownDivergences known) {

    public CampaignSettings {
        about = List.copyOf(about);
        configurations = List.copyOf(configurations);
    }

    /** {@return the settings of a campaign over the standard mix} */
    public static CampaignSettings standard(
            String command,
            String subject,
            String replay,
            long seed,
            long operations,
            List<SubjectConfiguration> configurations) {
        return new CampaignSettings(
                command,
                subject,
                List.of(),
                replay,
                seed,
                operations,
                "standard",
                GeneratorSettings.STANDARD,
                configurations,
                KnownDivergences.NONE);
    }

    /** {@return the same settings with something known of the subject} */
    public CampaignSettings with(KnownDivergences others) {
        return new CampaignSettings(
                command, subject, about, replay, seed, operations, mix, generator, configurations, others);
    }

    /** {@return the plan that a result states} */
    public CampaignPlan plan() {
        return new CampaignPlan(
                command,
                subject,
                about,
                replay,
                seed,
                operations,
                mix,
                generator.length(),
                GeneratorFingerprint.of(generator, seed),
                configurations.stream().map(SubjectConfiguration::name).toList());
    }
}
