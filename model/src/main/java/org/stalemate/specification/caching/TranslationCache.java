package org.stalemate.specification.caching;

import java.util.Arrays;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.specification.paging.PageTree;
import org.stalemate.specification.paging.PagingFormat;
import org.stalemate.vocabulary.Rule;

/**
 * Everything that one logical processor could have cached by now: TLB entries at the page nodes of {@link LinearPages},
 * paging-structure-cache entries at the others, per PCID, and global TLB entries. Nothing is ever evicted. An item that could
 * be there for several reasons stands there once for each minimal footprint.
 *
 * <p>A <em>cell</em> holds the items of one key, a PCID (or "global") and a node. PCIDs get numbers, their <em>slots</em>, when
 * they are first current; slot 0 is for global entries.
 */
public final class TranslationCache {
    /** The slot of global TLB entries, which any PCID may use (C-GLOBAL-USE). */
    public static final int GLOBAL = 0;

    private static final int SLOTS = 1 << 6;

    private final boolean keepsGhosts;
    private final Decisions decisions;
    private final Ghosts ghosts = new Ghosts();
    private LinearPages pages = LinearPages.of();
    private PageTree tree = pages.tree(PagingFormat.LEVEL_4);
    private int nodes;

    private final int[] pcidOfSlot = new int[SLOTS];
    private final byte[] slotOfPcid = new byte[1 << 12];
    private int slots = 1;

    private long applied;

    /** For each slot the nodes, as bits, of which something was removed since {@link #takeRemoved}. */
    private final long[] removed = new long[SLOTS];

    private long[][] items = {};
    private long[][] footprints = {};
    private int[][] made = {};
    private int[] count = {};

    /**
     * Makes an empty cache.
     *
     * @param decisions the rules that are kept: one that is not removes nothing
     */
    public TranslationCache(boolean keepsGhosts, Decisions decisions) {
        this.keepsGhosts = keepsGhosts;
        this.decisions = decisions;
    }

    /** Empties the cache; it is in the shape of {@code format}. */
    public void reset(LinearPages newPages, PagingFormat format) {
        for (int slot = 1; slot < slots; slot++) {
            slotOfPcid[pcidOfSlot[slot]] = 0;
        }
        Arrays.fill(count, 0, Math.min(slots * nodes, count.length), 0);
        Arrays.fill(removed, 0, slots, 0);
        slots = 1;
        applied = 0;
        pages = newPages;
        tree = newPages.tree(format);
        nodes = newPages.nodes();
        ensureCells();
        if (keepsGhosts) {
            ghosts.reset(count.length);
        }
    }

    private void ensureCells() {
        int cells = slots * nodes;
        if (cells > count.length) {
            int from = items.length;
            int length = Math.max(cells, 2 * from);
            items = Arrays.copyOf(items, length);
            footprints = Arrays.copyOf(footprints, length);
            made = Arrays.copyOf(made, length);
            count = Arrays.copyOf(count, length);
            for (int i = from; i < length; i++) {
                items[i] = new long[4];
                footprints[i] = new long[4];
                made[i] = new int[4];
            }
            if (keepsGhosts) {
                ghosts.grow(length);
            }
        }
    }

    public Ghosts ghosts() {
        return ghosts;
    }

    public boolean keepsGhosts() {
        return keepsGhosts;
    }

    public LinearPages pages() {
        return pages;
    }

    /** {@return the nodes above the pages, in the format that paging-structure-cache entries are of} */
    public PageTree tree() {
        return tree;
    }

    /**
     * Takes on the shape of a format. A change of format comes with the removal of every paging-structure-cache entry (PG=0, or a
     * change of PAE under PCID 000H, the only one there is then), so all that is left of another format are ghosts, which no walk
     * of this one continues.
     */
    public void shape(PagingFormat format) {
        if (tree.format() == format) {
            return;
        }
        for (int slot = 1; slot < slots; slot++) {
            for (int node = tree.firstNode(); node < tree.firstPage(); node++) {
                count[cell(slot, node)] = 0;
                if (keepsGhosts) {
                    ghosts.forget(cell(slot, node));
                }
            }
            noteIncomplete(slot);
        }
        tree = pages.tree(format);
    }

