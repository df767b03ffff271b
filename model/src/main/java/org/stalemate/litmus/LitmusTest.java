package org.stalemate.litmus;

import java.util.List;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Scenario;

/**
 * A scenario with a name, a reason and expectations.
 *
 * @param name letters, digits, dots, dashes and underscores
 * @param description plain prose, one string a line
 * @param rules the rules that it is about
 * @param scenario where it starts and what happens
 * @param expectations what is claimed of its steps, by ascending step
 */
public record LitmusTest(
        String name, List<String> description, List<Rule> rules, Scenario scenario, List<Expectation> expectations) {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    /** @throws IllegalArgumentException if the name, the description or a step number would not survive printing */
    public LitmusTest {
        description = List.copyOf(description);
        rules = List.copyOf(rules);
        expectations = List.copyOf(expectations);
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "a name is made of letters, digits, dots, dashes and underscores, unlike '" + name + "'");
        }
        for (String line : description) {
            if (line.lines().count() > 1 || !line.equals(line.strip())) {
                throw new IllegalArgumentException(
                        "a line of the description has no line breaks and no blanks around it");
            }
        }
        int last = 0;
        for (Expectation expectation : expectations) {
            int step = expectation.step();
            if (step < last || step >= scenario.steps().size()) {
                throw new IllegalArgumentException("expectations are ordered by step, and the step " + step
                        + " is before the last one or does not exist");
            }
            last = step;
        }
    }
}
