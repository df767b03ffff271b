package org.stalemate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stalemate.generators.GeneratorSettings;
import org.stalemate.hunt.SubjectConfiguration;
import org.stalemate.mmu.KvmLikeMmu;
import org.stalemate.mmu.MmuConfiguration;
import org.stalemate.mmu.MmuMode;
import org.stalemate.mmu.host.Retention;

/** What the command knows to test. */
final class Subjects {
    private static final long RANDOM_SEED = 1;
    private static final String DEFAULT = "KVM-like MMU";

    private Subjects() {}

    static Subject of(@Nullable String fault) {
        if (fault != null) {
            throw new UserException("there is no fault '" + fault + "'; none is known yet");
        }
        return new Subject(
                DEFAULT,
                "stalemate replay",
                "standard",
                GeneratorSettings.STANDARD,
                configurations().stream()
                        .map(c -> new SubjectConfiguration(name(c), () -> new KvmLikeMmu(c)))
                        .toList());
    }

    static Subject titled(String title) {
        return of(null);
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

    private static String name(MmuConfiguration configuration) {
        String base = configuration.mode() + "-" + configuration.retention().kind();
        return (configuration.mode() == MmuMode.SHADOW ? base + "-" + configuration.previousRoots() : base)
                .toLowerCase(Locale.ROOT);
    }
}
