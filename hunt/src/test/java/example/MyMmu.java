package example;

import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** Stands for the MMU of somebody who follows the README. */
final class MyMmu implements Mmu {
    private final Mmu processor = LawfulProcessor.random(1);

    @Override
    public void reset(Start start) {
        processor.reset(start);
    }

    @Override
    public Outcome execute(Step step) {
        return processor.execute(step);
    }
}
