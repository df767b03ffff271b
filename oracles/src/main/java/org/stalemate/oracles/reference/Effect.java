package org.stalemate.oracles.reference;

import org.stalemate.vocabulary.Outcome;

/**
 * What an instruction other than an access to memory does.
 *
 * @param outcome what software sees
 * @param invalidation what must go from the executing logical processor's caches
 */
record Effect(Outcome outcome, Invalidation invalidation) {
    static final Effect DONE = invalidating(Invalidation.Nothing.INSTANCE);
    static final Effect GENERAL_PROTECTION =
            new Effect(new Outcome.GeneralProtection(0), Invalidation.Nothing.INSTANCE);
    static final Effect UNDEFINED_OPCODE = new Effect(Outcome.UndefinedOpcode.INSTANCE, Invalidation.Nothing.INSTANCE);

    static Effect invalidating(Invalidation invalidation) {
        return new Effect(Outcome.Done.INSTANCE, invalidation);
    }
}
