package org.stalemate.reports.files;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A result cannot be read or written where it ought to be. The message is one sentence that names the place. */
public final class ResultFileException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ResultFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
