package org.stalemate.faults;

import org.stalemate.mmu.guest.EntryBits;
import org.stalemate.mmu.guest.EntryFormat;
import org.stalemate.mmu.guest.GuestPlatform;
import org.stalemate.mmu.guest.PagingShape;
import org.stalemate.mmu.guest.PdpteLoading;
import org.stalemate.vocabulary.PagingMode;

/** Wrong readings of CR3, of PDPTEs and of paging-structure entries. */
final class EntryDefects {
    private EntryDefects() {}

    static final class RootHas64Bits extends EntryFormat {
        @Override
        public long rootFrame(PagingMode mode, long cr3) {
            return EntryBits.frame(cr3);
        }
    }

    static final class PointerTableFillsAPage extends EntryFormat {
        @Override
        public long pointerTable(long cr3) {
            return super.pointerTable(cr3) & ~0xFFFL;
        }
    }

    static final class WidthIsTheHosts extends EntryFormat {
        @Override
        protected long addressBits(GuestPlatform platform, PagingShape shape) {
            return super.addressBits(platform, shape) & ~EntryBits.ADDRESS;
        }
    }

    static final class SizeBitIsIgnoredAtLevel4 extends EntryFormat {
        @Override
        protected long reservedBits(GuestPlatform platform, PagingShape shape, int level, long entry) {
            long bits = super.reservedBits(platform, shape, level, entry);
            return level >= 4 ? bits & ~EntryBits.PAGE_SIZE : bits;
        }
    }

    static final class PagesOf1GAlwaysExist extends EntryFormat {
        @Override
        protected long reservedBits(GuestPlatform platform, PagingShape shape, int level, long entry) {
            long bits = super.reservedBits(platform, shape, level, entry);
            return level == 3 ? bits & ~EntryBits.PAGE_SIZE : bits;
        }
    }

    static final class SizeBitAlwaysMapsAPage extends EntryFormat {
        @Override
        public boolean mapsPage(PagingShape shape, int level, long entry) {
            return level == 1 || (entry & EntryBits.PAGE_SIZE) != 0;
        }
    }

    static final class FramesOfLargePagesHave32Bits extends EntryFormat {
        @Override
        public long frame(GuestPlatform platform, PagingShape shape, int level, long entry, long linear) {
            long frame = super.frame(platform, shape, level, entry, linear);
            return level > 1 ? frame & 0xFFFF_FFFFL : frame;
        }
    }

    static final class MovToCr3LoadsNoPdptes extends PdpteLoading {
        @Override
        public boolean atMovToCr3() {
            return false;
        }
    }
}
