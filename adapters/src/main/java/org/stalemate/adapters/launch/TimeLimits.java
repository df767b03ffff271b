package org.stalemate.adapters.launch;

import java.time.Duration;

/**
 * How long an emulator may be silent before it is taken to hang, and idle before it is ended.
 *
 * @param boot from its start to the agent's first sign
 * @param busy processor time that the emulator may take between two signs of the agent while it executes, which tells a target that
 *     hangs from one that the host is too busy to run
 * @param perStep how much more of it for each step of the block being executed
 * @param silence between two signs, however much processor time the emulator gets
 * @param idle how long one that waits for the next program is kept
 */
public record TimeLimits(Duration boot, Duration busy, Duration perStep, Duration silence, Duration idle) {
    /** Ten seconds, half a second and a millisecond a step, four seconds, and three. */
    public static final TimeLimits STANDARD = new TimeLimits(
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofMillis(1),
            Duration.ofSeconds(4),
            Duration.ofSeconds(3));

    /** {@return the time by {@link System#nanoTime} at which a boot is late that begins now} */
    public long bootDeadline() {
        return System.nanoTime() + boot.toNanos();
    }

    /** {@return the time by {@link System#nanoTime} until which a sign is to come} */
    public long silenceDeadline() {
        return System.nanoTime() + silence.toNanos();
    }

    /** {@return how much processor time may pass before a sign that comes after so many steps} */
    public Duration busy(int steps) {
        return busy.plus(perStep.multipliedBy(steps));
    }
}
