package org.stalemate.shrinking;

import org.stalemate.vocabulary.Scenario;

/**
 * What shrinking came to.
 *
 * @param scenario the smallest scenario found; the predicate holds for it
 * @param evaluations how often the predicate was asked
 * @param oneMinimal whether the predicate was asked, and denied, for every scenario that lacks one step of this one
 */
public record Shrunk(Scenario scenario, int evaluations, boolean oneMinimal) {}
