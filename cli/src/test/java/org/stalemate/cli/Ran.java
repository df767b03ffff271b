package org.stalemate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command did. */
record Ran(int exitCode, String out, String err) {
    static Ran command(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            texts[i] = args[i].toString();
        }
        int exitCode = Main.execute(new PrintWriter(out), new PrintWriter(err), texts);
        return new Ran(exitCode, out.toString(), err.toString());
    }

    /** Requires that it was refused: exit code 2, one line, no stack trace, nothing on the standard output. */
    Ran refusedWith(String... parts) {
        assertThat(exitCode).as(err).isEqualTo(2);
        assertThat(err).startsWith("stalemate: ").contains(parts);
        assertThat(err.lines()).as(err).hasSize(1);
        assertThat(out).isEmpty();
        return this;
    }

    /** Requires an exit code and what is said on the error output. */
    void exits(int code, String part) {
        assertThat(exitCode).isEqualTo(code);
        assertThat(err).contains(part);
    }

    Ran succeeded() {
        assertThat(exitCode).as(out + err).isZero();
        return this;
    }
}
