package org.stalemate.bench;

import org.stalemate.mmu.KvmLikeMmu;
import org.stalemate.mmu.MmuConfiguration;
import org.stalemate.mmu.MmuMode;
import org.stalemate.mmu.host.Retention;
import org.stalemate.vocabulary.Mmu;

/** The one MMU of a JVM: several in one JVM would make its calls polymorphic and all of them slower. */
public enum Assembly {
    SHADOW_HOARD(MmuMode.SHADOW, Retention.HOARD),
    SHADOW_FORGET(MmuMode.SHADOW, Retention.FORGET),
    TDP_HOARD(MmuMode.TDP, Retention.HOARD);

    private final MmuConfiguration configuration;

    Assembly(MmuMode mode, Retention retention) {
        configuration = MmuConfiguration.of(mode, retention);
    }

    Mmu create() {
        return new KvmLikeMmu(configuration);
    }
}
