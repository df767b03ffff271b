package org.stalemate.specification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stalemate.specification.caching.UncertainFlags;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.vocabulary.Outcome;

class CandidatesTest {
    private static Candidates candidates() {
        PhysicalMemory memory = new PhysicalMemory();
        OutsideWalks outside = new OutsideWalks(memory);
        return new Candidates(new LoadedWord(memory, new UncertainFlags(), outside, Decisions.ARCHITECTURAL));
    }

    @Test
    void any_number_of_outcomes_may_be_fresh() {
        Candidates candidates = candidates();
        candidates.clear(0);
        for (int frame = 0; frame < 100; frame++) {
            candidates.addFresh(Candidates.key(Candidates.STORED, frame));
        }
        assertThat(candidates.size()).isEqualTo(100);
        for (int i = 0; i < 100; i++) {
            assertThat(candidates.fresh(i)).isTrue();
            assertThat(candidates.outcome(i)).isEqualTo(new Outcome.Stored(i));
        }
    }
}
