package org.stalemate.specification;

import org.stalemate.specification.caching.OverlappingFlags;
import org.stalemate.specification.caching.UncertainFlags;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.Decisions;

/** The parts of a model that work out permitted outcomes. They serve one scenario after the other. */
record Evaluation(
        OutsideWalks outside,
        LoadedWord word,
        OverlappingFlags overlapping,
        Candidates candidates,
        AccessEvaluation access,
        SplitEvaluation split,
        GhostOutcomes ghosts) {
    static Evaluation of(PhysicalMemory memory, UncertainFlags flags, Decisions decisions) {
        OutsideWalks outside = new OutsideWalks(memory);
        LoadedWord word = new LoadedWord(memory, flags, outside, decisions);
        OverlappingFlags overlapping = new NarrowFlags(outside, word, flags);
        Candidates candidates = new Candidates(word);
        AccessEvaluation access = new AccessEvaluation(memory, flags, decisions, word, overlapping, candidates);
        Candidates low = new Candidates(word);
        Candidates high = new Candidates(word);
        SplitEvaluation split = new SplitEvaluation(
                memory,
                decisions,
                new AccessEvaluation(memory, flags, decisions, word, overlapping, low),
                low,
                new AccessEvaluation(memory, flags, decisions, word, overlapping, high),
                high,
                word,
                candidates);
        GhostOutcomes ghosts = new GhostOutcomes(memory, access, word);
        return new Evaluation(outside, word, overlapping, candidates, access, split, ghosts);
    }
}
