package org.stalemate.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The user asked for something that cannot be done. The message is one sentence that says what to do instead. */
final class UserException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    UserException(String message) {
        this(message, null);
    }

    UserException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
