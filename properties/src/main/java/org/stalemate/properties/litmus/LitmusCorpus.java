package org.stalemate.properties.litmus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.stalemate.litmus.LitmusParser;
import org.stalemate.litmus.LitmusSyntaxException;
import org.stalemate.litmus.LitmusTest;

/** The litmus tests that come with the suite, read from the class path in the order of their index. */
public final class LitmusCorpus {
    private static final String ROOT = "/litmus/";
    private static final String INDEX = "index.txt";

    private LitmusCorpus() {}

    /**
     * One file of the corpus.
     *
     * @param path chapter and file, such as {@code 1-walks/110-a-present-entry-translates.litmus}
     * @param text its contents
     * @param test what it says
     */
    public record Entry(String path, String text, LitmusTest test) {}

    /** {@return the paths of all files, in the order in which they are meant to be read} */
    public static List<String> paths() {
        return read(INDEX).lines().filter(line -> !line.isBlank()).toList();
    }

    /** {@return all files, in the order in which they are meant to be read} */
    public static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (String path : paths()) {
            entries.add(entry(path));
        }
        return entries;
    }

    /**
     * {@return one file}
     *
     * @throws IllegalArgumentException if it does not exist or is no litmus text; the message names it
     */
    public static Entry entry(String path) {
        String text = read(path);
        try {
            return new Entry(path, text, LitmusParser.parse(text));
        } catch (LitmusSyntaxException e) {
            throw new IllegalArgumentException(path + ", " + e.getMessage(), e);
        }
    }

    private static String read(String path) {
        try (InputStream in = LitmusCorpus.class.getResourceAsStream(ROOT + path)) {
            if (in == null) {
                throw new IllegalArgumentException("the litmus corpus has no file " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
