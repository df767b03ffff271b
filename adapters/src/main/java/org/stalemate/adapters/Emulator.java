package org.stalemate.adapters;

import org.stalemate.adapters.launch.Bochs;
import org.stalemate.adapters.launch.Machine;
import org.stalemate.adapters.launch.Qemu;

/** An emulator of x86 processors that can be a subject. */
public enum Emulator {
    /** Bochs 2.7, as Debian builds it. */
    BOCHS("corei7_icelake_u"),
    /** QEMU with its own translator of instructions (TCG). */
    QEMU("max");

    private final String standardCpu;

    Emulator(String standardCpu) {
        this.standardCpu = standardCpu;
    }

    /** {@return the processor model with the most features of those that matter here} */
    public String standardCpu() {
        return standardCpu;
    }

    Machine machine(String cpu) {
        return switch (this) {
            case BOCHS -> new Bochs(cpu);
            case QEMU -> new Qemu(cpu);
        };
    }
}
