package org.stalemate.specification.caching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stalemate.vocabulary.Rule;

/**
 * What invalidations removed, by cell of a {@link TranslationCache}: each ghost with the step at which it was made and the
 * rules, with steps, that had to remove it. A ghost never widens a permitted set; it explains.
 *
 * <p>Lists of killers share their tails, so inheriting one costs nothing.
 */
public final class Ghosts {
    /** The most ghosts a cell keeps; the oldest goes first. */
    public static final int BOUND = 16;

    /** The empty list of killers. */
    public static final int NO_KILLERS = 0;

    private long[][] items = {};
    private int[][] killers = {};
    private int[][] made = {};
    private int[] count = {};
    private long outOfBound;

    private byte[] killerRule = new byte[256];
    private int[] killerStep = new int[256];
    private int[] killerTail = new int[256];
    private long[] killerSet = new long[256];
    private int killerLists;

    /** Forgets every ghost. */
    public void reset(int cells) {
        grow(cells);
        Arrays.fill(count, 0);
        killerLists = 1;
        killerSet[NO_KILLERS] = 0;
    }

    /** Makes room for more cells. */
    public void grow(int cells) {
        int from = count.length;
        if (cells > from) {
            items = Arrays.copyOf(items, cells);
            killers = Arrays.copyOf(killers, cells);
            made = Arrays.copyOf(made, cells);
            count = Arrays.copyOf(count, cells);
            for (int i = from; i < cells; i++) {
                items[i] = new long[BOUND];
                killers[i] = new int[BOUND];
                made[i] = new int[BOUND];
            }
        }
    }

    public int count(int cell) {
        return count[cell];
    }

    public long item(int cell, int i) {
        return items[cell][i];
    }

    public int made(int cell, int i) {
        return made[cell][i];
    }

    /** {@return the killers of a ghost, a list for {@link #withKiller} and {@link #set}} */
    public int killers(int cell, int i) {
        return killers[cell][i];
    }

    /** {@return how many ghosts were given up because a cell was full, since the process started} */
    public long outOfBound() {
        return outOfBound;
    }

    /** {@return the rules of a list of killers, as bits of {@link RemovingRules}} */
    public long set(int list) {
        return killerSet[list];
    }

    /** {@return the killers of a list, the last first} */
    public List<Killer> list(int list) {
        List<Killer> found = new ArrayList<>();
        for (int at = list; at != NO_KILLERS; at = killerTail[at]) {
            found.add(new Killer(RemovingRules.rule(killerRule[at]), killerStep[at]));
        }
        return found;
    }

    /** {@return the list with one killer more} */
    public int withKiller(int list, Rule rule, int step) {
        int number = RemovingRules.number(rule);
        if (list != NO_KILLERS && killerStep[list] == step && killerRule[list] == number) {
            return list;
        }
        int last = killerLists - 1;
        if (last != NO_KILLERS && killerTail[last] == list && killerStep[last] == step && killerRule[last] == number) {
            return last; // one invalidation kills many of the same past
        }
        if (killerLists == killerRule.length) {
            int length = 2 * killerLists;
            killerRule = Arrays.copyOf(killerRule, length);
            killerStep = Arrays.copyOf(killerStep, length);
            killerTail = Arrays.copyOf(killerTail, length);
            killerSet = Arrays.copyOf(killerSet, length);
        }
        killerRule[killerLists] = (byte) number;
        killerStep[killerLists] = step;
        killerTail[killerLists] = list;
        killerSet[killerLists] = killerSet[list] | 1L << number;
        return killerLists++;
    }

    /** Adds a killer to a ghost. */
    public void kill(int cell, int i, Rule rule, int step) {
        killers[cell][i] = withKiller(killers[cell][i], rule, step);
    }

    /** Adds a killer to every ghost of a cell. */
    void killAll(int cell, Rule rule, int step) {
        for (int i = 0; i < count[cell]; i++) {
            kill(cell, i, rule, step);
        }
    }

    /**
     * Keeps a ghost; of two with equal items the one with fewer killing rules, then the newer.
     *
     * @return whether the cell holds this ghost now and did not before
     */
    public boolean add(int cell, long item, int killerList, int madeAt) {
        for (int i = 0; i < count[cell]; i++) {
            if (items[cell][i] == item) {
                int old = killers[cell][i];
                boolean fewer = Long.bitCount(killerSet[killerList]) < Long.bitCount(killerSet[old]);
                boolean same = killerSet[killerList] == killerSet[old];
                if (fewer || (same && madeAt > made[cell][i])) {
                    killers[cell][i] = killerList;
                    made[cell][i] = madeAt;
                    return fewer;
                }
                return false;
            }
        }
        if (count[cell] == BOUND) {
            remove(cell, 0);
            outOfBound++;
        }
        int at = count[cell]++;
        items[cell][at] = item;
        killers[cell][at] = killerList;
        made[cell][at] = madeAt;
        return true;
    }

    /** Forgets the ghosts of a cell. */
    void forget(int cell) {
        count[cell] = 0;
    }

    /** Lays a ghost: the item is cached again. */
    public void lay(int cell, long item) {
        for (int i = 0; i < count[cell]; i++) {
            if (items[cell][i] == item) {
                remove(cell, i);
                return;
            }
        }
    }

    private void remove(int cell, int i) {
        int after = --count[cell] - i;
        System.arraycopy(items[cell], i + 1, items[cell], i, after);
        System.arraycopy(killers[cell], i + 1, killers[cell], i, after);
        System.arraycopy(made[cell], i + 1, made[cell], i, after);
    }
}
