package org.stalemate.properties;

import org.stalemate.oracles.reference.LawfulProcessor;
import org.stalemate.vocabulary.Mmu;

/** A processor that keeps everything it may keep, and prefers what is oldest, conforms. */
final class LawfulRightsProperties extends RightsProperties {
    private final Mmu subject = LawfulProcessor.hoarding();

    @Override
    protected Mmu subject() {
        return subject;
    }
}
