package org.stalemate.adapters.story;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Scenario;

/**
 * A scenario with everything that may come of it, so that a machine can tell by itself whether what it saw is permitted. Texts are
 * ASCII; lines end in a line feed.
 *
 * @param scenario what is executed
 * @param introduction what to print before the first step
 * @param first the first step
 */
public record Story(Scenario scenario, String introduction, Chapter first) {
    /** {@return a scenario on a processor that has no features but those that it uses, so that most machines can run it} */
    public static Scenario forMostMachines(Scenario scenario) {
        return UsedFeatures.alone(scenario);
    }

    /**
     * One step after certain outcomes of those before.
     *
     * @param step the number of the step in the scenario, from 0
     * @param text the step, one or several lines
     * @param permitted what it may give, likewise
     * @param choices each outcome that it may have
     */
    public record Chapter(int step, String text, String permitted, List<Choice> choices) {
        public Chapter {
            choices = List.copyOf(choices);
        }
    }

    /**
     * An outcome that a step may have.
     *
     * @param outcome what it is
     * @param uncertainBits the bits of a loaded word that may be 0 or 1
     * @param text the outcome, one line
     * @param next the step after it, or null at the end
     */
    public record Choice(
            Outcome outcome,
            long uncertainBits,
            String text,
            @Nullable Chapter next) {}
}
