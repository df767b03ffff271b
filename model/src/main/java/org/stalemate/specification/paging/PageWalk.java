package org.stalemate.specification.paging;

import static org.stalemate.vocabulary.Rule.PG_4L_WALK;
import static org.stalemate.vocabulary.Rule.PG_IGN_BITS;
import static org.stalemate.vocabulary.Rule.PG_NP_IGNORE;
import static org.stalemate.vocabulary.Rule.PG_PF_WALKORDER;
import static org.stalemate.vocabulary.Rule.PG_SIZE_1G;
import static org.stalemate.vocabulary.Rule.PG_SIZE_2M;
import static org.stalemate.vocabulary.Rule.PG_VALID_ORDER;

import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.vocabulary.TableFrame;

/**
 * A walk of the paging structures in memory as they are, from a table at some level down to a page or a fault (SDM 4.5,
 * 4.7). It reads and decides; it sets nothing. One object serves many walks and holds the result of the last.
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
    private final ReservedBits reservedBits;
    private final Decisions decisions;

    private final int[] path = new int[PagingEntry.ROOT_LEVEL];
    private int length;
    private End end = End.NOT_PRESENT;
    private int rights;
    private long entry;
    private int level;
    private long address;
    private boolean mayBeReserved;

    public PageWalk(PhysicalMemory memory, ReservedBits reservedBits, Decisions decisions) {
        this.memory = memory;
        this.reservedBits = reservedBits;
        this.decisions = decisions;
    }

    /**
     * Walks.
     *
     * @param table place of the table to start at
     * @param startLevel its level, 4 to 1
     * @param granted rights granted by the entries above it, as in {@link AccessRights}
     * @param linearAddress what to translate
     * @param access the access, as in {@link AccessRights}; decides nothing but which bits exist
     */
    public End walk(int table, int startLevel, int granted, long linearAddress, int access) {
        end = run(table, startLevel, granted, linearAddress, access);
        return end;
    }

    private End run(int table, int startLevel, int granted, long linearAddress, int access) {
        boolean nxe = (access & AccessRights.UNDER_NXE) != 0;
        length = 0;
        rights = granted;
        address = linearAddress;
        mayBeReserved = false;
        boolean reservedAbove = false;
        int place = table;
        for (level = startLevel; ; level--) {
            int word = place * TableFrame.WORDS + indexIn(linearAddress, level);
            entry = memory.read(word);
            path[length++] = word;
            if ((entry & PagingEntry.PRESENT) == 0) {
                boolean misjudged = !decisions.keeps(PG_NP_IGNORE) && reservedBits.violatedBy(entry, level, nxe);
                return misjudged ? End.RESERVED : End.NOT_PRESENT;
            }
            if (isReserved(nxe)) {
                if (decisions.keeps(PG_PF_WALKORDER) || mapsPage()) {
                    return End.RESERVED;
                }
                reservedAbove = true;
            }
            mayBeReserved |= reservedBits.mayBeViolatedBy(entry, level);
            rights = AccessRights.narrowed(rights, entry);
            if (mapsPage()) {
                return reservedAbove ? End.RESERVED : End.PAGE;
            }
            if (!decisions.keeps(PG_VALID_ORDER) && !AccessRights.allow(rights, access, decisions)) {
                return End.EARLY_RIGHTS;
            }
            place = memory.place(PagingEntry.frame(entry));
        }
    }

    private int indexIn(long linearAddress, int atLevel) {
        int index = PagingEntry.index(linearAddress, atLevel);
        return decisions.keeps(PG_4L_WALK) ? index : index ^ 1;
    }

    private boolean isReserved(boolean nxe) {
        boolean ignoredMisjudged = !decisions.keeps(PG_IGN_BITS) && (entry & 0x07F0_0000_0000_0E00L) != 0;
        return ignoredMisjudged || reservedBits.violatedBy(entry, level, nxe);
    }

    private boolean mapsPage() {
        return switch (level) {
            case 3 -> PagingEntry.mapsPage(entry, 3) && decisions.keeps(PG_SIZE_1G);
            case 2 -> PagingEntry.mapsPage(entry, 2) && decisions.keeps(PG_SIZE_2M);
            default -> level == 1;
        };
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
        return PagingEntry.frameOfPiece(entry, level, address);
    }

    /** {@return how many entries were read} */
    public int length() {
        return length;
    }

    /** {@return an entry's word, place * 512 + index, by the order of reading} */
    public int word(int i) {
        return path[i];
    }

    /** {@return the word of the last entry read} */
    public int lastWord() {
        return path[length - 1];
    }
}
