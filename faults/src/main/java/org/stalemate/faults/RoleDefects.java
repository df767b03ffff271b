package org.stalemate.faults;

import org.stalemate.mmu.role.RoleComparison;

/** Comparisons of roles that leave bits out: what was made for another role is taken up again. */
final class RoleDefects {
    private RoleDefects() {}

    /** Bits of {@link org.stalemate.mmu.role.PageRole}. */
    static final class PagesForget extends RoleComparison {
        private final int bits;

        PagesForget(int bits) {
            this.bits = bits;
        }

        @Override
        public int pageBits() {
            return super.pageBits() & ~bits;
        }
    }

    /** Bits of {@link org.stalemate.mmu.role.TreeKey}. */
    static final class TreesForget extends RoleComparison {
        private final long bits;

        TreesForget(long bits) {
            this.bits = bits;
        }

        @Override
        public long treeBits() {
            return super.treeBits() & ~bits;
        }
    }

    /** Bits of {@link org.stalemate.mmu.role.WalkerRole}. */
    static final class WalkerForgets extends RoleComparison {
        private final int bits;

        WalkerForgets(int bits) {
            this.bits = bits;
        }

        @Override
        public int walkerBits() {
            return super.walkerBits() & ~bits;
        }
    }
}
