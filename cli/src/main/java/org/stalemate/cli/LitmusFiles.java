package org.stalemate.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.stalemate.litmus.LitmusParser;
import org.stalemate.litmus.LitmusSyntaxException;
import org.stalemate.litmus.LitmusTest;

/** Litmus files on disk. */
final class LitmusFiles {
    private static final String SUFFIX = ".litmus";

    private LitmusFiles() {}

    /**
     * {@return the test in a file}
     *
     * @throws UserException if it cannot be read or is no litmus text
     */
    static LitmusTest read(String name) {
        try {
            return read(Path.of(name));
        } catch (InvalidPathException e) {
            throw new UserException("'" + name + "' is no file name", e);
        }
    }

    /**
     * {@return the test in a file}
     *
     * @throws UserException if it cannot be read or is no litmus text
     */
    static LitmusTest read(Path file) {
        try {
            return LitmusParser.parse(Files.readString(file));
        } catch (LitmusSyntaxException e) {
            throw new UserException(file + ", " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new UserException("there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new UserException(file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new UserException("cannot read " + file + (Files.isDirectory(file) ? ": it is a directory" : ""), e);
        }
    }

    /**
     * {@return the file, or the litmus files of a folder and those below it by name}
     *
     * @throws UserException if there are none
     */
    static List<Path> in(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.walk(place)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new UserException(place + " holds no file whose name ends in " + SUFFIX);
            }
            return found;
        } catch (IOException e) {
            throw new UserException("cannot list " + place, e);
        }
    }
}
