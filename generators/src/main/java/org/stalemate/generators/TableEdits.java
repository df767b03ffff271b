package org.stalemate.generators;

import static org.stalemate.specification.paging.PagingEntry.ACCESSED;
import static org.stalemate.specification.paging.PagingEntry.ADDRESS;
import static org.stalemate.specification.paging.PagingEntry.DIRTY;
import static org.stalemate.specification.paging.PagingEntry.EXECUTE_DISABLE;
import static org.stalemate.specification.paging.PagingEntry.GLOBAL;
import static org.stalemate.specification.paging.PagingEntry.PAGE_SIZE;
import static org.stalemate.specification.paging.PagingEntry.PRESENT;
import static org.stalemate.specification.paging.PagingEntry.USER;
import static org.stalemate.specification.paging.PagingEntry.WRITABLE;

import java.util.List;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.specification.processor.ControlBits;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;

/** Stores to entries of paging structures that change what is mapped, mostly on the path of some page. */
final class TableEdits {
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

    private final Draft draft;
    private final RandomSource random;
    private final WalkPath path = new WalkPath();
    private long clearedTable;
    private int clearedIndex;

    TableEdits(Draft draft) {
        this.draft = draft;
        random = draft.random;
    }

    /** Edits an entry that the page depends on, or rarely any entry or data word. */
    void edit(long page) {
        int drawn = random.below(100);
        if (drawn < 80) {
            editOnPath(draft.recorder.registers().rootFrame(), page);
        } else if (drawn < 91) {
            editOnPath(draft.root(), page);
        } else if (drawn < 98) {
            editListed();
        } else {
            draft.perform(new Operation.StoreTableEntry(
                    random.oneOf(draft.layout.dataFrames()),
                    random.oneOf(draft.layout.usedIndices()),
                    draft.newValue()));
        }
    }

    /** Edits an entry on the page's path under a root: mostly the last, else a parent. */
    void editOnPath(long root, long page) {
        path.walk(draft.recorder, draft.layout, root, page);
        if (path.length() == 0) {
            editListed();
            return;
        }
        int up = random.chance(60) ? 0 : random.chance(50) ? 1 : random.below(path.length());
        int position = Math.max(0, path.length() - 1 - up);
        change(path.table(position), path.index(position), path.level(position), path.entry(position));
    }

    private void editListed() {
        Layout layout = draft.layout;
        int entry = random.below(layout.entries());
        long table = layout.entryTable(entry);
        int index = layout.entryIndex(entry);
        change(table, index, layout.entryLevel(entry), draft.recorder.word(table, index));
    }

    private void change(long table, int index, int level, long old) {
        long value = (old & PRESENT) == 0 ? madePresent(table, index, level) : changed(table, index, level, old);
        store(table, index, value);
    }

    private void store(long table, int index, long value) {
        draft.perform(new Operation.StoreTableEntry(table, index, value));
    }

    private long madePresent(long table, int index, int level) {
        long initial = draft.layout.initially(table, index);
        if (initial != 0 && random.chance(60)) {
            return initial;
        }
        return random.chance(90) ? newEntry(level) : newEntry(level) & ~PRESENT;
    }

    private long newEntry(int level) {
        return level == 1
                ? draft.style.page(random.oneOf(draft.layout.dataFrames()), 1)
                : draft.style.table(random.oneOf(draft.layout.tables(level - 1)));
    }

    private long changed(long table, int index, int level, long old) {
        return switch (CHANGES.draw(random)) {
            case REDIRECT -> redirected(level, old);
            case RIGHTS -> withOtherRights(old);
            case NOT_PRESENT -> level > 1 && random.chance(50) ? redirected(level, old) : old & ~PRESENT;
            case RESTORE -> restored(table, index, level, old);
            case GLOBAL_FLAG -> PagingEntry.mapsPage(old, level) ? old ^ GLOBAL : withOtherRights(old);
            case SIZE -> withOtherSize(level, old);
            case ACCESSED_OR_DIRTY -> draft.style.presetFlags() ? redirected(level, old) : withoutFlag(old);
            case RESERVED_BIT -> withReservedBit(level, old);
            case NEW -> newEntry(level);
        };
    }

