package org.stalemate.adapters.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.stalemate.adapters.image.DiskImage;

/**
 * QEMU's own translator of instructions, without KVM, on one thread of the host however many processors the guest has: two that
 * wait for each other are faster by turns.
 *
 * @param cpu the processor model, as {@code -cpu} names it
 */
public record Qemu(String cpu) implements Machine {
    private static final String PROGRAM = "qemu-system-x86_64";

    @Override
    public String name() {
        return "QEMU";
    }

    @Override
    public String packageName() {
        return "qemu-system-x86";
    }

    @Override
    public String version() throws IOException {
        return Programs.firstLine(List.of(PROGRAM, "--version"), "QEMU emulator version", this);
    }

    @Override
    public List<String> commandLine(String image, int processors) {
        return List.of(
                PROGRAM,
                "-machine",
                "pc",
                "-accel",
                "tcg,thread=single",
                "-cpu",
                cpu,
                "-smp",
                Integer.toString(processors),
                "-m",
                Integer.toString(MEGABYTES),
                "-nodefaults",
                "-no-user-config",
                "-display",
                "none",
                "-vga",
                "none",
                "-drive",
                "file=" + image.replace(",", ",,") + ",format=raw,if=ide,cache=unsafe",
                "-boot",
                "order=c,menu=off",
                "-no-reboot",
                "-serial",
                "none",
                "-monitor",
                "none",
                "-debugcon",
                "stdio",
                "-global",
                "isa-debugcon.iobase=0xe9",
                "-device",
                "isa-debug-exit,iobase=0x501,iosize=1");
    }

    @Override
    public void prepare(Path directory, DiskImage image, int processors) {
        // Everything is on the command line.
    }

    /** With -no-reboot a reset, and so a triple fault, is a good end. */
    @Override
    public Death death(Path directory, int exitValue) {
        return exitValue == 0
                ? new Death(true, false, "the processor reset itself")
                : new Death(false, false, PROGRAM + " ended with exit code " + exitValue);
    }
}
