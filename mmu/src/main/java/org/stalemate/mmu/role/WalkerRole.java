package org.stalemate.mmu.role;

import org.stalemate.mmu.guest.ControlBits;
import org.stalemate.mmu.guest.ProcessorState;

/**
 * What the configuration of the hypervisor's software walker depends on: the register bits that decide how it reads entries and what
 * rights allow. With paging off nothing else matters.
 */
public final class WalkerRole {
    /** Set in the role of a walker that has been configured. */
    public static final int VALID = 1;

    public static final int PG = 1 << 1;
    public static final int PAE = 1 << 2;
    public static final int PSE = 1 << 3;
    public static final int SMEP = 1 << 4;
    public static final int SMAP = 1 << 5;
    public static final int PKE = 1 << 6;
    public static final int PKS = 1 << 7;
    public static final int LA57 = 1 << 8;
    public static final int LMA = 1 << 9;
    public static final int NXE = 1 << 10;
    public static final int WP = 1 << 11;

    private WalkerRole() {}

    /** {@return the role that a processor's registers ask for} Keys and LA57 matter in long mode alone. */
    public static int of(ProcessorState state) {
        if (!state.paging()) {
            return VALID;
        }
        long cr4 = state.cr4();
        boolean longMode = state.longMode();
        return VALID
                | PG
                | bit(PAE, cr4, ControlBits.CR4_PAE)
                | bit(PSE, cr4, ControlBits.CR4_PSE)
                | bit(SMEP, cr4, ControlBits.CR4_SMEP)
                | bit(SMAP, cr4, ControlBits.CR4_SMAP)
                | (longMode ? LMA | ofLongMode(cr4) : 0)
                | bit(NXE, state.efer(), ControlBits.EFER_NXE)
                | bit(WP, state.cr0(), ControlBits.CR0_WP);
    }

    private static int ofLongMode(long cr4) {
        return bit(PKE, cr4, ControlBits.CR4_PKE)
                | bit(PKS, cr4, ControlBits.CR4_PKS)
                | bit(LA57, cr4, ControlBits.CR4_LA57);
    }

    private static int bit(int role, long register, long mask) {
        return (register & mask) != 0 ? role : 0;
    }
}
