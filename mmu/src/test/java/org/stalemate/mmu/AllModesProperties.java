package org.stalemate.mmu;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class AllModesProperties {
    @Property(tries = 500)
    void after_a_flush_every_outcome_in_every_mode_is_that_of_a_fresh_walk(@ForAll long seed) {
        for (MmuConfiguration configuration : Worlds.CONFIGURATIONS) {
            AllModesWorld.runThrough(new KvmLikeMmu(configuration), seed);
        }
    }
}
