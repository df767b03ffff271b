package org.stalemate.specification.caching;

import org.stalemate.vocabulary.Rule;

/**
 * A reason why something must be gone.
 *
 * @param rule the rule that removes it
 * @param step the number of the step that the rule applied to, from 0
 */
public record Killer(Rule rule, int step) {}
