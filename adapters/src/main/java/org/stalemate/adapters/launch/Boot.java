package org.stalemate.adapters.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stalemate.adapters.image.DiskImage;

/**
 * An emulator that runs an image, in a temporary directory of its own. Nothing of it is left after {@link #close}, or after the end
 * of this JVM, but what was kept on purpose.
 */
public final class Boot implements AutoCloseable {
    private static final String IMAGE = "image";
    private static final String ERRORS = "errors";
    /** After so many nanoseconds without a sign it is worth to ask how busy the emulator is. */
    private static final long SLICE = 50_000_000;

    private static final Set<Boot> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Boot::close), "emulators' end"));
    }

    private final Machine machine;
    private final Path directory;
    private final DiskImage image;
    private final List<String> command;
    private final Process process;
    private final AgentOutput output;

    private Boot(Machine machine, Path directory, DiskImage image, List<String> command, Process process) {
        this.machine = machine;
        this.directory = directory;
        this.image = image;
        this.command = command;
        this.process = process;
        output = new AgentOutput(process);
    }

    /** Writes an image. */
    public interface ImageWriter {
        DiskImage write(Path path) throws IOException;
    }

    /**
     * Boots a machine.
     *
     * @throws IOException if that is not possible; the message is one sentence that says why
     */
    public static Boot start(Machine machine, int processors, ImageWriter writer) throws IOException {
        Path directory = Files.createTempDirectory("stalemate-");
        boolean started = false;
        try {
            DiskImage image = writer.write(directory.resolve(IMAGE));
            machine.prepare(directory, image, processors);
            List<String> command = machine.commandLine(IMAGE, processors);
            ProcessBuilder.Redirect errors =
                    ProcessBuilder.Redirect.to(directory.resolve(ERRORS).toFile());
            Process process = Programs.start(command, directory, errors, machine);
            Boot boot = new Boot(machine, directory, image, command, process);
            RUNNING.add(boot);
            started = true;
            return boot;
        } finally {
            if (!started) {
                delete(directory);
            }
        }
    }

    /** {@return the image it runs} */
    public DiskImage image() {
        return image;
    }

    /** {@return what the agent sends} */
    public AgentOutput output() {
        return output;
    }

    /**
     * {@return the next sign of the agent, as {@link AgentOutput#next} has it}
     *
     * @param busy how much processor time the emulator may take before it
     * @param silence how much time may pass before it anyway
     */
    int nextSign(Duration busy, Duration silence) {
        long deadline = System.nanoTime() + silence.toNanos();
        Duration before = null;
        while (true) {
            int sign = output.next(Math.min(deadline, System.nanoTime() + SLICE));
            boolean isOver =
                    System.nanoTime() >= deadline || Thread.currentThread().isInterrupted();
            if (sign != AgentOutput.LATE || isOver) {
                return sign;
            }
            Duration used = process.info().totalCpuDuration().orElse(Duration.ZERO);
            if (before == null) {
                before = used;
            } else if (used.minus(before).compareTo(busy) >= 0) {
                return sign;
            }
        }
    }

    /** Lets the process stand still, where that is possible: a guest that waits takes a processor of the host otherwise. */
    public void standStill() {
        Signals.standStill(process);
    }

    /** Lets the process go on. */
    public void goOn() {
        Signals.goOn(process);
    }

    /** {@return the command line} */
    public List<String> command() {
        return command;
    }

    /** {@return the process} */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Gives the process time to end by itself, and ends it otherwise. */
    public void await(long milliseconds) {
        try {
            if (process.waitFor(milliseconds, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Programs.end(process);
    }

    /** {@return how the process ended, or null if it runs} */
    public Machine.@Nullable Death death() {
        if (process.isAlive()) {
            return null;
        }
        try {
            return machine.death(directory, process.exitValue());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** {@return the last line that the emulator wrote about errors, or an empty text} */
    public String lastError() {
        try {
            return Files.readString(directory.resolve(ERRORS), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce("", (_, last) -> last)
                    .strip();
        } catch (IOException _) {
            return "";
        }
    }

    /**
     * Ends the process and moves its files elsewhere.
     *
     * @param parent a directory, which is made if it does not exist
     * @return where they are
     */
    public Path keep(Path parent, String name) throws IOException {
        Programs.end(process);
        Files.createDirectories(parent);
        Path kept = parent.resolve(name);
        Files.createDirectories(kept);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(file -> !isLock(file)).toList()) {
                Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(kept.resolve("command"), String.join(" ", command) + "\n");
        return kept;
    }

    private static boolean isLock(Path file) {
        return file.toString().endsWith(".lock");
    }

    /** Ends the process and deletes its files. */
    @Override
    public void close() {
        Programs.end(process);
        RUNNING.remove(this);
        try {
            delete(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
