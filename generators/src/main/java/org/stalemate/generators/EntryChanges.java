package org.stalemate.generators;

import static org.stalemate.specification.paging.PagingEntry.ACCESSED;
import static org.stalemate.specification.paging.PagingEntry.DIRTY;
import static org.stalemate.specification.paging.PagingEntry.EXECUTE_DISABLE;
import static org.stalemate.specification.paging.PagingEntry.GLOBAL;
import static org.stalemate.specification.paging.PagingEntry.PAGE_SIZE;
import static org.stalemate.specification.paging.PagingEntry.PRESENT;
import static org.stalemate.specification.paging.PagingEntry.USER;
import static org.stalemate.specification.paging.PagingEntry.WRITABLE;

import java.util.List;
import org.stalemate.specification.processor.ControlBits;
import org.stalemate.vocabulary.Feature;

/** New values for entries of paging structures. */
final class EntryChanges {
    /** What becomes of a present entry. */
    private enum Change {
        REDIRECT(36),
        RIGHTS(22),
        NOT_PRESENT(7),
        RESTORE(12),
        GLOBAL_FLAG(6),
        SIZE(5),
        ACCESSED_OR_DIRTY(6),
        RESERVED_BIT(2),
        NEW(4);

        private final int weight;

        Change(int weight) {
            this.weight = weight;
        }
    }

    private static final WeightedChoice<Change> CHANGES =
            new WeightedChoice<>(List.of(Change.values()), change -> change.weight);

    private static final int[] POINTER_RESERVED = {1, 2, 5, 6, 7, 8, 63, 62, 52};

    private final Draft draft;
    private final RandomSource random;

    EntryChanges(Draft draft) {
        this.draft = draft;
        random = draft.random;
    }

    /** {@return what the entry of a level at a physical address may be overwritten with} */
    long of(long address, TableFormat format, int level, long old) {
        return TableFormat.isPresent(old) ? changed(address, format, level, old) : madePresent(address, format, level);
    }

    private long madePresent(long address, TableFormat format, int level) {
        long initial = draft.layout.initially(address);
        if (initial != 0 && random.chance(60)) {
            return initial;
        }
        return random.chance(90) ? newEntry(format, level) : newEntry(format, level) & ~PRESENT;
    }

    /** {@return an entry that owes nothing to what was there} */
    long newEntry(TableFormat format, int level) {
        return level == 1
                ? draft.style.page(random.oneOf(draft.layout.dataFrames()), format, 1)
                : draft.style.table(drawTable(format, level - 1), format, level);
    }

    /** {@return a table made for the format and level, or else one that looks alike or comes nearest} */
    private long drawTable(TableFormat format, int level) {
        Tables own = draft.layout.tables(format);
        Tables main = draft.layout.main();
        return random.oneOf(
                own != null
                        ? own.at(level)
                        : main.at(Math.min(level, main.format().rootLevel())));
    }

    private long changed(long address, TableFormat format, int level, long old) {
        return switch (CHANGES.draw(random)) {
            case REDIRECT -> redirected(format, level, old);
            case RIGHTS -> withOtherRights(format, level, old);
            case NOT_PRESENT -> level > 1 && random.chance(50) ? redirected(format, level, old) : old & ~PRESENT;
            case RESTORE -> restored(address, format, level, old);
            case GLOBAL_FLAG -> format.mapsPage(old, level) ? old ^ GLOBAL : withOtherRights(format, level, old);
            case SIZE -> withOtherSize(format, level, old);
            case ACCESSED_OR_DIRTY ->
                draft.style.presetFlags() || !format.hasRights(level)
                        ? redirected(format, level, old)
                        : withoutFlag(old);
            case RESERVED_BIT -> withReservedBit(format, level, old);
            case NEW -> newEntry(format, level);
        };
    }

    private long restored(long address, TableFormat format, int level, long old) {
        long initial = draft.layout.initially(address);
        return initial != 0 && initial != old ? initial : redirected(format, level, old);
    }

