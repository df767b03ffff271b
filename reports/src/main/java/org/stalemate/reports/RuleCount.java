package org.stalemate.reports;

import org.stalemate.vocabulary.Rule;

/**
 * How a campaign covered one rule.
 *
 * @param rule the rule
 * @param executed how often a step that the rule is about was executed
 * @param checked how often a violation of the rule would have been noticed
 * @param exhibited how often an outcome was observed that rests on the rule
 */
public record RuleCount(Rule rule, long executed, long checked, long exhibited) {
    /** @throws IllegalArgumentException if a count is negative */
    public RuleCount {
        Checks.requireCount(rule.id() + " executed", executed);
        Checks.requireCount(rule.id() + " checked", checked);
        Checks.requireCount(rule.id() + " exhibited", exhibited);
    }
}
