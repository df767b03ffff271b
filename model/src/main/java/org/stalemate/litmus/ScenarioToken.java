package org.stalemate.litmus;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Scenario;

/**
 * A complete scenario in one word that survives a URL, a shell and a chat: the prefix names the version, then follow, in the
 * URL-safe base 64 alphabet, a checksum and the deflated scenario.
 */
public final class ScenarioToken {
    private static final String FAMILY = "stalemate";
    private static final String PREFIX = FAMILY + "1.";
    private static final int CHECKSUM_BYTES = 4;
    private static final int MAX_SCENARIO_BYTES = 1 << 26;

    private ScenarioToken() {}

    /** {@return the token of a scenario} Equal scenarios have equal tokens under one Java runtime. */
    public static String encode(Scenario scenario) {
        byte[] packed = deflate(ScenarioWriter.write(scenario));
        byte[] all = ByteBuffer.allocate(CHECKSUM_BYTES + packed.length)
                .putInt(checksum(packed))
                .put(packed)
                .array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /**
     * {@return the scenario of a token}
     *
     * @throws IllegalArgumentException if it is none; the message is one sentence that says why
     */
    public static Scenario decode(String token) {
        String trimmed = token.strip();
        if (!trimmed.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    trimmed.matches(FAMILY + "[0-9]+\\..*")
                            ? "the token is of version " + trimmed.substring(FAMILY.length(), trimmed.indexOf('.'))
                                    + ", and this program reads version 1"
                            : "a token starts with '" + PREFIX + "', and this one does not");
        }
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(trimmed.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw damaged(e);
        }
        if (all.length < CHECKSUM_BYTES) {
            throw damaged(null);
        }
        byte[] packed = Arrays.copyOfRange(all, CHECKSUM_BYTES, all.length);
        if (ByteBuffer.wrap(all).getInt() != checksum(packed)) {
            throw damaged(null);
        }
        try {
            return ScenarioReader.read(inflate(packed));
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException("the token holds no scenario, although its checksum fits", e);
        }
    }

    private static IllegalArgumentException damaged(@Nullable Throwable cause) {
        return new IllegalArgumentException("the token is cut short or mistyped: its checksum does not fit", cause);
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static byte[] deflate(byte[] bytes) {
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1024];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private static byte[] inflate(byte[] packed) throws DataFormatException {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(packed);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1024];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 || out.size() > MAX_SCENARIO_BYTES) {
                    throw new DataFormatException("the deflated bytes do not end");
                }
                out.write(buffer, 0, count);
            }
            return out.toByteArray();
        }
    }
}
