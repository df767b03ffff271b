package org.stalemate.specification;

import static org.stalemate.specification.paging.PagingEntry.ACCESSED;
import static org.stalemate.specification.paging.PagingEntry.DIRTY;
import static org.stalemate.specification.paging.PagingEntry.PRESENT;
import static org.stalemate.vocabulary.Rule.PG_AD_SPEC_D;
import static org.stalemate.vocabulary.Rule.PG_AD_STICKY;

import org.stalemate.specification.caching.UncertainFlags;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.vocabulary.TableFrame;

/**
 * A word of memory as a load may find it: a value, and accessed and dirty flags that may have been set meanwhile, of one entry of 8
 * bytes or of two of 4.
 */
final class LoadedWord {
    /** How far the flags of an entry of 4 bytes in the high half lie above those of one in the low half. */
    private static final int HIGH = 32;

    private static final long FLAGS_IN_HIGH_HALF = (ACCESSED | DIRTY) << HIGH;
    private static final long FLAGS = (ACCESSED | DIRTY) | FLAGS_IN_HIGH_HALF;

    private final PhysicalMemory memory;
    private final UncertainFlags flags;
    private final OutsideWalks outside;
    private final Decisions decisions;

    private int low;
    private int high;
    private long certain;
    private long accessed;
    private long dirty;
    private long accessedHigh;
    private long dirtyHigh;
    private long unconstrained;

    LoadedWord(PhysicalMemory memory, UncertainFlags flags, OutsideWalks outside, Decisions decisions) {
        this.decisions = decisions;
        this.memory = memory;
        this.flags = flags;
        this.outside = outside;
    }

    /** Turns to the word that a linear address selects in a frame. */
    LoadedWord at(long frame, long linearAddress) {
        int word = memory.place(frame) * TableFrame.WORDS + (int) (linearAddress >>> 3 & 511);
        return at(2 * word, 2 * word + 1, memory.read(word));
    }

    /** Turns to the word that begins at a location, which is even. */
    LoadedWord at(int location) {
        return at(location, location + 1, memory.read(location >>> 1));
    }

    /** Turns to the 8 bytes that are half the last of one frame and half the first of another. */
    LoadedWord across(long lowFrame, long highFrame) {
        int last = memory.place(lowFrame) * TableFrame.WORDS + TableFrame.WORDS - 1;
        int first = memory.place(highFrame) * TableFrame.WORDS;
        return at(2 * last + 1, 2 * first, memory.read(last) >>> HIGH | memory.read(first) << HIGH);
    }

    private LoadedWord at(int lowLocation, int highLocation, long contents) {
        low = lowLocation;
        high = highLocation;
        certain = certainly(contents);
        accessed = flags.accessedIfUncertain(low);
        dirty = flags.dirtyIfUncertain(low);
        accessedHigh = flags.accessedIfUncertain(high);
        dirtyHigh = flags.dirtyIfUncertain(high);
        unconstrained = unconstrainedAt(low) | unconstrainedAt(high) << HIGH;
        return this;
    }

    private long unconstrainedAt(int location) {
        return (flags.accessedIsUnconstrained(location) ? ACCESSED : 0)
                | (flags.dirtyIsUnconstrained(location) ? DIRTY : 0);
    }

    /** The word as the rules leave it: set flags stay set, and no dirty flag is set but by a write. */
    private long certainly(long contents) {
        if ((contents & PRESENT) == 0) {
            return contents;
        }
        long kept = decisions.keeps(PG_AD_STICKY) ? contents : contents & ~ACCESSED;
        return decisions.keeps(PG_AD_SPEC_D) ? kept : kept | DIRTY;
    }

    /** {@return the physical frame number at a place} */
    long frame(int place) {
        return memory.frame(place);
    }

    /** {@return the location of the low 4 bytes} */
    int lowLocation() {
        return low;
    }

    /** {@return the location of the high 4 bytes} */
    int highLocation() {
        return high;
    }

    /** {@return the value with every uncertain flag as 0} */
    long certain() {
        return certain;
    }

    /** {@return the flags of this word, as bits of the word, that may be set} */
    long uncertain() {
        return heldBy(-1L) | unconstrained;
    }

