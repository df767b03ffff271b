package org.stalemate.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the {@code stalemate} command. */
@Command(
        name = "stalemate",
        description = "Does this MMU ever use a translation that it had to forget?",
        mixinStandardHelpOptions = true,
        version = "stalemate 0.1.0-SNAPSHOT")
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
