package org.stalemate.cli;

import java.nio.file.Path;

/** Where results go that nobody named a place for. */
final class ResultPaths {
    private static final Path ROOT = Path.of("stalemate-results");

    private ResultPaths() {}

    /** {@return a directory named after what tells runs of a command apart} */
    static Path of(String command, String subject, String... others) {
        String rest = others.length == 0 ? "" : "-" + String.join("-", others);
        return ROOT.resolve(command + "-" + subject + rest);
    }

    /** {@return a directory for the files of emulators that failed} */
    static Path ofEmulatorFailures() {
        return ROOT.resolve("emulator-failures");
    }
}
