package org.stalemate.adapters.launch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What comes from the agent's port, read with time limits. Not safe for use by several threads. */
public final class AgentOutput {
    /** The process has closed its output. */
    public static final int END = -1;

    /** Nothing came in time. */
    public static final int LATE = -2;

    /** Follows the last chunk; no other is empty. */
    private static final byte[] LAST = {};

    private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    private byte @Nullable [] chunk;
    private int at;

    AgentOutput(InputStream stream) {
        Thread.ofVirtual().name("emulator output").start(() -> pump(stream));
    }

    private void pump(InputStream stream) {
        byte[] buffer = new byte[1 << 16];
        try (stream) {
            int count = stream.read(buffer);
            while (count >= 0) {
                chunks.add(Arrays.copyOf(buffer, count));
                count = stream.read(buffer);
            }
        } catch (IOException _) {
            // The process was ended, and with it its output.
        }
        chunks.add(LAST);
    }

    /**
     * {@return the next byte, 0 to 255, or {@link #END} or {@link #LATE}}
     *
     * @param deadline how long to wait for it, by {@link System#nanoTime}
     */
    public int next(long deadline) {
        while (chunk == null || at == chunk.length) {
            if (chunk != null && chunk.length == 0) {
                return END;
            }
            byte[] next = poll(deadline);
            if (next == null) {
                return LATE;
            }
            chunk = next;
            at = 0;
        }
        return chunk[at++] & 0xFF;
    }

    private byte @Nullable [] poll(long deadline) {
        try {
            return chunks.poll(Math.max(deadline - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /**
     * Reads up to and including a text.
     *
     * @return whether it came in time
     */
    public boolean skipTo(String text, long deadline) {
        int matched = 0;
        while (matched < text.length()) {
            int next = next(deadline);
            if (next < 0) {
                return false;
            }
            matched = next == text.charAt(matched) ? matched + 1 : next == text.charAt(0) ? 1 : 0;
        }
        return true;
    }

    /** {@return the rest of the line, or null if it did not end in time or has more than 1,000 bytes} */
    public @Nullable String line(long deadline) {
        StringBuilder line = new StringBuilder();
        while (line.length() < 1000) {
            int next = next(deadline);
            if (next < 0) {
                return null;
            }
            if (next == '\n') {
                return line.toString();
            }
            line.append((char) next);
        }
        return null;
    }

    /** {@return whether that many bytes came in time; they fill the array} */
    public boolean read(byte[] bytes, long deadline) {
        for (int i = 0; i < bytes.length; i++) {
            int next = next(deadline);
            if (next < 0) {
                return false;
            }
            bytes[i] = (byte) next;
        }
        return true;
    }
}
