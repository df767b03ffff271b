package org.stalemate.adapters.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts programs. */
final class Programs {
    private static final ProcessBuilder.Redirect NOTHING =
            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile());

    private Programs() {}

    /**
     * Starts a program that reads nothing.
     *
     * @throws IOException if it is not installed; the message says what to install
     */
    static Process start(List<String> command, Path directory, ProcessBuilder.Redirect errors, Machine machine)
            throws IOException {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(NOTHING)
                    .redirectError(errors);
            builder.environment()
                    .put("TERM", "dumb"); // Bochs' terminal plugin wants one, and then leaves the output alone
            return builder.start();
        } catch (IOException failure) {
            throw new IOException(
                    machine.name() + " cannot be started: install the Debian package " + machine.packageName()
                            + ", or put " + command.getFirst() + " on the PATH",
                    failure);
        }
    }

    /** {@return the first line of a program's output that contains a text, without leading blanks} */
    static String firstLine(List<String> command, String text, Machine machine) throws IOException {
        Process process = start(command, Path.of("."), ProcessBuilder.Redirect.DISCARD, machine);
        try (InputStream output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.contains(text))
                    .map(String::strip)
                    .findFirst()
                    .orElse(machine.name() + ", which does not tell its version");
        } finally {
            end(process);
        }
    }

    /** Ends a process and all that it started. */
    static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
