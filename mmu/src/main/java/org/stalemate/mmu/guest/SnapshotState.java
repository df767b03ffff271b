package org.stalemate.mmu.guest;

import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Registers;

/** The registers of a processor as somebody remembers them: control registers of some time ago, everything else of now. */
public final class SnapshotState {
    private static final Registers UNKNOWN = new Registers(
            ControlBits.CR0_PE | ControlBits.CR0_PG | ControlBits.CR0_WP, 0, 0, 0, 0, ExecutionState.REAL_MODE);

    private final ProcessorState remembered;

    /** A snapshot in a processor that is nobody's. */
    public SnapshotState(ProcessorState remembered) {
        this.remembered = remembered;
        clear();
    }

    /** Forgets the control registers: until they are taken, walks are those of 32-bit paging. */
    public void clear() {
        remembered.load(UNKNOWN);
    }

    /** Takes over CR0, CR4 and EFER. */
    public void takeControls(ProcessorState live) {
        remembered.copyControls(live);
    }

    /** {@return the remembered control registers with the CPL, AC, tables and key rights of now} */
    public ProcessorState at(ProcessorState live) {
        remembered.copyPresent(live);
        return remembered;
    }
}
