package org.stalemate.mmu.guest;

/** When the PDPTE registers are loaded from memory (SDM 4.4.1), by instructions after which PAE paging is in use. */
public class PdpteLoading {
    private static final long CR0_BITS = ControlBits.CR0_PG | ControlBits.CR0_CD | ControlBits.CR0_NW;
    private static final long CR4_BITS =
            ControlBits.CR4_PAE | ControlBits.CR4_PGE | ControlBits.CR4_PSE | ControlBits.CR4_SMEP;

    /** {@return whether MOV to CR3 loads them} PG-PDPTE-LOAD-CR3. */
    public boolean atMovToCr3() {
        return true;
    }

    /** {@return whether a task switch that changes CR3 loads them} PG-PDPTE-LOAD-TASK. */
    public boolean atTaskSwitch() {
        return true;
    }

    /** {@return whether MOV to CR0 that changes some bits loads them} PG-PDPTE-LOAD-CR0. */
    public boolean atMovToCr0(long changed) {
        return (changed & CR0_BITS) != 0;
    }

    /** {@return whether MOV to CR4 that changes some bits loads them} PG-PDPTE-LOAD-CR4. */
    public boolean atMovToCr4(long changed) {
        return (changed & CR4_BITS) != 0;
    }

    /** {@return whether a present PDPTE with a reserved bit makes the loading instruction #GP(0)} PG-RSVD-PDPTE-PAE. */
    public boolean refusesReservedBits() {
        return true;
    }
}
