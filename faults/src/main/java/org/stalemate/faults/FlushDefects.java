package org.stalemate.faults;

import org.stalemate.mmu.guest.ControlBits;
import org.stalemate.mmu.guest.GuestPlatform;
import org.stalemate.mmu.invalidation.FlushPolicy;
import org.stalemate.mmu.invalidation.RootReach;
import org.stalemate.mmu.invalidation.Scope;

/** Flush policies of which one decision is wrong. */
final class FlushDefects {
    private FlushDefects() {}

    static final class MovToCr3SyncsLoadedRootOnly extends FlushPolicy {
        @Override
        public RootReach rootsStaleAfterMovToCr3(boolean pcids) {
            return pcids ? RootReach.CURRENT : super.rootsStaleAfterMovToCr3(false);
        }
    }

    static final class MovToCr3NeverFlushes extends FlushPolicy {
        @Override
        public boolean movToCr3Flushes(boolean pcids, boolean noFlush) {
            return false;
        }
    }

    static final class MovToCr3OfSameValueIsNothing extends FlushPolicy {
        @Override
        public boolean ignoresMovToCr3(long oldCr3, long newCr3, boolean flushes) {
            return oldCr3 == newCr3;
        }
    }

    static final class InvPcidOfAllSyncsCurrentRootOnly extends FlushPolicy {
        @Override
        public RootReach rootsStaleAfterInvPcid(int type) {
            return type == 2 ? RootReach.CURRENT : super.rootsStaleAfterInvPcid(type);
        }
    }

    static final class InvPcidOfAllContextsReachesOne extends FlushPolicy {
        @Override
        public RootReach rootsStaleAfterInvPcid(int type) {
            return type == 3 ? RootReach.OF_PCID : super.rootsStaleAfterInvPcid(type);
        }
    }

    static final class InvPcidOfOneContextSyncsNothing extends FlushPolicy {
        @Override
        public RootReach rootsStaleAfterInvPcid(int type) {
            return type == 1 ? RootReach.NONE : super.rootsStaleAfterInvPcid(type);
        }
    }

    static final class InvLpgReachesCurrentRootOnly extends FlushPolicy {
        @Override
        public RootReach rootsReachedByInvLpg() {
            return RootReach.CURRENT;
        }
    }

    static final class InvLpgForgetsGlobalsOfOtherPcids extends FlushPolicy {
        @Override
        public RootReach rootsReachedByInvLpg() {
            return RootReach.OF_PCID;
        }
    }

    static final class InitFlushesNothing extends FlushPolicy {
        @Override
        public Scope initScope() {
            return Scope.NOTHING;
        }
    }

    static final class InitFlushesCurrentTagOnly extends FlushPolicy {
        @Override
        public Scope initScope() {
            return Scope.ONE_PCID;
        }
    }

    static final class InitKeepsContext extends FlushPolicy {
        @Override
        public boolean restartRebuildsContext() {
            return false;
        }
    }

    static final class MovToCr3FlushesHardwareForAnotherPcidOnly extends FlushPolicy {
        @Override
        public boolean movToCr3FlushesHardware(int oldPcid, int newPcid) {
            return oldPcid != newPcid;
        }
    }

    static final class UpperLevelsGoUnsync extends FlushPolicy {
        @Override
        public boolean mayGoUnsync(int level) {
            return level <= 2;
        }
    }

    static final class PgFlushesNothing extends FlushPolicy {
        @Override
        public Scope cr0Scope(GuestPlatform platform, long oldCr0, long newCr0) {
            return super.cr0Scope(platform, oldCr0 | ControlBits.CR0_PG, newCr0 | ControlBits.CR0_PG);
        }
    }

    static final class PgeFlushesNothing extends FlushPolicy {
        @Override
        protected Scope pgeScope() {
            return Scope.NOTHING;
        }
    }

    static final class EndOfPcidsFlushesNothing extends FlushPolicy {
        @Override
        protected Scope endOfPcidsScope() {
            return Scope.NOTHING;
        }
    }

    static final class PaeFlushesNothing extends FlushPolicy {
        @Override
        protected Scope paeScope(GuestPlatform platform) {
            return Scope.NOTHING;
        }
    }

    static final class PseFlushesNothing extends FlushPolicy {
        @Override
        protected Scope pseScope(GuestPlatform platform) {
            return Scope.NOTHING;
        }
    }

    static final class SmepFlushesNothing extends FlushPolicy {
        @Override
        protected Scope smepScope(GuestPlatform platform) {
            return Scope.NOTHING;
        }
    }

    static final class ChangeOfCr0KeepsContext extends FlushPolicy {
        @Override
        public boolean movToCr0RebuildsContext(long oldCr0, long newCr0) {
            return false;
        }
    }

    static final class InvLpgFlushesHardwareForWhatIsMapped extends FlushPolicy {
        @Override
        public boolean invLpgFlushesHardware(boolean stillMapped) {
            return stillMapped;
        }
    }

    static final class ProtectionFlushesNothing extends FlushPolicy {
        @Override
        public boolean flushesAtProtection(boolean stillWritable) {
            return false;
        }
    }

    static final class ProtectionFlushesForWhatIsWritable extends FlushPolicy {
        @Override
        public boolean flushesAtProtection(boolean stillWritable) {
            return stillWritable;
        }
    }

    /** KVM's counter has 16 bits; so many shadow pages of one frame are out of reach. */
    static final class CountOfShadowPagesHasTwoBits extends FlushPolicy {
        @Override
        public boolean isReliedOn(int shadowPages) {
            return super.isReliedOn(shadowPages & 3);
        }
    }
}
