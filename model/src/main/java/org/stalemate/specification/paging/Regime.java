package org.stalemate.specification.paging;

import static org.stalemate.vocabulary.Rule.C_GLOBAL_OFF;
import static org.stalemate.vocabulary.Rule.PG_32_PSE;
import static org.stalemate.vocabulary.Rule.PG_32_PSE36;
import static org.stalemate.vocabulary.Rule.PG_32_WALK;
import static org.stalemate.vocabulary.Rule.PG_4L_WALK;
import static org.stalemate.vocabulary.Rule.PG_5L_WALK;
import static org.stalemate.vocabulary.Rule.PG_PAE_WALK;
import static org.stalemate.vocabulary.Rule.PG_SIZE_1G;
import static org.stalemate.vocabulary.Rule.PG_SIZE_2M;

import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Vendor;

/**
 * How the entries of paging structures are read: a format, and the control bits of one moment that give entries their meaning.
 * An entry is handed on as 64 bits, one of 4 bytes with the high half clear.
 */
public final class Regime {
    private final PagingFormat format;
    private final Controls controls;
    private final ReservedBits reservedBits;
    private final boolean[] mapsLargePages = new boolean[PagingFormat.MOST_LEVELS + 1];
    private final boolean wide;
    private final boolean pse36;
    private final boolean userKeys;
    private final boolean supervisorKeys;
    private final boolean keysMayBeLeftOut;
    private final boolean globals;

    /**
     * The control bits.
     *
     * @param nxe EFER.NXE
     * @param pse CR4.PSE, which matters under 32-bit paging alone
     * @param pge CR4.PGE
     * @param pke CR4.PKE
     * @param pks CR4.PKS
     */
    public record Controls(boolean nxe, boolean pse, boolean pge, boolean pke, boolean pks) {}

    public Regime(PagingFormat format, Controls controls, Platform platform, Decisions decisions) {
        this.format = format;
        this.controls = controls;
        reservedBits = new ReservedBits(format, controls.nxe(), platform, decisions);
        switch (format) {
            case BITS_32 -> mapsLargePages[2] = controls.pse() == decisions.keeps(PG_32_PSE);
            case PAE -> mapsLargePages[2] = decisions.keeps(PG_SIZE_2M);
            case LEVEL_4, LEVEL_5 -> {
                mapsLargePages[2] = decisions.keeps(PG_SIZE_2M);
                mapsLargePages[3] = decisions.keeps(PG_SIZE_1G);
            }
        }
        wide = format.hasWideEntries();
        pse36 = platform.has(Feature.PSE36) && decisions.keeps(PG_32_PSE36);
        userKeys = format.isLongMode() && platform.has(Feature.PKU);
        supervisorKeys = format.isLongMode() && platform.has(Feature.PKS);
        keysMayBeLeftOut = platform.profile().vendor() != Vendor.AMD;
        globals = controls.pge() || !decisions.keeps(C_GLOBAL_OFF);
    }

    public PagingFormat format() {
        return format;
    }

    /** {@return the rule that says how addresses are taken apart in this format} */
    public Rule walkRule() {
        return switch (format) {
            case BITS_32 -> PG_32_WALK;
            case PAE -> PG_PAE_WALK;
            case LEVEL_4 -> PG_4L_WALK;
            case LEVEL_5 -> PG_5L_WALK;
        };
    }

    /** {@return the entry at a location} */
    public long read(PhysicalMemory memory, int location) {
        long word = memory.read(location >>> 1);
        return wide ? word : word >>> (location << 5) & 0xFFFF_FFFFL;
    }

    /** {@return whether an entry at a level maps a page rather than referencing a table} (PG-SIZE-2M, PG-SIZE-1G, PG-32-PSE) */
    public boolean mapsPage(long entry, int level) {
        return level == 1 || ((entry & PagingEntry.PAGE_SIZE) != 0 && mapsLargePages[level]);
    }

    /** {@return whether a present entry has a reserved bit set} */
    public boolean violates(long entry, int level) {
        return reservedBits.violatedBy(entry, level, mapsPage(entry, level));
    }

    /** {@return whether the profile lets a processor take a present entry for a violation, and use it just as well} */
    public boolean mayViolate(long entry, int level) {
        return reservedBits.mayBeViolatedBy(entry, level, mapsPage(entry, level));
    }

    /** {@return whether entries of a level have an accessed flag and rights: all but PAE PDPTEs} (PG-RSVD-PDPTE-PAE) */
    public boolean hasFlagsAndRights(int level) {
        return level != 3 || format != PagingFormat.PAE;
    }

    /** {@return the rights left after an entry of a level} */
    public int narrowed(int rights, long entry, int level) {
        return hasFlagsAndRights(level) ? AccessRights.narrowed(rights, entry) : rights;
    }

    /** {@return the physical frame number of the 4 KB piece of a page that a linear address falls into} (PG-32-PSE36) */
    public long frameOfPiece(long entry, int level, long linearAddress) {
        if (wide || level == 1) {
            return PagingEntry.frameOfPiece(entry, level, linearAddress);
        }
        long beyond4G = pse36 ? entry >>> 13 & 0xFF : 0;
        return beyond4G << 20 | entry >>> 22 << 10 | (linearAddress >>> 12 & 0x3FF);
    }

    /** {@return what {@link PageSize} a page mapped at a level has} */
    public int pageSize(int level) {
        return !wide && level == 2 ? PageSize.SIZE_4M : level;
    }

    /** {@return whether a leaf makes a global translation} (C-GLOBAL-USE, C-GLOBAL-OFF) */
    public boolean isGlobal(long leaf) {
        return globals && (leaf & PagingEntry.GLOBAL) != 0;
    }

    /** {@return the protection key of a leaf, 0 to 15; 0 where keys of such pages do not exist} (PG-PKU, PG-PKS) */
    public int key(long leaf, int rights) {
        boolean keyed = (rights & AccessRights.USER) != 0 ? userKeys : supervisorKeys;
        return keyed ? (int) (leaf >>> 59) & 15 : 0;
    }

    /** {@return whether a translation made now may hold no key, so that no key is checked later} (PG-PK-LIVE) */
    public boolean mayLackKey(int rights) {
        boolean user = (rights & AccessRights.USER) != 0;
        boolean keyed = user ? userKeys : supervisorKeys;
        boolean enabled = user ? controls.pke() : controls.pks();
        return keyed && !enabled && keysMayBeLeftOut;
    }
}