    /** {@return the slot of a PCID, given one now where it has none} */
    public int slot(int pcid) {
        if (slotOfPcid[pcid] == 0) {
            if (slots == SLOTS) {
                throw new IllegalStateException("a scenario uses more than " + (SLOTS - 1) + " PCIDs");
            }
            pcidOfSlot[slots] = pcid;
            slotOfPcid[pcid] = (byte) slots++;
            ensureCells();
        }
        return slotOfPcid[pcid];
    }

    /** {@return the slot of a PCID, or 0 where it never was current} */
    public int slotIfUsed(int pcid) {
        return slotOfPcid[pcid];
    }

    /** {@return the number after the last slot in use} */
    public int slots() {
        return slots;
    }

    public int pcidOf(int slot) {
        return pcidOfSlot[slot];
    }

    /** {@return the slot that a cell belongs to} */
    public int slotOfCell(int cell) {
        return cell / nodes;
    }

    public int cell(int slot, int node) {
        return slot * nodes + node;
    }

    public int count(int cell) {
        return count[cell];
    }

    public long item(int cell, int i) {
        return items[cell][i];
    }

    public long footprint(int cell, int i) {
        return footprints[cell][i];
    }

    /** {@return the step at which the item could first be cached} */
    public int made(int cell, int i) {
        return made[cell][i];
    }

    public boolean holds(int cell, long item) {
        for (int i = 0; i < count[cell]; i++) {
            if (items[cell][i] == item) {
                return true;
            }
        }
        return false;
    }

    /** Adds an item with a footprint; {@return whether it was not there yet, or not for so little} */
    public boolean add(int cell, long item, long footprint, int step) {
        long[] known = items[cell];
        long[] whys = footprints[cell];
        int size = count[cell];
        int since = step;
        int larger = 0;
        for (int i = 0; i < size; i++) {
            if (known[i] == item) {
                if ((whys[i] & footprint) == whys[i]) {
                    return false;
                }
                since = Math.min(since, made[cell][i]);
                larger += (whys[i] & footprint) == footprint ? 1 : 0;
            }
        }
        if (larger > 0) {
            removeLarger(cell, item, footprint);
            size = count[cell];
        }
        if (size == known.length) {
            items[cell] = known = Arrays.copyOf(known, 2 * size);
            footprints[cell] = whys = Arrays.copyOf(whys, 2 * size);
            made[cell] = Arrays.copyOf(made[cell], 2 * size);
        }
        known[size] = item;
        whys[size] = footprint;
        made[cell][size] = since;
        count[cell] = size + 1;
        if (keepsGhosts && ghosts.count(cell) > 0) {
            ghosts.lay(cell, item);
        }
        return true;
    }

    private void removeLarger(int cell, long item, long footprint) {
        int kept = 0;
        for (int i = 0; i < count[cell]; i++) {
            if (items[cell][i] != item || (footprints[cell][i] & footprint) != footprint) {
                kept = keep(cell, i, kept);
            }
        }
        count[cell] = kept;
    }

    private int keep(int cell, int i, int kept) {
        items[cell][kept] = items[cell][i];
        footprints[cell][kept] = footprints[cell][i];
        made[cell][kept] = made[cell][i];
        return kept + 1;
    }

    /**
     * {@return the nodes of the {@link #tree}, as bits from its first, of which something was removed that the slot's PCID uses, those
     * above them included} Asking empties the set. Where the nodes do not fit it has all bits set or none.
     */
    long takeRemoved(int slot) {
        long taken = removed[slot];
        removed[slot] = 0;
        return taken;
    }

