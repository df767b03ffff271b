package org.stalemate.generators;

import static org.stalemate.specification.paging.PagingEntry.ACCESSED;
import static org.stalemate.specification.paging.PagingEntry.DIRTY;
import static org.stalemate.specification.paging.PagingEntry.GLOBAL;
import static org.stalemate.specification.paging.PagingEntry.PRESENT;
import static org.stalemate.specification.paging.PagingEntry.USER;
import static org.stalemate.specification.paging.PagingEntry.WRITABLE;

import org.stalemate.specification.paging.LinearAddress;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;

/** Stores to entries of paging structures that change what is mapped, mostly on the path of some page. */
final class TableEdits {
    private final Draft draft;
    private final RandomSource random;
    private final EntryStores stores;
    private final EntryChanges changes;
    private final WalkPath path = new WalkPath();
    private long clearedEntry;

    TableEdits(Draft draft) {
        this.draft = draft;
        random = draft.random;
        stores = new EntryStores(draft);
        changes = new EntryChanges(draft);
    }

    /** Edits an entry that the page depends on, or rarely any entry or data word. */
    void edit(long page) {
        int drawn = random.below(100);
        if (drawn < 80) {
            editOnPath(draft.currentRoot(), page);
        } else if (drawn < 91) {
            editOnPath(draft.root(), page);
        } else if (drawn < 98) {
            editListed();
        } else {
            stores.data(random.oneOf(draft.layout.dataFrames()), random.oneOf(draft.layout.usedWords()));
        }
    }

    /** Edits an entry on the page's path under a root: mostly the last, else a parent. */
    void editOnPath(long root, long page) {
        walk(root, page);
        if (path.length() == 0) {
            editListed();
            return;
        }
        int up = random.chance(60) ? 0 : random.chance(50) ? 1 : random.below(path.length());
        change(Math.max(0, path.length() - 1 - up));
    }

    /** Edits the root's entry on the page's path. */
    void editRoot(long page) {
        walk(draft.currentRoot(), page);
        if (path.length() > 0) {
            change(0);
        }
    }

    private void walk(long root, long page) {
        boolean whole = draft.registers().in64BitMode();
        path.walk(draft.recorder, draft.layout, draft.format(), root, whole ? page : LinearAddress.truncated(page));
    }

    private void change(int position) {
        change(path.address(position), path.format(), path.level(position), path.entry(position));
    }

    private void editListed() {
        Layout layout = draft.layout;
        int entry = random.below(layout.entries());
        long address = layout.entryAddress(entry);
        TableFormat format = layout.entryFormat(entry);
        change(address, format, layout.entryLevel(entry), draft.recorder.entry(address, format));
    }

    private void change(long address, TableFormat format, int level, long old) {
        stores.entry(address, format, changes.of(address, format, level, old));
    }

    private void store(int position, long value) {
        stores.entry(path.address(position), path.format(), value);
    }

    /** {@return the physical address of the data that the page shows and lets be written, or -1 if it shows none} */
    long dataBehind(long page) {
        walk(draft.currentRoot(), page);
        int last = path.atLevel(1);
        if (last < 0 || (path.entry(last) & (PRESENT | WRITABLE)) != (PRESENT | WRITABLE)) {
            return -1;
        }
        long data = path.format().target(path.entry(last));
        return draft.layout.isTable(data) ? -1 : data;
    }

    /**
     * Makes the entry on a page's path that references a table of a level reference another one.
     *
     * @return whether the path has such an entry
     */
    boolean hookIn(long page, int level, long table) {
        walk(draft.currentRoot(), page);
        int position = path.atLevel(level + 1);
        if (position < 0) {
            return false;
        }
        store(position, draft.style.table(table, path.format(), level + 1));
        return true;
    }

    /** {@return a value for an entry of a level that is written with others unknown around it} */
    long newEntry(int level) {
        return changes.newEntry(draft.format(), level);
    }

    /** Turns a large page on the page's path into a table, or a table into a large page. */
    void changeSize(long page) {
        walk(draft.currentRoot(), page);
        boolean huge = path.format().isOfLongMode() && draft.platform.has(Feature.PAGE_1G) && random.chance(25);
        int position = path.atLevel(huge ? 3 : 2);
        if (position < 0 || !TableFormat.isPresent(path.entry(position))) {
            edit(page);
            return;
        }
        store(position, changes.withOtherSize(path.format(), path.level(position), path.entry(position)));
    }

    /** Makes the page global if it is present and is not. */
    void makeGlobal(long page) {
        walk(draft.currentRoot(), page);
        int last = path.length() - 1;
        if (last >= 1 && (path.entry(last) & (PRESENT | GLOBAL)) == PRESENT) {
            store(last, path.entry(last) | GLOBAL);
        }
    }

    /** Makes the page read-only and one of users, as far as its last entry decides, if it is present. */
    void makeReadOnly(long page) {
        walk(draft.currentRoot(), page);
        int last = path.length() - 1;
        if (last >= 1 && TableFormat.isPresent(path.entry(last))) {
            long value = (path.entry(last) | USER) & ~WRITABLE;
            if (value != path.entry(last)) {
                store(last, value);
            }
        }
    }

    /**
     * Gives the page a key if it is present.
     *
     * @return whether it has one of its own now
     */
    boolean giveKey(long page, int key) {
        walk(draft.currentRoot(), page);
        int last = path.length() - 1;
        if (last < 1 || !path.format().isOfLongMode() || !TableFormat.isPresent(path.entry(last))) {
            return false;
        }
        long value = draft.style.withKey(path.entry(last), key);
        if (value != path.entry(last)) {
            store(last, value);
        }
        return true;
    }

    /**
     * Clears an accessed flag, or the dirty flag of the last entry, on the page's path.
     *
     * @return whether there was an entry to clear a flag in; {@link #readBack} then reads it
     */
    boolean clearFlag(long page) {
        walk(draft.currentRoot(), page);
        int last = path.length() - 1;
        if (last < 0 || !TableFormat.isPresent(path.entry(last))) {
            return false;
        }
        boolean dirty = random.chance(40);
        int position = dirty || random.chance(50) ? last : random.below(path.length());
        if (!path.format().hasRights(path.level(position))) {
            position = last;
        }
        if (!path.format().hasRights(path.level(position))) {
            return false;
        }
        long entry = path.entry(position);
        clearedEntry = path.address(position);
        store(position, dirty ? entry & ~DIRTY : entry & ~(ACCESSED | DIRTY));
        return true;
    }

    /** Reads the entry in which {@link #clearFlag} last cleared a flag. */
    void readBack() {
        draft.perform(new Operation.LoadTableEntry(Address.frame(clearedEntry), Address.word(clearedEntry)));
    }
}
