package org.stalemate.adapters.launch;

import java.time.Duration;

/**
 * How long an emulator may be silent before it is taken to hang, and idle before it is ended.
 *
 * @param boot from its start to the agent's first sign
 * @param silence between two signs of the agent while it executes
 * @param perStep how much longer for each step of the block being executed
 * @param idle how long one that waits for the next block is kept, which takes a processor of the host
 */
public record TimeLimits(Duration boot, Duration silence, Duration perStep, Duration idle) {
    /** Ten seconds, two seconds, 50 microseconds, and three seconds. */
    public static final TimeLimits STANDARD = new TimeLimits(
            Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofNanos(50_000), Duration.ofSeconds(3));

    /** {@return the time by {@link System#nanoTime} at which a boot is late that begins now} */
    public long bootDeadline() {
        return System.nanoTime() + boot.toNanos();
    }

    /** {@return the time by {@link System#nanoTime} at which a block is late that begins now} */
    public long blockDeadline(int steps) {
        return System.nanoTime() + silence.toNanos() + steps * perStep.toNanos();
    }
}
