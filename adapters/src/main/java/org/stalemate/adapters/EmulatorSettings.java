package org.stalemate.adapters;

import java.nio.file.Path;
import org.stalemate.adapters.launch.TimeLimits;

/**
 * Which emulator, and how.
 *
 * @param cpu the processor model, in the emulator's own words
 * @param failures the directory in which the files of a failed boot are kept for replay; made when there is the first
 * @param limits when it is taken to hang
 * @param interactive up to how many scenarios at once are executed one by one in an emulator that is kept running, rather than by
 *     booting one for them
 */
public record EmulatorSettings(Emulator emulator, String cpu, Path failures, TimeLimits limits, int interactive) {
    /** {@return the settings that suit most} */
    public static EmulatorSettings standard(Emulator emulator) {
        return new EmulatorSettings(
                emulator, emulator.standardCpu(), Path.of("emulator-failures"), TimeLimits.STANDARD, 16);
    }

    /** {@return the same settings with another processor model} */
    public EmulatorSettings withCpu(String model) {
        return new EmulatorSettings(emulator, model, failures, limits, interactive);
    }

    /** {@return the same settings with another directory for the files of failed boots} */
    public EmulatorSettings withFailures(Path directory) {
        return new EmulatorSettings(emulator, cpu, directory, limits, interactive);
    }
}
