package org.stalemate.faults;

import org.stalemate.mmu.host.NativeInvalidation;

/** Hardware of which one invalidation drops too little. */
final class HardwareDefects {
    private HardwareDefects() {}

    static final class InvPcidOfAllKeepsGlobals extends NativeInvalidation {
        @Override
        public boolean invPcidDropsGlobals(int type) {
            return false;
        }
    }

    static final class InvLpgKeepsGlobals extends NativeInvalidation {
        @Override
        public boolean invLpgDropsGlobals() {
            return false;
        }
    }

    static final class InvLpgKeepsTablesOfOtherAddresses extends NativeInvalidation {
        @Override
        public Tables tablesDroppedByInvLpg() {
            return Tables.ON_PATH;
        }
    }
}