    private long restored(long table, int index, int level, long old) {
        long initial = draft.layout.initially(table, index);
        return initial != 0 && initial != old ? initial : redirected(level, old);
    }

    private long redirected(int level, long old) {
        long frame = PagingEntry.mapsPage(old, level)
                ? LayoutMaker.drawPageFrame(draft.layout, level, random)
                : random.oneOf(draft.layout.tables(level - 1));
        return (old & ~ADDRESS) | frame << 12;
    }

    private long withOtherRights(long old) {
        boolean mayDisable = (draft.recorder.registers().efer() & ControlBits.EFER_NXE) != 0 || random.chance(4);
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
    private long withOtherSize(int level, long old) {
        boolean largest = level == 3;
        if (level == 1 || level == 4 || (largest && !draft.platform.has(Feature.PAGE_1G) && random.chance(90))) {
            return redirected(level, old);
        }
        long flags = old & ~(ADDRESS | PAGE_SIZE | DIRTY | GLOBAL);
        if ((old & PAGE_SIZE) != 0) {
            return flags | random.oneOf(draft.layout.tables(level - 1)) << 12;
        }
        long dirty = draft.style.presetFlags() || random.chance(40) ? DIRTY : 0;
        return flags | PAGE_SIZE | dirty | LayoutMaker.drawPageFrame(draft.layout, level, random) << 12;
    }

    private long withoutFlag(long old) {
        return random.chance(50) ? old & ~ACCESSED : old & ~DIRTY;
    }

    /** Which bits are reserved depends on the level, the size, MAXPHYADDR, EFER.NXE and the vendor; not all drawn here are. */
    private long withReservedBit(int level, long old) {
        int maxPhyAddr = draft.platform.maxPhyAddr();
        boolean largePage = level > 1 && PagingEntry.mapsPage(old, level);
        if (largePage && random.chance(40)) {
            return old | 1L << (13 + random.below(8));
        }
        if (level == 4 && random.chance(60)) {
            return random.chance(70) ? old | PAGE_SIZE : old | GLOBAL;
        }
        boolean beyond = maxPhyAddr < 52 && random.chance(70);
        return beyond ? old | 1L << (maxPhyAddr + random.below(52 - maxPhyAddr)) : old | EXECUTE_DISABLE;
    }

    /** Turns a large page on the page's path into a table, or a table into a large page. */
    void changeSize(long page) {
        path.walk(draft.recorder, draft.layout, draft.recorder.registers().rootFrame(), page);
        boolean huge = draft.platform.has(Feature.PAGE_1G) && random.chance(25);
        int position = huge ? 1 : 2;
        if (path.length() <= position || (path.entry(position) & PRESENT) == 0) {
            edit(page);
            return;
        }
        int level = path.level(position);
        store(path.table(position), path.index(position), withOtherSize(level, path.entry(position)));
    }

    /** Makes the page global if it is present and is not. */
    void makeGlobal(long page) {
        path.walk(draft.recorder, draft.layout, draft.recorder.registers().rootFrame(), page);
        int last = path.length() - 1;
        if (last >= 1 && (path.entry(last) & (PRESENT | GLOBAL)) == PRESENT) {
            store(path.table(last), path.index(last), path.entry(last) | GLOBAL);
        }
    }

    /**
     * Clears an accessed flag, or the dirty flag of the last entry, on the page's path.
     *
     * @return whether there was an entry to clear a flag in; {@link #readBack} then reads it
     */
    boolean clearFlag(long page) {
        path.walk(draft.recorder, draft.layout, draft.recorder.registers().rootFrame(), page);
        int last = path.length() - 1;
        if (last < 0 || (path.entry(last) & PRESENT) == 0) {
            return false;
        }
        boolean dirty = random.chance(40);
        int position = dirty || random.chance(50) ? last : random.below(path.length());
        long entry = path.entry(position);
        clearedTable = path.table(position);
        clearedIndex = path.index(position);
        store(clearedTable, clearedIndex, dirty ? entry & ~DIRTY : entry & ~(ACCESSED | DIRTY));
        return true;
    }

    /** Reads the entry in which {@link #clearFlag} last cleared a flag. */
    void readBack() {
        draft.perform(new Operation.LoadTableEntry(clearedTable, clearedIndex));
    }
}
