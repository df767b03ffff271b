package org.stalemate.faults;

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
}
