package org.stalemate.faults;

import org.stalemate.mmu.guest.ControlBits;
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

    static final class InitSetsCacheBits extends RegisterRules {
        @Override
        public long cr0AfterInit(ProcessorState state) {
            return ControlBits.CR0_AT_RESET;
        }
    }

    static final class RestartKeepsCr3 extends RegisterRules {
        @Override
        public long cr3AfterRestart(ProcessorState state) {
            return state.cr3();
        }
    }

    static final class RestartKeepsCr4 extends RegisterRules {
        @Override
        public long cr4AfterRestart(ProcessorState state) {
            return state.cr4();
        }
    }

    static final class Cr3KeepsBit63 extends RegisterRules {
        @Override
        public long cr3Kept(long value) {
            return value;
        }
    }

    static final class Cr3IsReadFromHardware extends RegisterRules {
        @Override
        public long cr3AsRead(ProcessorState state) {
            return state.paging() ? state.cr3() : 0;
        }
    }
}
