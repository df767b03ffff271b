package org.stalemate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageCommandTest {
    private static final String HEAD = """
        name: told
        table root at 0x10
        root[1] -> page 0x200 P RW US A D
        x = 0x8000000000

        """;

    @TempDir
    private Path folder;

    private Path litmus(String steps) throws IOException {
        return Files.writeString(folder.resolve("told.litmus"), HEAD + steps);
    }

    @Test
    void an_image_holds_each_step_and_each_permitted_outcome() throws IOException {
        Path image = folder.resolve("image");
        Ran ran = Ran.command("image", litmus("load x\nMOV CR4 +SMEP\n"), "-o", image)
                .succeeded();

        assertThat(ran.out()).contains("qemu-system-x86_64", image.toString());
        String content = Files.readString(image, StandardCharsets.ISO_8859_1);
        assertThat(content).contains("stalemate: told", "1. load x", "2. MOV CR4 +SMEP", "SMEP", "done");
        assertThat(Files.size(image) % 516_096).isZero();
    }

    @Test
    void what_cannot_be_told_is_refused_in_one_sentence() throws IOException {
        Path image = folder.resolve("image");

        assertRefused(Ran.command("image", litmus(""), "-o", image), "no steps");
        assertRefused(Ran.command("image", litmus("RESET\n"), "-o", image), "step 1 cannot be executed");
        assertRefused(Ran.command("image", litmus("load x\n"), "-o", folder.resolve("no/such")), "cannot write");
        assertRefused(Ran.command("image", folder.resolve("absent"), "-o", image), "absent");
        assertRefused(Ran.command("image", litmus("load x\n")), "--output");
        assertThat(Files.exists(image)).isFalse();
    }

    private static void assertRefused(Ran ran, String why) {
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains(why).hasLineCount(1);
    }
}
