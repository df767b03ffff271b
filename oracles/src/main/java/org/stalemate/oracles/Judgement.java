package org.stalemate.oracles;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Outcome;

/**
 * The verdict on one scenario.
 *
 * @param grade the one that says most of those given to its steps
 * @param stepsJudged how many steps were judged, the last one included even where it failed or has no verdict
 * @param stepsCut how many more the scenario has from one on that the target does not have; 0 where something else ended it
 * @param stale how many outcomes only a cached translation gives
 * @param suspicious how many outcomes only a contradictory rule forbids
 * @param tolerated the outcomes that were taken for others, in the order of the steps
 * @param divergence where the scenario ended, if it is DIVERGENT or CRASHED
 */
public record Judgement(
        Grade grade,
        int stepsJudged,
        int stepsCut,
        int stale,
        int suspicious,
        List<Tolerated> tolerated,
        @Nullable Divergence divergence) {
    /**
     * An outcome that was taken for another one.
     *
     * @param step the number of the step, from 0
     * @param meaning what it was taken for
     */
    public record Tolerated(int step, Tolerance.Meaning meaning) {}

    public Judgement {
        tolerated = List.copyOf(tolerated);
    }

    /** {@return outcomes of the scenario's first steps as they were judged} */
    public List<Outcome> asJudged(List<Outcome> outcomes) {
        List<Outcome> judged = new ArrayList<>(outcomes);
        for (Tolerated one : tolerated) {
            judged.set(one.step(), one.meaning().outcome());
        }
        return judged;
    }

    /** {@return the IDs of what is known to be told wrongly in the outcome of a step; empty where that was not tolerated} */
    public List<String> known(int step) {
        return tolerated.stream()
                .filter(one -> one.step() == step)
                .flatMap(one -> one.meaning().known().stream())
                .toList();
    }
}
