package org.stalemate.mmu.guest;

import org.stalemate.vocabulary.PagingMode;

/** How CR3 and the entries of a level are read: where they lead, whether they map a page, which bits are reserved (SDM 4.3 to 4.5). */
public class EntryFormat {
    private static final long LOW_2M = 0x1F_E000L;
    private static final long LOW_1G = 0x3FFF_E000L;
    private static final long PDPTE_ALWAYS = 0x1E6L;
    private static final long LOW_32_BITS = 0xFFFF_FFFFL;

    /** {@return the frame of the root table that CR3 names} EN-CR3-32: bits 63:32 mean nothing under 32-bit paging. */
    public long rootFrame(PagingMode mode, long cr3) {
        return EntryBits.frame(mode == PagingMode.BITS_32 ? cr3 & LOW_32_BITS : cr3);
    }

    /** {@return the physical address of the four PDPTEs of PAE paging} EN-CR3-PAE: bits 31:5 of CR3. */
    public long pointerTable(long cr3) {
        return cr3 & 0xFFFF_FFE0L;
    }

    /** {@return whether a present PDPTE of PAE paging has a reserved bit set} PG-RSVD-PDPTE-PAE: bits 2:1, 8:5, 63:MAXPHYADDR. */
    public boolean isReservedPdpte(GuestPlatform platform, long pdpte) {
        return (pdpte & (PDPTE_ALWAYS | EntryBits.EXECUTE_DISABLE | platform.aboveWidth())) != 0;
    }

    /** {@return whether a present, well-formed entry maps a page} PG-32-PSE: with CR4.PSE=0 PS means nothing. */
    public boolean mapsPage(PagingShape shape, int level, long entry) {
        return level == 1
                || ((entry & EntryBits.PAGE_SIZE) != 0
                        && level <= 3
                        && (!shape.fourByteEntries() || shape.pagesOf4M()));
    }

    /** {@return whether a present entry has a reserved bit set} */
    public boolean isReserved(GuestPlatform platform, PagingShape shape, int level, long entry) {
        return (entry & reservedBits(platform, shape, level, entry)) != 0;
    }

    /** {@return the reserved bits of a present entry, which depend on its PS bit} */
    protected long reservedBits(GuestPlatform platform, PagingShape shape, int level, long entry) {
        if (shape.fourByteEntries()) {
            return mapsPage(shape, level, entry) && level == 2 ? lowBits4M(platform) : 0;
        }
        long always = addressBits(platform, shape) | (shape.executeDisable() ? 0 : EntryBits.EXECUTE_DISABLE);
        boolean ps = (entry & EntryBits.PAGE_SIZE) != 0;
        return switch (level) {
            case 4, 5 -> always | EntryBits.PAGE_SIZE | (platform.isAmd() ? EntryBits.GLOBAL : 0);
            case 3 -> ps ? always | (platform.hasPagesOf1G() ? LOW_1G : EntryBits.PAGE_SIZE) : always;
            case 2 -> ps ? always | LOW_2M : always;
            default -> always;
        };
    }

    /** {@return the reserved address bits of an 8-byte entry} PG-RSVD-PA: up to bit 51, under PAE paging up to bit 62. */
    protected long addressBits(GuestPlatform platform, PagingShape shape) {
        return shape.startsFromPdptes() ? platform.aboveWidth() : platform.addressReserved();
    }

    /** {@return the reserved bits of a PDE that maps 4 MB} PG-RSVD-PDE-4M. */
    protected long lowBits4M(GuestPlatform platform) {
        return platform.reserved4M();
    }

    /** {@return the frame of the 4 KB piece of a page that a linear address selects} */
    public long frame(GuestPlatform platform, PagingShape shape, int level, long entry, long linear) {
        if (shape.fourByteEntries()) {
            return level == 1 ? EntryBits.frame(entry) : frame4M(platform, entry, linear);
        }
        long pieces = (1L << (9 * (level - 1))) - 1;
        return (EntryBits.frame(entry) & ~pieces) | ((linear >>> 12) & pieces);
    }

    /** PG-32-PSE36: bits 20:13 are address bits 39:32. */
    private static long frame4M(GuestPlatform platform, long entry, long linear) {
        long high = platform.hasPse36() ? (entry >>> 13 & 0xFF) << 20 : 0;
        return high | (entry >>> 22) << 10 | (linear >>> 12 & 0x3FF);
    }
}
