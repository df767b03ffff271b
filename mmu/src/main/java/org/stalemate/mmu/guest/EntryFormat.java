package org.stalemate.mmu.guest;

/** How an entry of a level is read: whether it maps a page, and which of its bits are reserved (SDM 4.5). */
public class EntryFormat {
    private static final long LOW_2M = 0x1F_E000L;
    private static final long LOW_1G = 0x3FFF_E000L;

    /** {@return whether a present, well-formed entry maps a page} */
    public boolean mapsPage(int level, long entry) {
        return level == 1 || ((entry & EntryBits.PAGE_SIZE) != 0 && level <= 3);
    }

    /** {@return whether a present entry has a reserved bit set} */
    public boolean isReserved(GuestPlatform platform, boolean executeDisable, int level, long entry) {
        return (entry & reservedBits(platform, executeDisable, level, entry)) != 0;
    }

    /** {@return the reserved bits of a present entry, which depend on its PS bit} */
    protected long reservedBits(GuestPlatform platform, boolean executeDisable, int level, long entry) {
        long always = platform.addressReserved() | (executeDisable ? 0 : EntryBits.EXECUTE_DISABLE);
        boolean ps = (entry & EntryBits.PAGE_SIZE) != 0;
        return switch (level) {
            case 4 -> always | EntryBits.PAGE_SIZE | (platform.isAmd() ? EntryBits.GLOBAL : 0);
            case 3 -> ps ? always | (platform.hasPagesOf1G() ? LOW_1G : EntryBits.PAGE_SIZE) : always;
            case 2 -> ps ? always | LOW_2M : always;
            default -> always;
        };
    }

    /** {@return the frame of the 4 KB piece of a page that a linear address selects} */
    public long frame(int level, long entry, long linear) {
        long pieces = (1L << (9 * (level - 1))) - 1;
        return (EntryBits.frame(entry) & ~pieces) | ((linear >>> 12) & pieces);
    }
}
