package org.stalemate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stalemate.faults.Fault;
import org.stalemate.faults.FaultLibrary;
import org.stalemate.faults.Requirement;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.generators.PlatformMix;
import org.stalemate.hunt.SubjectConfiguration;
import org.stalemate.mmu.KvmLikeMmu;
import org.stalemate.mmu.MmuConfiguration;
import org.stalemate.mmu.MmuMode;
import org.stalemate.mmu.host.Retention;
import org.stalemate.reports.known.KnownDivergences;
import org.stalemate.vocabulary.Profile;

/** The MMU that comes with stalemate, as it is and with known faults. */
final class KvmLikeSubjects {
    private static final String SOUND = "KVM-like MMU";
    private static final String FAULTY = SOUND + " with fault ";
    private static final String REPLAY = "stalemate replay";
    private static final String STANDARD = "standard";
    private static final long RANDOM_SEED = 1;

    /** Takes about a minute. */
    private static final long BUDGET = 20_000_000;

    private KvmLikeSubjects() {}

    /** {@return the subject that results call so, or null if it is not one of these} */
    static @Nullable Subject titled(String title) {
        if (title.startsWith(FAULTY)) {
            return with(fault(title.substring(FAULTY.length())));
        }
        return title.equals(SOUND) ? sound() : null;
    }

    /**
     * {@return the fault of an ID or alias}
     *
     * @throws UserException if there is none
     */
    static Fault fault(String id) {
        try {
            return FaultLibrary.byId(id);
        } catch (IllegalArgumentException e) {
            throw new UserException(String.valueOf(e.getMessage()), e);
        }
    }

    /** {@return the MMU as it is, in all its configurations} */
    static Subject sound() {
        List<SubjectConfiguration> configurations = configurations().stream()
                .map(configuration -> SubjectConfiguration.of(name(configuration), () -> new KvmLikeMmu(configuration)))
                .toList();
        return new Subject(
                SOUND,
                List.of(),
                REPLAY,
                STANDARD,
                GeneratorSettings.STANDARD,
                BUDGET,
                configurations,
                KnownDivergences.NONE);
    }

    /** {@return the MMU with a fault, in the configuration and on the processors where that shows} */
    static Subject with(Fault fault) {
        GeneratorSettings settings = GeneratorSettings.STANDARD.withPlatforms(platforms(fault.requirement()));
        return new Subject(
                FAULTY + fault.id(),
                List.of(),
                REPLAY + " --fault " + fault.id(),
                settings.equals(GeneratorSettings.STANDARD) ? STANDARD : STANDARD + " on the fault's processors",
                settings,
                BUDGET,
                List.of(SubjectConfiguration.of(name(fault.configuration()), fault::create)),
                KnownDivergences.NONE);
    }

    private static PlatformMix platforms(Requirement requirement) {
        List<Profile> profiles = PlatformMix.STANDARD.profiles().stream()
                .filter(profile -> requirement.vendors().contains(profile.vendor()))
                .toList();
        PlatformMix mix = PlatformMix.STANDARD
                .withProfiles(profiles)
                .withFeatures(requirement.features(), PlatformMix.STANDARD.never());
        return requirement.logicalProcessors() > 1 ? mix.withTwoProcessors(100) : mix;
    }

    private static List<MmuConfiguration> configurations() {
        List<MmuConfiguration> all = new ArrayList<>();
        List<Retention> retentions = List.of(Retention.HOARD, Retention.FORGET, Retention.random(RANDOM_SEED));
        for (Retention retention : retentions) {
            for (int previousRoots : new int[] {MmuConfiguration.DEFAULT_PREVIOUS_ROOTS, 1, 0}) {
                all.add(new MmuConfiguration(MmuMode.SHADOW, retention, previousRoots));
            }
        }
        for (Retention retention : retentions) {
            all.add(MmuConfiguration.of(MmuMode.TDP, retention));
        }
        return all;
    }

    /** {@return what results call a configuration} Previous roots matter to shadow paging alone. */
    static String name(MmuConfiguration configuration) {
        String base = configuration.mode() + "-" + configuration.retention().kind();
        return (configuration.mode() == MmuMode.SHADOW ? base + "-" + configuration.previousRoots() : base)
                .toLowerCase(Locale.ROOT);
    }
}
