package org.stalemate.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to test: the MMU that comes with stalemate, as it is or with one of the known faults, or an emulator. */
final class SubjectOptions {
    @Option(
            names = "--subject",
            paramLabel = "NAME",
            converter = KindConverter.class,
            description = "What to test: kvm-like, the MMU that comes with stalemate (the default), bochs or qemu.")
    private Subjects.@Nullable Kind kind;

    @Option(
            names = "--cpu",
            paramLabel = "MODEL",
            description = "The processor model of the emulator, in its own words (default: corei7_icelake_u for bochs,"
                    + " max for qemu).")
    private @Nullable String cpu;

    @Option(
            names = "--fault",
            paramLabel = "ID",
            description = "Tests the MMU with a known fault in it; 'stalemate faults' lists them.")
    private @Nullable String fault;

    boolean isGiven() {
        return kind != null || cpu != null || fault != null;
    }

    /** @throws UserException if there is no such subject */
    Subject subject() {
        return Subjects.of(kind == null ? Subjects.Kind.KVM_LIKE : kind, cpu, fault);
    }

    /** {@return the subject's name as part of a file's name} */
    String slug() {
        if (fault != null) {
            return plain(fault);
        }
        if (kind == null || kind == Subjects.Kind.KVM_LIKE) {
            return "default";
        }
        return cpu == null ? kind.toString() : kind + "-" + plain(cpu);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
