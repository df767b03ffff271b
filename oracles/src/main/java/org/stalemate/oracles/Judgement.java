package org.stalemate.oracles;

import org.jspecify.annotations.Nullable;

/**
 * The verdict on one scenario.
 *
 * @param grade the one that says most of those given to its steps
 * @param stepsJudged how many steps were judged, the last one included even where it failed or has no verdict
 * @param stepsCut how many more the scenario has from one on that the target does not have; 0 where something else ended it
 * @param stale how many outcomes only a cached translation gives
 * @param suspicious how many outcomes only a contradictory rule forbids
 * @param divergence where the scenario ended, if it is DIVERGENT or CRASHED
 */
public record Judgement(
        Grade grade,
        int stepsJudged,
        int stepsCut,
        int stale,
        int suspicious,
        @Nullable Divergence divergence) {}
