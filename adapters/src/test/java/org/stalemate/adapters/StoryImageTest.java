package org.stalemate.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stalemate.adapters.launch.Boot;
import org.stalemate.adapters.story.Story;
import org.stalemate.adapters.story.StoryImage;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

final class StoryImageTest {
    private static final Platform PLATFORM = new Platform(Profile.UNION, 40, EnumSet.of(Feature.NX), 1);
    private static final long OLD = 0x200;
    private static final long NEW = 0x201;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void an_emulator_whose_outcomes_are_permitted_says_so(Emulator emulator) throws IOException {
        List<String> told = tell(emulator, story(SelfTest.scenario(PLATFORM), OLD));

        assertThat(told).contains("a story", "    observed:  loaded", "Every outcome is permitted.");
    }

    @ParameterizedTest
    @EnumSource
    void an_emulator_whose_outcome_is_not_among_the_permitted_ones_says_so(Emulator emulator) throws IOException {
        List<String> told = tell(emulator, story(SelfTest.scenario(PLATFORM), NEW));

        assertThat(told).contains("    permitted: this and that", "    NOT PERMITTED");
    }

    @ParameterizedTest
    @EnumSource
    void a_processor_that_lacks_a_feature_says_so(Emulator emulator) throws IOException {
        Platform everything = new Platform(Profile.UNION, 40, EnumSet.allOf(Feature.class), 1);
        List<String> told = tell(emulator, story(SelfTest.scenario(everything), OLD));

        assertThat(told).contains("This processor lacks one of these features.");
    }

    @Test
    void a_scenario_that_no_machine_can_execute_is_refused() {
        Scenario base = SelfTest.scenario(PLATFORM);
        Scenario scenario = new Scenario(base.start(), List.of(new Step.Reset(0)));
        Story story = new Story(scenario, "", new Story.Chapter(0, "", "", List.of()));

        assertThatThrownBy(() -> StoryImage.write(directory.resolve("image"), story))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("step 1 cannot be executed from an image");
        assertThat(Files.exists(directory.resolve("image"))).isFalse();
    }

    @Test
    void a_scenario_uses_the_features_whose_bits_it_sets() {
        Platform everything = new Platform(Profile.UNION, 40, EnumSet.allOf(Feature.class), 1);
        Scenario base = SelfTest.scenario(everything);
        List<Step> steps = List.of(
                new Step.Instruction(0, new Operation.MovToCr4(1L << 20 | 0x20)),
                new Step.Instruction(0, new Operation.WrPkru(0)));

        assertThat(Story.forMostMachines(base).start().platform().features())
                .containsExactly(Feature.PAGE_1G, Feature.NX, Feature.PSE36);
        assertThat(Story.forMostMachines(new Scenario(base.start(), steps))
                        .start()
                        .platform()
                        .features())
                .containsExactly(Feature.PAGE_1G, Feature.NX, Feature.SMEP, Feature.PSE36, Feature.PKU);
    }

    /** @param first the frame of the first load; the last one may be from either */
    private static Story story(Scenario scenario, long first) {
        Story.Chapter last = chapter(2, null, loaded(OLD), loaded(NEW));
        Story.Chapter store = chapter(1, last, new Outcome.Stored(0x13));
        return new Story(scenario, "a story\n", chapter(0, store, loaded(first)));
    }

    private static Story.Chapter chapter(int step, Story.@Nullable Chapter next, Outcome... outcomes) {
        List<Story.Choice> choices = List.of(outcomes).stream()
                .map(outcome -> new Story.Choice(outcome, 0, "loaded\n", next))
                .toList();
        return new Story.Chapter(step, "a step\n", "    permitted: this and that\n", choices);
    }

    private static Outcome loaded(long frame) {
        return new Outcome.Loaded(DataPattern.at(frame << 12), frame);
    }

    private static List<String> tell(Emulator emulator, Story story) throws IOException {
        String program = emulator == Emulator.BOCHS ? "bochs" : "qemu-system-x86_64";
        assumeTrue(Installed.has(program), program + " is not installed, so nothing is shown about it");
        EmulatorSettings settings = EmulatorSettings.standard(emulator);
        try (Boot boot = Boot.start(emulator.machine(settings.cpu()), 1, path -> StoryImage.write(path, story))) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            assertThat(boot.output().skipTo("@@STLM1\n", deadline)).isTrue();
            List<String> lines = new ArrayList<>();
            for (String line = boot.output().line(deadline);
                    line != null;
                    line = boot.output().line(deadline)) {
                lines.add(line);
                if (line.contains("rule") || line.contains("Every") || line.contains("lacks")) {
                    break;
                }
            }
            return lines;
        }
    }
}
