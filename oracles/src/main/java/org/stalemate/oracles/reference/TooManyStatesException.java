package org.stalemate.oracles.reference;

/** An explicit machine has more states than it was allowed to enumerate; a shorter or smaller scenario has fewer. */
public final class TooManyStatesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyStatesException(String message) {
        super(message, null, false, false);
    }
}
