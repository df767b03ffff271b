package org.stalemate.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.stalemate.mmu.host.HostCounters.Event;

final class AllModesProperties {
    @Property(tries = 500)
    void after_a_flush_every_outcome_in_every_mode_is_that_of_a_fresh_walk(@ForAll long seed) {
        for (MmuConfiguration configuration : Worlds.CONFIGURATIONS) {
            KvmLikeMmu mmu = new KvmLikeMmu(configuration);
            AllModesWorld.runThrough(mmu, seed);
            assertThat(mmu.counters().of(Event.EMULATED_FOR_PROGRESS)).isZero();
        }
    }
}
