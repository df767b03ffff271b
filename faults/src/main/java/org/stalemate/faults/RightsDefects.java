package org.stalemate.faults;

import org.stalemate.mmu.guest.AccessKind;
import org.stalemate.mmu.guest.AccessRights;
import org.stalemate.mmu.guest.ControlBits;
import org.stalemate.mmu.guest.FaultCode;
import org.stalemate.mmu.guest.GuestPlatform;
import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.guest.ProtectionKeys;
import org.stalemate.mmu.host.HostSettings;

/** Wrong verdicts on rights and protection keys, and wrong error codes for them. */
final class RightsDefects {
    private RightsDefects() {}

    static final class WriteProtectionIsTheGuests extends HostSettings {
        @Override
        public boolean protectsWrites(ProcessorState state) {
            return state.writeProtect();
        }
    }

    static final class WriteProtectionIsForced extends AccessRights {
        @Override
        protected boolean writeAllowed(ProcessorState state, boolean user, int rights) {
            return (rights & WRITABLE) != 0;
        }
    }

    static final class ForcedWritesForgoFetchesWithExecuteDisableOnly extends AccessRights {
        @Override
        protected boolean forgoesFetches(ProcessorState state) {
            return super.forgoesFetches(state) && state.shape().executeDisable();
        }
    }

    static final class KeysOutsideLongMode extends ProtectionKeys {
        @Override
        protected boolean judgesUserPages(ProcessorState state) {
            return (state.cr4() & ControlBits.CR4_PKE) != 0;
        }
    }

    static final class KeysOfUserPagesMeanNothing extends ProtectionKeys {
        @Override
        protected boolean judgesUserPages(ProcessorState state) {
            return false;
        }
    }

    static final class KeysAreJudgedAtTheWalk extends ProtectionKeys {
        @Override
        public boolean judgesCached() {
            return false;
        }
    }

    static final class ForbiddenFetchesAreNotPresent extends FaultCode {
        @Override
        public int forbidden(GuestPlatform platform, ProcessorState state, int kind, boolean byKey) {
            int code = super.forbidden(platform, state, kind, byKey);
            return kind == AccessKind.FETCH ? code & ~PRESENT : code;
        }
    }
}
