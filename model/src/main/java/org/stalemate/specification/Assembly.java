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
record Assembly(InstructionLegality legality, Commitment commitment) {
    /**
     * Assembles what one scenario needs, and gives the logical processors, which have their registers, empty caches and roots.
     *
     * @param evaluation of the same memory and flags
     * @param processors those of the scenario, at least one
     */
    static Assembly of(
            LinearPages pages,
            PhysicalMemory memory,
            UncertainFlags flags,
            Evaluation evaluation,
            LogicalProcessor[] processors,
            Regimes regimes,
            Variation variation) {
        Platform platform = regimes.platform();
        Decisions decisions = variation.decisions();
        PdpteLoading pdptes = new PdpteLoading(new LoadedPdptes(memory, evaluation.word()), regimes, decisions);
        evaluation.outside().reset(pages);
        for (LogicalProcessor processor : processors) {
            pdptes.loadAtStart(processor.registers());
            processor.reset(pages, new Roots(processor.registers(), regimes, memory, pdptes, decisions));
        }
        Filling filling =
                variation.filling(new Saturation(memory, flags, evaluation.overlapping(), decisions, processors[0]));
        Commitment commitment = new Commitment(
                platform,
                memory,
                flags,
                new RegisterEffects(decisions, pdptes),
                variation.forgetting(new ArchitecturalForgetting(platform, memory)),
                filling,
                new MemoryState(memory, flags, evaluation.outside(), processors, filling),
                evaluation.outside(),
                evaluation.word(),
                evaluation.candidates(),
                pdptes);
        return new Assembly(new InstructionLegality(platform, decisions, pdptes), commitment);
    }
}
