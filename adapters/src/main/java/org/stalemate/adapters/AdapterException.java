package org.stalemate.adapters;

/** The environment does not allow to run a subject; the message is one sentence that says what is missing. */
public final class AdapterException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message one sentence */
    public AdapterException(String message) {
        super(message);
    }

    /** @param message one sentence */
    public AdapterException(String message, Throwable cause) {
        super(message, cause);
    }
}
