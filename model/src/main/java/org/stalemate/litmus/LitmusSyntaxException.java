package org.stalemate.litmus;

import java.io.Serial;

/** A litmus text does not say what it means. The message is one sentence that begins with the place. */
public final class LitmusSyntaxException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    LitmusSyntaxException(int line, int column, String problem) {
        super("line " + line + ", column " + column + ": " + problem);
        this.line = line;
        this.column = column;
    }

    /** {@return the line, counted from 1} */
    public int line() {
        return line;
    }

    /** {@return the column, counted from 1} */
    public int column() {
        return column;
    }
}
