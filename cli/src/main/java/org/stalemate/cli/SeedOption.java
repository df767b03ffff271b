package org.stalemate.cli;

import picocli.CommandLine.Option;

/** The seed of a campaign. */
final class SeedOption {
    @Option(
            names = "--seed",
            paramLabel = "SEED",
            converter = SeedConverter.class,
            defaultValue = "1",
            description = "The seed of the campaign (default: ${DEFAULT-VALUE}).")
    private long seed;

    long seed() {
        return seed;
    }
}
