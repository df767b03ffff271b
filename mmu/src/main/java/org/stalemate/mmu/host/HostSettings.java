package org.stalemate.mmu.host;

import org.stalemate.mmu.guest.ProcessorState;

/** The control registers that the hardware runs the guest with, where they are not the guest's own. */
public class HostSettings {
    /** {@return whether writes respect entries that the hypervisor has write-protected} Whatever the guest's CR0.WP says. */
    public boolean protectsWrites(ProcessorState state) {
        return true;
    }
}
