package org.stalemate.specification;

import org.stalemate.specification.caching.ArchitecturalForgetting;
import org.stalemate.specification.caching.Filling;
import org.stalemate.specification.caching.LogicalProcessor;
import org.stalemate.specification.caching.Roots;
import org.stalemate.specification.caching.Saturation;
import org.stalemate.specification.caching.UncertainFlags;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.specification.processor.InstructionLegality;
import org.stalemate.specification.processor.PdpteLoading;
import org.stalemate.specification.processor.Regimes;
import org.stalemate.specification.processor.RegisterEffects;
import org.stalemate.vocabulary.Platform;

/** The parts of a model that depend on a scenario's platform and pages; made anew for each scenario. */
record Assembly(
        InstructionLegality legality,
        OutsideWalks outside,
        Candidates candidates,
        AccessEvaluation access,
        SplitEvaluation split,
        Commitment commitment,
        GhostOutcomes ghosts) {
    /**
     * Assembles what one scenario needs, and gives the logical processors, which have their registers, empty caches and roots.
     *
     * @param processors those of the scenario, at least one
     */
    static Assembly of(
            Platform platform,
            LinearPages pages,
            PhysicalMemory memory,
            UncertainFlags flags,
            LogicalProcessor[] processors,
            Regimes regimes,
            Variation variation) {
        Decisions decisions = variation.decisions();
        OutsideWalks outside = new OutsideWalks(memory, pages);
        LoadedWord word = new LoadedWord(memory, flags, outside, decisions);
        PdpteLoading pdptes = new PdpteLoading(
                new LoadedPdptes(memory, word),
                regimes.pae(),
                platform.profile().vendor(),
                decisions);
        for (LogicalProcessor processor : processors) {
            pdptes.loadAtStart(processor.registers());
            processor.reset(pages, new Roots(processor.registers(), regimes, memory, pdptes, decisions));
        }
        NarrowFlags overlapping = new NarrowFlags(outside, word, flags);
        Filling filling = variation.filling(new Saturation(memory, flags, overlapping, decisions, processors[0]));
        Candidates candidates = new Candidates(word);
        AccessEvaluation access =
                new AccessEvaluation(memory, flags, decisions, platform, word, overlapping, candidates);
        Commitment commitment = new Commitment(
                platform,
                memory,
                flags,
                new RegisterEffects(decisions, pdptes),
                variation.forgetting(new ArchitecturalForgetting(platform, memory)),
                filling,
                new MemoryState(memory, flags, outside, processors, filling),
                outside,
                word,
                candidates,
                pdptes);
        Candidates low = new Candidates(word);
        Candidates high = new Candidates(word);
        SplitEvaluation split = new SplitEvaluation(
                memory,
                decisions,
                new AccessEvaluation(memory, flags, decisions, platform, word, overlapping, low),
                low,
                new AccessEvaluation(memory, flags, decisions, platform, word, overlapping, high),
                high,
                word,
                candidates);
        GhostOutcomes ghosts = new GhostOutcomes(memory, access, word);
        InstructionLegality legality = new InstructionLegality(platform, decisions, pdptes);
        return new Assembly(legality, outside, candidates, access, split, commitment, ghosts);
    }
}
