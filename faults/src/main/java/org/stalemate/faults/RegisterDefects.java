package org.stalemate.faults;

import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.guest.RegisterRules;

/** Wrong register contents after INIT, and operands wrongly accepted or refused. */
final class RegisterDefects {
    private RegisterDefects() {}

    static final class RestartKeepsEfer extends RegisterRules {
        @Override
        public long eferAfterRestart(ProcessorState state) {
            return state.efer();
        }
    }

    static final class InvPcidNeedsPaging extends RegisterRules {
        @Override
        public boolean acceptsInvPcid(ProcessorState state, long type, long descriptor, long address) {
            return state.paging() && super.acceptsInvPcid(state, type, descriptor, address);
        }
    }

    static final class InvPcidAcceptsAnyAddress extends RegisterRules {
        @Override
        public boolean acceptsInvPcid(ProcessorState state, long type, long descriptor, long address) {
            return super.acceptsInvPcid(state, type, descriptor, type == 0 ? 0 : address);
        }
    }
}
