package org.stalemate.reports;

import java.util.List;
import org.stalemate.vocabulary.Rule;

/**
 * The shrunk scenario that shows a finding, and what happens in it.
 *
 * @param length how many steps it has; the last one shows the finding
 * @param repeatable whether it happened again when the scenario was repeated; where not, it was not shrunk
 * @param oneMinimal whether no single step can be left out
 * @param evaluations how many scenarios shrinking tried
 * @param step the last step, as a litmus text spells it
 * @param observed the outcome of the last step, or what the subject threw
 * @param permitted the permitted outcomes
 * @param blamed the rules that were broken, the one to name first being the first; empty where none explains it
 * @param explanation the story in plain words, several lines
 * @param litmus the scenario as a litmus text
 * @param token the scenario as a replay token
 */
public record Witness(
        int length,
        boolean repeatable,
        boolean oneMinimal,
        int evaluations,
        String step,
        String observed,
        List<String> permitted,
        List<Rule> blamed,
        String explanation,
        String litmus,
        String token) {

    /** @throws IllegalArgumentException if it has no steps or cannot be replayed */
    public Witness {
        permitted = List.copyOf(permitted);
        blamed = List.copyOf(blamed);
        Checks.requireCount("evaluations", evaluations);
        Checks.requireText("the litmus text", litmus);
        Checks.requireText("the token", token);
        if (length < 1) {
            throw new IllegalArgumentException("a finding takes at least one step, not " + length);
        }
    }
}