    private long redirected(TableFormat format, int level, long old) {
        if (!format.mapsPage(old, level)) {
            return (old & ~format.address()) | (drawTable(format, level - 1) & format.address());
        }
        long frame = LayoutMaker.drawPageFrame(draft.layout, format, level, random);
        return (old & ~format.address()) | EntryStyle.address(frame, format, level);
    }

    /** Rights include the key of a page, where keys are in use. */
    private long withOtherRights(TableFormat format, int level, long old) {
        if (!format.hasRights(level)) {
            return redirected(format, level, old);
        }
        boolean keyed = format.isOfLongMode() && format.mapsPage(old, level) && draft.keysAreInUse();
        if (keyed && random.chance(40)) {
            return draft.style.withKey(old, draft.style.key());
        }
        boolean disables = (draft.registers().efer() & ControlBits.EFER_NXE) != 0 || random.chance(4);
        boolean mayDisable = disables && format.entryBytes() == 8;
        if (random.chance(50)) {
            long granted = old | WRITABLE | USER;
            granted = mayDisable ? granted & ~EXECUTE_DISABLE : granted;
            if (granted != old) {
                return granted;
            }
        }
        return switch (random.below(mayDisable ? 5 : 4)) {
            case 0, 1 -> old ^ WRITABLE;
            case 2, 3 -> old ^ USER;
            default -> old ^ EXECUTE_DISABLE;
        };
    }

    /** A page becomes a reference to a table, or the other way round, where the level has both. */
    long withOtherSize(TableFormat format, int level, long old) {
        boolean mayBeHuge = format.isOfLongMode() && (draft.platform.has(Feature.PAGE_1G) || random.chance(10));
        if (level != 2 && !(level == 3 && mayBeHuge)) {
            return redirected(format, level, old);
        }
        long flags = old & ~(format.address() | PAGE_SIZE | DIRTY | GLOBAL);
        if ((old & PAGE_SIZE) != 0) {
            return flags | (drawTable(format, level - 1) & format.address());
        }
        long dirty = draft.style.presetFlags() || random.chance(40) ? DIRTY : 0;
        long frame = LayoutMaker.drawPageFrame(draft.layout, format, level, random);
        return flags | PAGE_SIZE | dirty | EntryStyle.address(frame, format, level);
    }

    private long withoutFlag(long old) {
        return random.chance(50) ? old & ~ACCESSED : old & ~DIRTY;
    }

    /**
     * Which bits are reserved depends on the format, the level, the size, MAXPHYADDR, EFER.NXE, CR4.PSE and the vendor; not all drawn
     * here are.
     */
    private long withReservedBit(TableFormat format, int level, long old) {
        boolean largePage = level > 1 && format.mapsPage(old, level);
        return switch (format) {
            case BITS_32 -> old | 1L << (largePage ? largePageReserved() : random.chance(50) ? 7 : 9);
            case PAE -> level == 3 ? old | 1L << pointerReserved() : withWideReservedBit(largePage, 62, old);
            case LEVEL_4, LEVEL_5 ->
                level >= 4 && random.chance(60)
                        ? old | (random.chance(70) ? PAGE_SIZE : GLOBAL)
                        : withWideReservedBit(largePage, 51, old);
        };
    }

    /** Bit 21, or bits 20:13, which are address bits where PSE-36 exists. */
    private int largePageReserved() {
        int drawn = 13 + random.below(9);
        return draft.limits.hasMemoryAbove4G() ? drawn : 21;
    }

    private int pointerReserved() {
        return POINTER_RESERVED[random.below(POINTER_RESERVED.length)];
    }

    private long withWideReservedBit(boolean largePage, int highest, long old) {
        if (largePage && random.chance(40)) {
            return old | 1L << (13 + random.below(8));
        }
        int maxPhyAddr = draft.platform.maxPhyAddr();
        boolean beyond = maxPhyAddr <= highest && random.chance(70);
        return beyond ? old | 1L << (maxPhyAddr + random.below(highest + 1 - maxPhyAddr)) : old | EXECUTE_DISABLE;
    }
}