    /** {@return the flags of this word, as bits of the word, that may be set, by walks outside the scenario's pages as well} */
    long perhapsSet() {
        return (uncertain() & ~certain) | perhapsMarked(low, ACCESSED) | perhapsMarked(high, ACCESSED << HIGH);
    }

    /** {@return the same, as far as they are flags of an entry of 4 bytes in the high half} */
    long perhapsSetInHighHalf() {
        return ((uncertain() & ~certain) | perhapsMarked(high, ACCESSED << HIGH)) & FLAGS_IN_HIGH_HALF;
    }

    private long perhapsMarked(int location, long flag) {
        return (certain & flag) == 0 && outside.reach(location) ? flag : 0;
    }

    /** {@return the flags of this word, as bits of the word, that a footprint holds} */
    long heldBy(long footprint) {
        long low = ((accessed & footprint) != 0 ? ACCESSED : 0) | ((dirty & footprint) != 0 ? DIRTY : 0);
        if ((accessedHigh | dirtyHigh) == 0) {
            return low;
        }
        long high = ((accessedHigh & footprint) != 0 ? ACCESSED : 0) | ((dirtyHigh & footprint) != 0 ? DIRTY : 0);
        return low | high << HIGH;
    }

    /** {@return the uncertain flags that a value of this word shows to be set} */
    long setIn(long value) {
        long set = ((value & ACCESSED) != 0 ? accessed : 0) | ((value & DIRTY) != 0 ? dirty : 0);
        if ((accessedHigh | dirtyHigh) == 0) {
            return set;
        }
        long high = value >>> HIGH;
        return set | ((high & ACCESSED) != 0 ? accessedHigh : 0) | ((high & DIRTY) != 0 ? dirtyHigh : 0);
    }

    /** {@return the uncertain flags that a value of this word shows to be clear} */
    long clearIn(long value) {
        return (accessed | dirty | accessedHigh | dirtyHigh) & ~setIn(value);
    }

    /** {@return whether a value differs from the word by nothing but flags that are set in it and may have been set} */
    boolean mayRead(long value) {
        long difference = value ^ certain;
        if ((difference & (~FLAGS | certain)) != 0) {
            return false;
        }
        long unexplained = difference & ~uncertain();
        return unexplained == 0 || mayBeMarkedFromOutside(unexplained);
    }

    /**
     * {@return whether every flag that a value shows to be set can have been set, by what has this footprint or otherwise}
     *
     * @param value a value that the word {@link #mayRead may have}
     * @param footprint the footprint of what reads it; holds no flag that the value shows to be clear
     */
    boolean explains(long value, long footprint) {
        long clear = clearIn(value);
        for (long rest = setIn(value) & ~footprint; rest != 0; rest &= rest - 1) {
            long flag = rest & -rest;
            if (!flags.isJustified(flag, clear) && !mayComeFromOutside(flag)) {
                return false;
            }
        }
        return true;
    }

    /** {@return what is certain of the flags that a value shows to be set, beyond what has the footprint} */
    long implied(long value, long footprint) {
        long clear = clearIn(value);
        long implied = 0;
        for (long rest = setIn(value) & ~footprint; rest != 0; rest &= rest - 1) {
            long flag = rest & -rest;
            boolean more = flags.isJustified(flag, clear) && flags.impliedBy(flag, clear) != flag;
            boolean certainly = more && !mayComeFromOutside(flag);
            implied |= certainly ? flags.impliedBy(flag, clear) : flag;
        }
        return implied;
    }

    /** Whether walks for linear addresses that the scenario does not access can have set bits of the word (PG-AD-SPEC-A). */
    private boolean mayBeMarkedFromOutside(long bits) {
        return (bits & ~(ACCESSED | ACCESSED << HIGH)) == 0
                && ((bits & ACCESSED) == 0 || outside.reach(low))
                && ((bits & ACCESSED << HIGH) == 0 || outside.reach(high));
    }

    /** Whether such a walk can have set an uncertain flag of this word. */
    private boolean mayComeFromOutside(long flag) {
        return (flag == accessed && outside.reach(low)) || (flag == accessedHigh && outside.reach(high));
    }
}
