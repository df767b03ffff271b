package org.stalemate.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stalemate.adapters.Emulator;
import org.stalemate.adapters.EmulatorSettings;
import org.stalemate.adapters.EmulatorSubject;
import org.stalemate.adapters.encoding.StepTrial;
import org.stalemate.adapters.encoding.Target;
import org.stalemate.generators.Feasibility;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.generators.PlatformMix;
import org.stalemate.generators.StepKind;
import org.stalemate.generators.TargetLimits;
import org.stalemate.generators.Template;
import org.stalemate.hunt.SubjectConfiguration;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** Emulators of x86 processors, which run scenarios as real instructions. */
final class EmulatorSubjects {
    private static final String WITH_CPU = " with CPU ";
    private static final String MIX = "standard on the emulator's processor";

    /** Takes about a minute on two cores. */
    private static final long BUDGET = 4_000_000;

    private static final int INIT_RARER = 4;
    private static final int LOGICAL_PROCESSORS = 2;
    private static final int TWO_PROCESSORS_PERCENT = 5;

    private EmulatorSubjects() {}

    /** {@return an emulator, asked for what it is} It has to be installed. */
    static Subject of(Emulator emulator, @Nullable String cpu) {
        EmulatorSettings settings = EmulatorSettings.standard(emulator).withFailures(ResultPaths.ofEmulatorFailures());
        if (cpu != null) {
            settings = settings.withCpu(cpu);
        }
        try (EmulatorSubject asked = new EmulatorSubject(settings)) {
            return of(settings, asked);
        }
    }

    private static Subject of(EmulatorSettings settings, EmulatorSubject asked) {
        String name = name(settings.emulator());
        String version = asked.version();
        Platform platform = asked.platform();
        Target target = asked.target();
        List<String> about =
                List.of(version, processor(settings.cpu(), platform), String.join(" ", asked.commandLine()));
        EmulatorSettings daring = settings.withAvoided(List.of());
        SubjectConfiguration configuration = new SubjectConfiguration.Batched(
                settings.cpu(),
                () -> new EmulatorSubject(settings, target),
                new Platform(platform.profile(), platform.maxPhyAddr(), platform.features(), LOGICAL_PROCESSORS),
                () -> new EmulatorSubject(daring, target));
        return new Subject(
                title(settings.emulator()) + WITH_CPU + settings.cpu(),
                about,
                "stalemate replay --subject " + name + " --cpu " + settings.cpu(),
                MIX,
                generator(platform, target),
                BUDGET,
                List.of(configuration),
                KnownLists.of(name, version));
    }

    /** {@return what the command line calls an emulator} */
    static String name(Emulator emulator) {
        return emulator.name().toLowerCase(Locale.ROOT);
    }

    private static String title(Emulator emulator) {
        return switch (emulator) {
            case BOCHS -> "Bochs";
            case QEMU -> "QEMU";
        };
    }

    private static String processor(String cpu, Platform platform) {
        return "CPU %s: rules of %s, MAXPHYADDR %s, %s"
                .formatted(
                        cpu,
                        platform.profile().vendor(),
                        platform.maxPhyAddr(),
                        platform.features().stream().map(Enum::name).collect(Collectors.joining(" ")));
    }

    /**
     * An access that the hypervisor makes has no instruction of its own, and nothing resets one logical processor. INIT takes an emulator
     * as long as a hundred other steps, so it is rarer than elsewhere.
     */
    private static GeneratorSettings generator(Platform platform, Target target) {
        Set<PagingMode> modes = EnumSet.allOf(PagingMode.class);
        Set<CodeSegment> segments = EnumSet.allOf(CodeSegment.class);
        return GeneratorSettings.STANDARD
                .withPlatforms(PlatformMix.only(platform).withTwoProcessors(TWO_PROCESSORS_PERCENT))
                .with(StepKind.EMULATED, 0)
                .with(StepKind.RESET, 0)
                .rarer(EnumSet.of(StepKind.INIT, StepKind.INIT_AND_BRING_UP), INIT_RARER)
                .with(Template.RESTART, GeneratorSettings.STANDARD.weight(Template.RESTART) / INIT_RARER)
                .within(new TargetLimits(Target.FREE_FRAMES, modes, segments, false, () -> feasibility(target)));
    }

    private static Feasibility feasibility(Target target) {
        StepTrial trial = new StepTrial(target);
        return new Feasibility() {
            @Override
            public boolean begin(Start start) {
                return trial.begin(start);
            }

            @Override
            public boolean accept(Step step) {
                return trial.accept(step);
            }
        };
    }

    /** {@return the subject that results call so, or null if it is not one of these} */
    static @Nullable Subject titled(String title) {
        return Arrays.stream(Emulator.values())
                .filter(emulator -> title.startsWith(title(emulator) + WITH_CPU))
                .findFirst()
                .map(emulator -> of(emulator, title.substring((title(emulator) + WITH_CPU).length())))
                .orElse(null);
    }
}
