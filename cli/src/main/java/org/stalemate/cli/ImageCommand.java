package org.stalemate.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.stalemate.adapters.story.StoryImage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One scenario for a machine that has nothing of stalemate's. */
@Command(
        name = "image",
        description = {
            "Writes a disk image that boots on any PC or hypervisor with a BIOS and 1.1 GB of memory, executes one"
                    + " scenario and tells each outcome beside the permitted ones.",
            "It prints on the screen, the first serial port (115,200 baud) and port E9."
        })
final class ImageCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A litmus file.")
    private String litmus = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "IMAGE",
            required = true,
            description = "Where to put the image.")
    private Path image = Path.of("");

    @Override
    public Integer call() {
        StoryImage.write(image, StoryMaker.of(LitmusFiles.read(litmus)));
        PrintWriter out = spec.commandLine().getOut();
        out.println("boot it, for example: qemu-system-x86_64 -m 1200 -cpu max -drive format=raw,file=" + image);
        return ExitCodes.CONFORMS;
    }
}
