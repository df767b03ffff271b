package org.stalemate.reports.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stalemate.reports.Examples;

class ResultDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void what_was_saved_is_read_back_and_rendered() throws IOException {
        ResultDirectory results = new ResultDirectory(folder.resolve("a/b"));
        assertThat(results.read()).isEmpty();
        results.save(Examples.diverging());
        results.save(Examples.conforming());
        results.render(Examples.conforming());
        assertThat(results.require()).isEqualTo(Examples.conforming());
        try (var files = Files.list(results.path())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("result.json", "index.html", "junit.xml", "summary.txt");
        }
    }

    @Test
    void what_a_run_left_half_written_disturbs_nobody() throws IOException {
        ResultDirectory results = new ResultDirectory(folder);
        results.save(Examples.diverging());
        Files.writeString(folder.resolve(".result.json.new"), "{ \"format\"");
        assertThat(results.require()).isEqualTo(Examples.diverging());
        results.save(Examples.conforming());
        assertThat(results.require()).isEqualTo(Examples.conforming());
    }

    @Test
    void no_result_and_no_directory_are_said_in_one_line() {
        assertThatThrownBy(() -> new ResultDirectory(folder.resolve("none")).require())
                .isInstanceOf(ResultFileException.class)
                .hasMessage(folder.resolve("none") + " holds no result.json");
    }

    @Test
    void what_cannot_be_read_is_named() throws IOException {
        Files.createDirectory(folder.resolve("result.json"));
        assertThatThrownBy(() -> new ResultDirectory(folder).read())
                .isInstanceOf(ResultFileException.class)
                .hasMessageStartingWith("cannot read " + folder.resolve("result.json") + ": ");
    }

    @Test
    void bytes_that_are_no_text_are_named() throws IOException {
        Files.write(folder.resolve("result.json"), new byte[] {(byte) 0xC0, 0x20});
        assertThatThrownBy(() -> new ResultDirectory(folder).read())
                .isInstanceOf(ResultFileException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void a_place_that_cannot_be_written_to_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> new ResultDirectory(file).save(Examples.conforming()))
                .isInstanceOf(ResultFileException.class)
                .hasMessageStartingWith("cannot write to " + file + ": ")
                .hasMessageNotContaining("\n");
        assertThat(file).isEmptyFile();
    }
}
