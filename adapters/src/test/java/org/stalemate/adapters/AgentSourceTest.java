package org.stalemate.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentSourceTest {
    private static final Path SOURCE = Path.of("src/main/nasm");

    @TempDir
    private Path directory;

    @Test
    void the_agent_that_is_shipped_is_what_its_source_assembles_to() throws Exception {
        assumeTrue(Installed.has("nasm"), "nasm is not installed, so the guest agent is not assembled again");
        Path assembled = directory.resolve("agent.bin");
        Process nasm = new ProcessBuilder("nasm", "-f", "bin", "-o", assembled.toString(), "boot.asm")
                .directory(SOURCE.toFile())
                .inheritIO()
                .start();

        assertThat(nasm.waitFor()).isZero();
        assertThat(Files.readAllBytes(assembled)).isEqualTo(shipped());
    }

    @Test
    void the_agent_fits_before_the_header() throws IOException {
        assertThat(shipped()).hasSize(129 * 512).endsWith(new byte[16]);
        assertThat(shipped()[510]).isEqualTo((byte) 0x55);
    }

    @Test
    void no_line_of_the_source_is_too_long() throws IOException {
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (Path file : files.toList()) {
                assertThat(Files.readAllLines(file)).as(file.toString()).allMatch(line -> line.length() <= 140);
            }
        }
    }

    private static byte[] shipped() throws IOException {
        try (InputStream agent = EmulatorSubject.class.getResourceAsStream("agent/agent.bin")) {
            return Objects.requireNonNull(agent).readAllBytes();
        }
    }
}
