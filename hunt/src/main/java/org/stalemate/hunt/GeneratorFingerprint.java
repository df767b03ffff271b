package org.stalemate.hunt;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.generators.RandomSource;
import org.stalemate.generators.ScenarioGenerator;
import org.stalemate.specification.Model;
import org.stalemate.vocabulary.Scenario;

/**
 * Tells generators apart that make other scenarios of the same seeds: a campaign begun by one of them cannot be continued by the
 * other.
 */
final class GeneratorFingerprint {
    private static final int SCENARIOS = 16;

    private GeneratorFingerprint() {}

    /** {@return a checksum of the first scenarios of a campaign} */
    static String of(GeneratorSettings settings, long seed) {
        ScenarioGenerator generator = new ScenarioGenerator(settings);
        Model model = new Model(false);
        CRC32 crc = new CRC32();
        for (int i = 0; i < SCENARIOS; i++) {
            Scenario scenario = generator.generate(RandomSource.seed(seed, i), model);
            // The text of records names every component; it does not depend on the Java runtime.
            crc.update(scenario.toString().getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
