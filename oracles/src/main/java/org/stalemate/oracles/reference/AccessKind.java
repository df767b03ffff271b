package org.stalemate.oracles.reference;

import org.stalemate.vocabulary.Operation.Access;
import org.stalemate.vocabulary.Operation.Fetch;
import org.stalemate.vocabulary.Operation.Load;
import org.stalemate.vocabulary.Operation.Store;

/** What an access does with memory. */
enum AccessKind {
    LOAD,
    STORE,
    FETCH;

    static AccessKind of(Access access) {
        return switch (access) {
            case Load _ -> LOAD;
            case Store _ -> STORE;
            case Fetch _ -> FETCH;
        };
    }
}
