package org.stalemate.cli;

import org.jspecify.annotations.Nullable;
import org.stalemate.adapters.Emulator;

/** What the command knows to test. */
final class Subjects {
    private Subjects() {}

    /** The kinds of subjects, as the command line calls them. */
    enum Kind {
        KVM_LIKE("kvm-like"),
        BOCHS("bochs"),
        QEMU("qemu");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * {@return what was asked for}
     *
     * @param cpu the processor model of an emulator, or null for its usual one
     * @param fault a fault of the MMU that comes with stalemate, or null
     * @throws UserException if there is no such thing
     */
    static Subject of(Kind kind, @Nullable String cpu, @Nullable String fault) {
        if (fault != null && kind != Kind.KVM_LIKE) {
            throw new UserException("--fault is for the MMU that comes with stalemate, not for " + kind);
        }
        if (cpu != null && kind == Kind.KVM_LIKE) {
            throw new UserException("--cpu is for --subject bochs and --subject qemu");
        }
        return switch (kind) {
            case KVM_LIKE ->
                fault == null ? KvmLikeSubjects.sound() : KvmLikeSubjects.with(KvmLikeSubjects.fault(fault));
            case BOCHS -> EmulatorSubjects.of(Emulator.BOCHS, cpu);
            case QEMU -> EmulatorSubjects.of(Emulator.QEMU, cpu);
        };
    }

    /**
     * {@return the subject that results call so}
     *
     * @throws UserException if this program knows none
     */
    static Subject titled(String title) {
        Subject found = KvmLikeSubjects.titled(title);
        if (found == null) {
            found = EmulatorSubjects.titled(title);
        }
        if (found == null) {
            throw new UserException("the result is of the subject '" + title + "', which this command does not have");
        }
        return found;
    }
}
