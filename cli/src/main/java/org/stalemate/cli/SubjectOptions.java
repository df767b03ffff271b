package org.stalemate.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to test: the MMU that comes with stalemate, as it is or with one of the known faults. */
final class SubjectOptions {
    @Option(
            names = "--fault",
            paramLabel = "ID",
            description = "Tests the MMU with a known fault in it; 'stalemate faults' lists them.")
    private @Nullable String fault;

    boolean isGiven() {
        return fault != null;
    }

    /** @throws UserException if there is no such fault */
    Subject subject() {
        return Subjects.of(fault);
    }

    /** {@return the subject's name as part of a file's name} */
    String slug() {
        return fault == null ? "default" : fault.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
