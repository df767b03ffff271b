package org.stalemate.properties;

import java.util.List;
import org.stalemate.generators.PlatformMix;
import org.stalemate.vocabulary.Profile;

/** Mixes of processors for rules that matter on some only. */
final class Platforms {
    private static final PlatformMix STANDARD = PlatformMix.STANDARD;

    private Platforms() {}

    static PlatformMix only(Profile profile) {
        return new PlatformMix(
                List.of(profile),
                STANDARD.maxPhyAddrs(),
                STANDARD.always(),
                STANDARD.never(),
                STANDARD.completePercent(),
                STANDARD.twoProcessorsPercent());
    }

    static PlatformMix twoProcessors() {
        return new PlatformMix(
                STANDARD.profiles(),
                STANDARD.maxPhyAddrs(),
                STANDARD.always(),
                STANDARD.never(),
                STANDARD.completePercent(),
                100);
    }
}
