package org.stalemate.mmu.host;

/**
 * What the simulated hardware drops when it executes an invalidating instruction by itself or delivers a page fault (SDM
 * 4.10.4.1). It drops as little as the manuals allow.
 */
public class NativeInvalidation {
    /** Which remembered tables go. */
    public enum Tables {
        /** Those that a walk for the address would use. */
        ON_PATH,
        /** All of the tag. */
        OF_TAG
    }

    /** {@return whether INVLPG drops global translations of its page} TLB-INVLPG. */
    public boolean invLpgDropsGlobals() {
        return true;
    }

    /** {@return which remembered tables of the current PCID INVLPG drops} TLB-INVLPG: all, whatever its operand. */
    public Tables tablesDroppedByInvLpg() {
        return Tables.OF_TAG;
    }

    /** {@return which remembered tables of its PCID INVPCID type 0 drops} TLB-INVPCID-0; AMD drops all (TLB-INVLPG-AMD). */
    public Tables tablesDroppedByInvPcid(boolean amd) {
        return amd ? Tables.OF_TAG : Tables.ON_PATH;
    }

    /** {@return whether INVPCID for all PCIDs drops global translations} TLB-INVPCID-2, TLB-INVPCID-3. */
    public boolean invPcidDropsGlobals(int type) {
        return type == 2;
    }

    /** {@return whether MOV to CR3 drops the new PCID's translations} TLB-MOVCR3-NOPCID, -FLUSH, -NOFLUSH. */
    public boolean movToCr3Drops(boolean pcids, boolean noFlush) {
        return !pcids || !noFlush;
    }

    /** {@return whether a delivered page fault drops global translations of its page} TLB-PF, L-PF-GLOBAL. */
    public boolean pageFaultDropsGlobals() {
        return true;
    }
}
