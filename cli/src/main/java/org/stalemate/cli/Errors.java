package org.stalemate.cli;

import org.stalemate.adapters.AdapterException;
import org.stalemate.litmus.LitmusSyntaxException;
import org.stalemate.reports.files.ResultFileException;
import org.stalemate.reports.json.ResultFormatException;

/** Errors that a user can cause, and whose message is all that the user needs. */
final class Errors {
    private Errors() {}

    static boolean isUsers(Throwable e) {
        return e instanceof UserException
                || e instanceof AdapterException
                || e instanceof LitmusSyntaxException
                || e instanceof ResultFileException
                || e instanceof ResultFormatException;
    }
}
