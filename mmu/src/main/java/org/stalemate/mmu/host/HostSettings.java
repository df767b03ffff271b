package org.stalemate.mmu.host;

import org.stalemate.mmu.guest.ProcessorState;

/** The control registers that the hardware runs the guest with, where they are not the guest's own. */
public class HostSettings {
    /** {@return the hardware's CR0.WP} Set whatever the guest's is, so that supervisors too heed what the hypervisor has write-protected. */
    public boolean protectsWrites(ProcessorState state) {
        return true;
    }
}
