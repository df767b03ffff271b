package org.stalemate.reports.json;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A text is no result that this program can read. The message is one sentence that names the text. */
public final class ResultFormatException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ResultFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
