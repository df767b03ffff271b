package org.stalemate.adapters;

import java.nio.file.Path;
import java.util.List;
import org.stalemate.adapters.encoding.Avoidance;
import org.stalemate.adapters.launch.TimeLimits;

/**
 * Which emulator, and how.
 *
 * @param cpu the processor model, in the emulator's own words
 * @param failures the directory in which the files of a failed boot are kept for replay; made when there is the first
 * @param limits when it is taken to hang
 * @param avoided what the emulator is known not to survive: scenarios end before it
 */
public record EmulatorSettings(
        Emulator emulator, String cpu, Path failures, TimeLimits limits, List<Avoidance> avoided) {
    public EmulatorSettings {
        avoided = List.copyOf(avoided);
    }

    /** {@return the settings that suit most} */
    public static EmulatorSettings standard(Emulator emulator) {
        return new EmulatorSettings(
                emulator,
                emulator.standardCpu(),
                Path.of("emulator-failures"),
                TimeLimits.STANDARD,
                Avoidances.of(emulator));
    }

    /** {@return the same settings with another processor model} */
    public EmulatorSettings withCpu(String model) {
        return new EmulatorSettings(emulator, model, failures, limits, avoided);
    }

    /** {@return the same settings with another directory for the files of failed boots} */
    public EmulatorSettings withFailures(Path directory) {
        return new EmulatorSettings(emulator, cpu, directory, limits, avoided);
    }

    /** {@return the same settings with other time limits} */
    public EmulatorSettings withLimits(TimeLimits others) {
        return new EmulatorSettings(emulator, cpu, failures, others, avoided);
    }

    /** {@return the same settings with other things to avoid} */
    public EmulatorSettings withAvoided(List<Avoidance> others) {
        return new EmulatorSettings(emulator, cpu, failures, limits, others);
    }
}
