package org.stalemate.formatting;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The layout of this repository's sources.
 *
 * <p>palantir-java-format parses with the javac of the JVM that it runs in. The formatter plugins for Maven run it in
 * Maven's own JVM, which may be older than the language of these sources; here it runs on the toolchain's.
 */
public final class Format {

    private static final Formatter FORMATTER = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(Style.PALANTIR).build());

    private Format() {}

    /** Rewrites every Java file under the directory that is the only argument. */
    public static void main(String[] args) throws IOException {
        boolean failed = false;
        for (Path file : Sources.under(Path.of(args[0]))) {
            String source = Files.readString(file);
            try {
                String formatted = format(source);
                if (!source.equals(formatted)) {
                    Files.writeString(file, formatted);
                    System.out.println(file.normalize());
                }
            } catch (UnreadableSource e) {
                System.err.println(file.normalize() + ":" + e.getMessage());
                failed = true;
            }
        }
        System.exit(failed ? 1 : 0);
    }

    static String format(String source) throws UnreadableSource {
        try {
            return FORMATTER.formatSourceAndFixImports(source);
        } catch (FormatterException e) {
            throw new UnreadableSource(e);
        }
    }

    /** The formatter cannot parse a source; the message begins with line and column. */
    static final class UnreadableSource extends Exception {

        UnreadableSource(FormatterException cause) {
            super(explained(String.valueOf(cause.getMessage())), cause);
        }

        private static String explained(String message) {
            return message.contains("expected token: '_'")
                    ? message + " (the formatter does not know the pattern `_`; write `var _`)"
                    : message;
        }
    }
}