    /** Says that something may be missing at any node of a slot. */
    public void noteIncomplete(int slot) {
        removed[slot] = -1L;
    }

    private void noteRemoval(int slot, int node) {
        long bits = tree.fitsBits() ? tree.withAncestors(node) : -1L;
        if (slot == GLOBAL) {
            for (int other = 1; other < slots; other++) {
                removed[other] |= bits;
            }
        } else {
            removed[slot] |= bits;
        }
    }

    /** Notes that a rule applied, whether or not there is anything for it to remove. */
    void apply(Rule rule) {
        applied |= 1L << RemovingRules.number(rule);
    }

    /** {@return the rules, as bits of {@link RemovingRules}, that have applied since this was last asked} */
    public long takeApplied() {
        long taken = applied;
        applied = 0;
        return taken;
    }

    /** Removes every item of a slot's node because of a rule. */
    public void drop(int slot, int node, Rule rule, int step) {
        if (!decisions.keeps(rule)) {
            return;
        }
        int cell = cell(slot, node);
        if (keepsGhosts) {
            ghosts.killAll(cell, rule, step);
        }
        int size = count[cell];
        if (size == 0) {
            return;
        }
        noteRemoval(slot, node);
        if (keepsGhosts) {
            int killers = ghosts.withKiller(Ghosts.NO_KILLERS, rule, step);
            for (int i = 0; i < size; i++) {
                ghosts.add(cell, items[cell][i], killers, made[cell][i]);
            }
        }
        count[cell] = 0;
    }

    /** Removes the items of a slot's node that a rule names. */
    public void dropIf(int slot, int node, Rule rule, int step, ItemTest named) {
        if (!decisions.keeps(rule)) {
            return;
        }
        int cell = cell(slot, node);
        if (keepsGhosts) {
            for (int i = 0; i < ghosts.count(cell); i++) {
                if (named.test(ghosts.item(cell, i))) {
                    ghosts.kill(cell, i, rule, step);
                }
            }
        }
        int kept = 0;
        for (int i = 0; i < count[cell]; i++) {
            if (!named.test(items[cell][i])) {
                kept = keep(cell, i, kept);
            } else if (keepsGhosts) {
                ghosts.add(cell, items[cell][i], ghosts.withKiller(Ghosts.NO_KILLERS, rule, step), made[cell][i]);
            }
        }
        if (kept < count[cell]) {
            noteRemoval(slot, node);
        }
        count[cell] = kept;
    }

    /** Takes flags out of every footprint: they are certain now, or overwritten. */
    public void settle(long flags) {
        for (int cell = 0; cell < slots * nodes; cell++) {
            boolean touched = false;
            for (int i = 0; i < count[cell]; i++) {
                touched |= (footprints[cell][i] & flags) != 0;
            }
            if (touched) {
                resettle(cell, flags);
            }
        }
    }

    /** Adds the items of a cell anew. None takes a place beyond its old one, so those still to come are untouched. */
    private void resettle(int cell, long flags) {
        int size = count[cell];
        count[cell] = 0;
        for (int i = 0; i < size; i++) {
            add(cell, items[cell][i], footprints[cell][i] & ~flags, made[cell][i]);
        }
    }

    /** Removes every item whose footprint has one of these flags, which were read as 0: it cannot exist. */
    public void refute(long flags) {
        for (int cell = 0; cell < slots * nodes; cell++) {
            int kept = 0;
            for (int i = 0; i < count[cell]; i++) {
                if ((footprints[cell][i] & flags) == 0) {
                    kept = keep(cell, i, kept);
                }
            }
            if (kept < count[cell]) {
                noteRemoval(cell / nodes, cell % nodes);
            }
            count[cell] = kept;
        }
    }

    /** A choice among the items of a cell, see {@link CachedItem}. */
    @FunctionalInterface
    public interface ItemTest {
        boolean test(long item);
    }
}
