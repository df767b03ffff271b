package org.stalemate.adapters.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.stalemate.adapters.image.DiskImage;

/**
 * Bochs, as Debian builds it, with the debugger.
 *
 * @param cpu the processor model, as {@code cpu: model=} names it
 */
public record Bochs(String cpu) implements Machine {
    private static final String PROGRAM = "bochs";
    private static final String LOG = "bochs.log";
    private static final String PANIC = ">>PANIC<<";
    private static final String TRIPLE_FAULT = "exception with no resolution";

    /** Where Debian has the plugins; the terminal one needs neither a terminal nor a port. */
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private static final String DISPLAY = hasTerminalPlugin() ? "term" : "rfb, options=\"timeout=0\"";

    @Override
    public String name() {
        return "Bochs";
    }

    @Override
    public String packageName() {
        return "bochs";
    }

    @Override
    public String version() throws IOException {
        return Programs.firstLine(List.of(PROGRAM, "--help", "cpu"), "Bochs x86 Emulator", this);
    }

    @Override
    public List<String> commandLine(String image, int processors) {
        return List.of(PROGRAM, "-q", "-f", "bochsrc", "-rc", "debugger");
    }

    @Override
    public void prepare(Path directory, DiskImage image, int processors) throws IOException {
        Files.writeString(directory.resolve("bochsrc"), configuration(image, processors));
        Files.writeString(directory.resolve("debugger"), "c\n");
    }

    /**
     * The drive without a disk saves half of the instructions of a boot: where there is no second drive, the BIOS finds one nonetheless
     * and waits for it in vain.
     */
    private String configuration(DiskImage image, int processors) {
        return """
            config_interface: textconfig
            display_library: %s
            plugin_ctrl: unmapped=1, biosdev=1, speaker=0, extfpuirq=1, parallel=0, serial=0, iodebug=1
            romimage: file=/usr/share/bochs/BIOS-bochs-latest, options=fastboot
            vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
            megs: %d
            cpu: model=%s, count=%d:1:1, quantum=32, ips=1000000, reset_on_triple_fault=0, ignore_bad_msrs=0
            clock: sync=none, time0=0
            ata0-master: type=disk, path="%s", mode=flat, cylinders=%d, heads=16, spt=63, biosdetect=auto, \
            translation=auto
            ata0-slave: type=cdrom, path="none", status=ejected
            boot: disk
            port_e9_hack: enabled=1
            mouse: enabled=0
            log: %s
            panic: action=fatal
            error: action=report
            info: action=ignore
            debug: action=ignore
            """.formatted(DISPLAY, MEGABYTES, cpu, processors, image.path().getFileName(), image.cylinders(), LOG);
    }

    private static boolean hasTerminalPlugin() {
        try (Stream<Path> found =
                Files.find(LIBRARIES, 4, (path, _) -> path.endsWith("bochs/plugins/libbx_term_gui.so"))) {
            return found.findAny().isPresent();
        } catch (IOException | UncheckedIOException _) {
            return false;
        }
    }

    /** Even the agent's own end is a panic; the last line of that kind tells them apart. */
    @Override
    public Death death(Path directory, int exitValue) throws IOException {
        Path log = directory.resolve(LOG);
        String panic = "";
        if (Files.exists(log)) {
            panic = Files.readString(log, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.contains(PANIC))
                    .reduce("", (_, last) -> last);
        }
        if (panic.contains(TRIPLE_FAULT)) {
            return new Death(true, true, "triple fault");
        }
        String what = panic.isEmpty()
                ? ""
                : ": " + panic.substring(panic.indexOf(PANIC) + PANIC.length()).strip();
        return new Death(false, !panic.isEmpty(), PROGRAM + " ended with exit code " + exitValue + what);
    }
}
