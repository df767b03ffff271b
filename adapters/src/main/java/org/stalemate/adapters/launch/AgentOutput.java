package org.stalemate.adapters.launch;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What comes from the agent's port, read with time limits. It is looked for now and then, ever less often until {@link #soon} is called:
 * a thread that is woken by each sign takes longer for that than the target for what it tells. Not safe for use by several threads.
 */
public final class AgentOutput {
    /** The process has ended, and all that it sent was read. */
    public static final int END = -1;

    /** Nothing came in time. */
    public static final int LATE = -2;

    /** Nanoseconds until it is looked again, at first and in the end. */
    private static final long SHORTEST_PAUSE = 50_000;

    private static final long LONGEST_PAUSE = 1_000_000;

    private final Process process;
    private final InputStream stream;
    private final byte[] buffer = new byte[1 << 12];
    private int at;
    private int count;
    private long pause = SHORTEST_PAUSE;

    AgentOutput(Process process) {
        this.process = process;
        stream = process.getInputStream();
    }

    /** What the agent was asked for may not take long. */
    public void soon() {
        pause = SHORTEST_PAUSE;
    }

    /**
     * {@return the next byte, 0 to 255, or {@link #END} or {@link #LATE}}
     *
     * @param deadline how long to wait for it, by {@link System#nanoTime}
     */
    public int next(long deadline) {
        while (at == count) {
            boolean isAlive = process.isAlive();
            if (fill()) {
                continue;
            }
            if (!isAlive) {
                return END;
            }
            if (System.nanoTime() >= deadline || Thread.currentThread().isInterrupted()) {
                return LATE;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
        return buffer[at++] & 0xFF;
    }

    /** {@return whether something was there} */
    private boolean fill() {
        try {
            int available = Math.min(stream.available(), buffer.length);
            count = available > 0 ? Math.max(stream.read(buffer, 0, available), 0) : 0;
        } catch (IOException _) {
            count = 0; // the process was ended, and with it its output
        }
        at = 0;
        return count > 0;
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
