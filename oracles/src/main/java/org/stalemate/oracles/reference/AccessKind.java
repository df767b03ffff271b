package org.stalemate.oracles.reference;

import org.stalemate.vocabulary.Operation.Access;
import org.stalemate.vocabulary.Operation.Exchange;
import org.stalemate.vocabulary.Operation.Fetch;
import org.stalemate.vocabulary.Operation.ImplicitLoad;
import org.stalemate.vocabulary.Operation.Load;
import org.stalemate.vocabulary.Operation.SplitAccess;
import org.stalemate.vocabulary.Operation.SplitLoad;
import org.stalemate.vocabulary.Operation.SplitStore;
import org.stalemate.vocabulary.Operation.Store;

/** What an access does with memory, and on whose behalf. */
enum AccessKind {
    LOAD,
    /** A load that the processor makes for itself, in supervisor mode at any CPL (PG-ACC-CLASS). */
    IMPLICIT_LOAD,
    STORE,
    FETCH;

    static AccessKind of(Access access) {
        return switch (access) {
            case Load _ -> LOAD;
            case ImplicitLoad _ -> IMPLICIT_LOAD;
            case Store _, Exchange _ -> STORE;
            case Fetch _ -> FETCH;
        };
    }

    static AccessKind of(SplitAccess access) {
        return switch (access) {
            case SplitLoad _ -> LOAD;
            case SplitStore _ -> STORE;
        };
    }

    /** Whether it is a user-mode access. */
    boolean isUser(RegisterFile registers) {
        return registers.cpl == 3 && this != IMPLICIT_LOAD;
    }
}
