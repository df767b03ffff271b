package org.stalemate.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stalemate.reports.known.KnownDivergences;

/** The lists of known divergences that come with stalemate, one for each emulator. */
final class KnownLists {
    private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9]+)+");

    private KnownLists() {}

    /**
     * {@return what is known of a target}
     *
     * @param version what it says of itself; the first thing in it that looks like a version is its version
     */
    static KnownDivergences of(String target, String version) {
        Matcher matcher = VERSION.matcher(version);
        return read(target).of(target, matcher.find() ? matcher.group() : "");
    }

    /** {@return the list of a target, for all its versions} */
    static KnownDivergences read(String target) {
        String resource = target + ".known";
        try (InputStream in = KnownLists.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            return KnownDivergences.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
