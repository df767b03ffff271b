package org.stalemate.adapters.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.adapters.image.DiskImage;

/** An emulator: how it is started, and what its end means. */
public interface Machine {
    /** Megabytes of memory that the agent needs. The time that Bochs takes to start is quadratic in it. */
    int MEGABYTES = 1088;

    /** {@return its name} */
    String name();

    /** {@return the Debian package to install it from} */
    String packageName();

    /** {@return what it says about itself} */
    String version() throws IOException;

    /**
     * {@return the command line that boots an image}
     *
     * @param image the file
     * @param processors how many logical processors the machine has
     */
    List<String> commandLine(String image, int processors);

    /**
     * Writes the files that the command line names besides the image.
     *
     * @param directory where the process runs
     */
    void prepare(Path directory, DiskImage image, int processors) throws IOException;

    /**
     * {@return why the process ended before the agent did, as far as it tells, or null}
     *
     * @param directory where it ran
     * @param exitValue what it returned
     */
    @Nullable
    Death death(Path directory, int exitValue) throws IOException;

    /**
     * How a machine ended.
     *
     * @param reset whether it is the target that reset itself, as after a triple fault
     * @param isLogged whether the emulator itself says why it ended; then it may have written more than the agent's output
     * @param detail one line
     */
    record Death(boolean reset, boolean isLogged, String detail) {}
}
