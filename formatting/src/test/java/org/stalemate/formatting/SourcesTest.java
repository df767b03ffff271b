package org.stalemate.formatting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.stalemate.formatting.Format.UnreadableSource;

final class SourcesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int LONGEST = 400;

    @Test
    void every_source_is_formatted() throws IOException {
        List<String> findings = Sources.under(ROOT).parallelStream()
                .flatMap(SourcesTest::layoutFindings)
                .toList();

        assertThat(findings).as("run ./format").isEmpty();
    }

    @Test
    void no_source_is_longer_than_400_lines() throws IOException {
        List<Path> tooLong = Sources.under(ROOT).stream()
                .filter(file -> read(file).lines().count() > LONGEST)
                .map(ROOT::relativize)
                .toList();

        assertThat(tooLong).isEmpty();
    }

    @Test
    void the_search_finds_this_very_file() throws IOException {
        assertThat(Sources.under(ROOT)).anyMatch(file -> file.endsWith("SourcesTest.java"));
    }

    @Test
    void wrong_layout_and_unused_imports_are_mended() throws UnreadableSource {
        assertThat(Format.format("import java.util.List;\nclass  A{}")).isEqualTo("class A {}\n");
    }

    @Test
    void the_language_of_jdk_25_is_understood() throws UnreadableSource {
        String source = """
            sealed interface Shape permits Shape.Dot, Shape.Pair {
                record Dot(int x) implements Shape {}

                record Pair(Shape left, Shape right) implements Shape {}

                static int first(Shape shape) {
                    return switch (shape) {
                        case Dot(int x) when x > 0 -> x;
                        case Pair(Dot(var x), var _) -> x;
                        case Pair _, Dot _ -> 0;
                    };
                }

                final class Named extends Exception {
                    Named(String name) {
                        String message = name.strip();
                        super(message);
                    }
                }
            }
            """;

        assertThat(Format.format(source)).isEqualTo(source);
    }

    @Test
    void the_one_pattern_that_it_does_not_understand_is_explained() {
        assertThatThrownBy(() -> Format.format("class A { boolean is(Object o) { return o instanceof R(_, int y); } }"))
                .isInstanceOf(UnreadableSource.class)
                .hasMessageContaining("write `var _`");
    }

    private static Stream<String> layoutFindings(Path file) {
        String source = read(file);
        try {
            return Format.format(source).equals(source)
                    ? Stream.empty()
                    : Stream.of(ROOT.relativize(file).toString());
        } catch (UnreadableSource e) {
            return Stream.of(ROOT.relativize(file) + ":" + e.getMessage());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
