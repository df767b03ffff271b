package org.stalemate.specification.paging;

import static org.stalemate.vocabulary.Rule.PG_IGN_BITS;
import static org.stalemate.vocabulary.Rule.PG_NP_IGNORE;
import static org.stalemate.vocabulary.Rule.PG_PF_WALKORDER;
import static org.stalemate.vocabulary.Rule.PG_VALID_ORDER;

import org.jspecify.annotations.Nullable;
import org.stalemate.specification.memory.PhysicalMemory;

/**
 * A walk of the paging structures in memory as they are, from a table at some level down to a page or a fault (SDM 4.3 to
 * 4.5, 4.7). It reads and decides; it sets nothing. One object serves many walks and holds the result of the last.
 */
public final class PageWalk {
    /** How a walk ends. */
    public enum End {
        /** At an entry that maps a page. */
        PAGE,
        /** At an entry with P=0. */
        NOT_PRESENT,
        /** At a present entry with a reserved bit set. */
        RESERVED,
        /** Before its end, where rights are wrongly judged level by level. */
        EARLY_RIGHTS
    }

    private final PhysicalMemory memory;
    private final Decisions decisions;

    private @Nullable Regime regime;
    private End end = End.NOT_PRESENT;
    private int rights;
    private long entry;
    private int level;
    private long address;
    private boolean mayBeReserved;

    public PageWalk(PhysicalMemory memory, Decisions decisions) {
        this.memory = memory;
        this.decisions = decisions;
    }

    /**
     * Walks.
     *
     * @param by how entries are read
     * @param table location of the table to start at, see {@link PagingFormat}
     * @param startLevel its level, at most the format's root level
     * @param granted rights granted by the entries above it, as in {@link AccessRights}
     * @param linearAddress what to translate
     * @param access the access, as in {@link AccessRights}
     */
    public End walk(Regime by, int table, int startLevel, int granted, long linearAddress, long access) {
        regime = by;
        end = run(by, table, startLevel, granted, linearAddress, access);
        return end;
    }

    private End run(Regime by, int table, int startLevel, int granted, long linearAddress, long access) {
        PagingFormat format = by.format();
        int flipped = decisions.keeps(by.walkRule()) ? 0 : 1;
        rights = granted;
        address = linearAddress;
        mayBeReserved = false;
        boolean reservedAbove = false;
        int at = table;
        for (level = startLevel; ; level--) {
            entry = by.read(memory, at + format.offset(format.index(linearAddress, level) ^ flipped));
            if ((entry & PagingEntry.PRESENT) == 0) {
                boolean misjudged = !decisions.keeps(PG_NP_IGNORE) && by.violates(entry, level);
                return misjudged ? End.RESERVED : End.NOT_PRESENT;
            }
            boolean mapsPage = by.mapsPage(entry, level);
            if (isReserved(by)) {
                if (decisions.keeps(PG_PF_WALKORDER) || mapsPage) {
                    return End.RESERVED;
                }
                reservedAbove = true;
            }
            mayBeReserved |= by.mayViolate(entry, level);
            rights = by.narrowed(rights, entry, level);
            if (mapsPage) {
                return reservedAbove ? End.RESERVED : End.PAGE;
            }
            if (!decisions.keeps(PG_VALID_ORDER) && !AccessRights.allow(rights, access, decisions)) {
                return End.EARLY_RIGHTS;
            }
            at = memory.place(PagingEntry.frame(entry)) * PagingFormat.LOCATIONS;
        }
    }

    private boolean isReserved(Regime by) {
        long ignored = by.format().isLongMode() ? 0x07F0_0000_0000_0E00L : 0xE00L;
        boolean ignoredMisjudged = !decisions.keeps(PG_IGN_BITS) && (entry & ignored) != 0;
        return ignoredMisjudged || by.violates(entry, level);
    }

    /** {@return how the last walk ended} */
    public End end() {
        return end;
    }

    /** {@return whether it used an entry that the profile lets a processor take for a reserved-bit violation} */
    public boolean mayBeReserved() {
        return mayBeReserved;
    }

    /** {@return what the entries read grant together, as in {@link AccessRights}} */
    public int rights() {
        return rights;
    }

    /** {@return the last entry read} */
    public long entry() {
        return entry;
    }

    /** {@return the physical frame number that the linear address translates to; meaningful after {@link End#PAGE}} */
    public long frame() {
        return walked().frameOfPiece(entry, level, address);
    }

    /** {@return the {@link PageSize} of the page; meaningful after {@link End#PAGE}} */
    public int pageSize() {
        return walked().pageSize(level);
    }

    /** {@return the protection key of the page; meaningful after {@link End#PAGE}} */
    public int key() {
        return walked().key(entry, rights);
    }

    private Regime walked() {
        if (regime == null) {
            throw new IllegalStateException("nothing was walked");
        }
        return regime;
    }
}
