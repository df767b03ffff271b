package org.stalemate.adapters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.stalemate.adapters.image.DiskImage;
import org.stalemate.adapters.launch.Machine;

/**
 * Boots {@link FakeAgent}.
 *
 * @param program the JVM to start it with
 * @param once a file that does not exist yet
 */
record FakeMachine(String program, Path once) implements Machine {
    @Override
    public String name() {
        return "Fake";
    }

    @Override
    public String packageName() {
        return "fake-emulator";
    }

    @Override
    public String version() {
        return "Fake 1";
    }

    @Override
    public List<String> commandLine(String image, int processors) {
        return List.of(
                program,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                FakeAgent.class.getName(),
                image,
                once.toString());
    }

    @Override
    public void prepare(Path directory, DiskImage image, int processors) throws IOException {
        Files.createFile(directory.resolve("fake"));
    }

    @Override
    public Death death(Path directory, int exitValue) {
        return exitValue == 0
                ? new Death(true, false, "reset")
                : new Death(false, false, "ended with exit code " + exitValue);
    }
}
