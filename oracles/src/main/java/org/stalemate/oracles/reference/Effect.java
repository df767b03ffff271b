package org.stalemate.oracles.reference;

import org.stalemate.vocabulary.Outcome;

/**
 * What an instruction other than an access to memory does.
 *
 * @param outcome what software sees
 * @param invalidation what must go from the executing logical processor's caches
 * @param pdpteLoad what happens to the PDPTE registers, on condition that their check finds nothing wrong (EN-CR4-PDPTE)
 */
record Effect(Outcome outcome, Invalidation invalidation, PdpteLoad pdpteLoad) {
    /** Whether the instruction loads the PDPTE registers, where there are any (PG-PDPTE-LOAD-CR3, -CR0, -CR4, -TASK). */
    enum PdpteLoad {
        NO,
        /** As the processor likes. */
        OPTIONAL,
        YES
    }

    static final Effect DONE = invalidating(Invalidation.Nothing.INSTANCE);
    static final Effect GENERAL_PROTECTION = generalProtection(0);
    static final Effect UNDEFINED_OPCODE =
            new Effect(Outcome.UndefinedOpcode.INSTANCE, Invalidation.Nothing.INSTANCE, PdpteLoad.NO);

    static Effect invalidating(Invalidation invalidation) {
        return new Effect(Outcome.Done.INSTANCE, invalidation, PdpteLoad.NO);
    }

    static Effect generalProtection(int code) {
        return new Effect(new Outcome.GeneralProtection(code), Invalidation.Nothing.INSTANCE, PdpteLoad.NO);
    }

    static Effect value(long value) {
        return new Effect(new Outcome.RegisterValue(value), Invalidation.Nothing.INSTANCE, PdpteLoad.NO);
    }

    Effect loading(PdpteLoad load) {
        return new Effect(outcome, invalidation, load);
    }
}
