package org.stalemate.properties;

import org.stalemate.mmu.KvmLikeMmu;
import org.stalemate.mmu.MmuConfiguration;
import org.stalemate.vocabulary.Mmu;

/** The default subject conforms on shadow paging, with hardware that keeps everything until it is told to flush. */
final class DefaultFlagProperties extends FlagProperties {
    private final Mmu subject = new KvmLikeMmu(MmuConfiguration.SHADOW);

    @Override
    protected Mmu subject() {
        return subject;
    }
}
