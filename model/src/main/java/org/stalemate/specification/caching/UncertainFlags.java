package org.stalemate.specification.caching;

import java.util.Arrays;

/**
 * The accessed and dirty flags that may have been set without anyone having seen it. Each has a bit of its own in a
 * <em>footprint</em>: the set of uncertain flags that are 1 if something happened or exists. A flag keeps its
 * justifications: the footprints of what can have set it, the minimal ones only.
 *
 * <p>A flag is named by the location of its entry in memory, see {@link org.stalemate.specification.paging.PagingFormat}: the
 * location of the low half for an entry of 8 bytes.
 *
 * <p>There are 64 bits. A flag beyond them is <em>unconstrained</em>: it may be either, with no consequence; that makes
 * permitted sets larger, never smaller.
 */
public final class UncertainFlags {
    /** No flag. */
    public static final long NONE = 0;

    private static final byte UNCONSTRAINED = 127;

    private byte[] accessed = new byte[32 * 1024];
    private byte[] dirty = new byte[32 * 1024];
    private long live;
    private long dirtyKind;
    private final int[] locationOf = new int[Long.SIZE];
    private final long[][] justifications = new long[Long.SIZE][4];
    private final int[] count = new int[Long.SIZE];
    private int[] unconstrainedLocations = new int[8];
    private int unconstrained;

    /** Forgets every flag. */
    public void reset() {
        for (long rest = live; rest != 0; rest &= rest - 1) {
            release(rest & -rest);
        }
        for (int i = 0; i < unconstrained; i++) {
            accessed[unconstrainedLocations[i]] = 0;
            dirty[unconstrainedLocations[i]] = 0;
        }
        unconstrained = 0;
    }

    /** {@return the flags that are uncertain now} */
    public long live() {
        return live;
    }

    /** {@return how many entries have flags that found no bit} */
    public int unconstrained() {
        return unconstrained;
    }

    /** {@return the bit of an entry's accessed flag, which becomes uncertain; {@link #NONE} where it is unconstrained} */
    public long accessedFlag(int location) {
        ensure(location);
        return accessed[location] > 0 ? bitOf(accessed[location]) : allocate(location, accessed, 0);
    }

    /** {@return the bit of an entry's dirty flag, which becomes uncertain; {@link #NONE} where it is unconstrained} */
    public long dirtyFlag(int location) {
        ensure(location);
        return dirty[location] > 0 ? bitOf(dirty[location]) : allocate(location, dirty, -1L);
    }

    /** {@return the bit of an entry's accessed flag if it is uncertain, else {@link #NONE}} */
    public long accessedIfUncertain(int location) {
        return live != 0 && location < accessed.length && accessed[location] > 0 ? bitOf(accessed[location]) : NONE;
    }

    /** {@return the bit of an entry's dirty flag if it is uncertain, else {@link #NONE}} */
    public long dirtyIfUncertain(int location) {
        return live != 0 && location < dirty.length && dirty[location] > 0 ? bitOf(dirty[location]) : NONE;
    }

    /** {@return whether an entry's accessed flag found no bit} */
    public boolean accessedIsUnconstrained(int location) {
        return unconstrained > 0 && location < accessed.length && accessed[location] == UNCONSTRAINED;
    }

    /** {@return whether an entry's dirty flag found no bit} */
    public boolean dirtyIsUnconstrained(int location) {
        return unconstrained > 0 && location < dirty.length && dirty[location] == UNCONSTRAINED;
    }

    /** {@return whether the one flag in {@code bit} is a dirty flag} */
    public boolean isDirty(long bit) {
        return (dirtyKind & bit) != 0;
    }

    /** {@return the location of the one flag in {@code bit}} */
    public int location(long bit) {
        return locationOf[Long.numberOfTrailingZeros(bit)];
    }

    /** Records that something with this footprint, which includes the flag, can have set the flag. */
    public void justify(long bit, long footprint) {
        if (bit == NONE) {
            return;
        }
        int flag = Long.numberOfTrailingZeros(bit);
        long[] known = justifications[flag];
        int kept = 0;
        for (int i = 0; i < count[flag]; i++) {
            if ((known[i] & footprint) == known[i]) {
                return;
            }
        }
        for (int i = 0; i < count[flag]; i++) {
            if ((known[i] & footprint) != footprint) {
                known[kept++] = known[i];
            }
        }
        if (kept == known.length) {
            justifications[flag] = known = Arrays.copyOf(known, 2 * kept);
        }
        known[kept] = footprint;
        count[flag] = kept + 1;
    }

    /** {@return whether anything can have set the flag while every flag of {@code clear} is 0} */
    public boolean isJustified(long bit, long clear) {
        int flag = Long.numberOfTrailingZeros(bit);
        for (int i = 0; i < count[flag]; i++) {
            if ((justifications[flag][i] & clear) == 0) {
                return true;
            }
        }
        return false;
    }

    /** {@return what is set if the flag is, while every flag of {@code clear} is 0: what its justifications share} */
    public long impliedBy(long bit, long clear) {
        int flag = Long.numberOfTrailingZeros(bit);
        long shared = -1L;
        for (int i = 0; i < count[flag]; i++) {
            if ((justifications[flag][i] & clear) == 0) {
                shared &= justifications[flag][i];
            }
        }
        return shared;
    }

    /** Takes flags out of every justification and gives their bits back: they are certain now, or overwritten. */
    public void settle(long bits) {
        for (long rest = bits & live; rest != 0; rest &= rest - 1) {
            release(rest & -rest);
        }
        for (long rest = live; rest != 0; rest &= rest - 1) {
            int flag = Long.numberOfTrailingZeros(rest);
            int known = count[flag];
            boolean touched = false;
            for (int i = 0; i < known; i++) {
                touched |= (justifications[flag][i] & bits) != 0;
            }
            if (touched) {
                count[flag] = 0;
                for (int i = 0; i < known; i++) {
                    justify(1L << flag, justifications[flag][i] & ~bits);
                }
            }
        }
    }

    /** Drops every justification that needs one of these flags, which were read as 0; {@return the flags left without any} */
    public long refute(long bits) {
        long refuted = 0;
        for (long rest = live & ~bits; rest != 0; rest &= rest - 1) {
            int flag = Long.numberOfTrailingZeros(rest);
            int kept = 0;
            for (int i = 0; i < count[flag]; i++) {
                if ((justifications[flag][i] & bits) == 0) {
                    justifications[flag][kept++] = justifications[flag][i];
                }
            }
            if (kept == 0 && count[flag] > 0) {
                refuted |= 1L << flag;
            }
            count[flag] = kept;
        }
        return refuted;
    }

    /** Gives the bits of flags back that nothing justifies, such as those of an outcome that was not observed. */
    public void releaseUnjustified() {
        releaseUnjustifiedBut(NONE);
    }

    /** As {@link #releaseUnjustified}, but for the flags of {@code kept}. */
    public void releaseUnjustifiedBut(long kept) {
        for (long rest = live & ~kept; rest != 0; rest &= rest - 1) {
            if (count[Long.numberOfTrailingZeros(rest)] == 0) {
                release(rest & -rest);
            }
        }
    }

    /** Ends the uncertainty of a flag that found no bit. */
    public void constrain(int location) {
        if (location < accessed.length && unconstrained > 0) {
            accessed[location] = accessed[location] == UNCONSTRAINED ? 0 : accessed[location];
            dirty[location] = dirty[location] == UNCONSTRAINED ? 0 : dirty[location];
        }
    }

    private void ensure(int location) {
        if (location >= accessed.length) {
            int length = Math.max(2 * accessed.length, location + 1);
            accessed = Arrays.copyOf(accessed, length);
            dirty = Arrays.copyOf(dirty, length);
        }
    }

    private static long bitOf(byte stored) {
        return stored == UNCONSTRAINED ? NONE : 1L << (stored - 1);
    }

    private long allocate(int location, byte[] kind, long kindMask) {
        if (live == -1L) {
            if (unconstrained == unconstrainedLocations.length) {
                unconstrainedLocations = Arrays.copyOf(unconstrainedLocations, 2 * unconstrained);
            }
            unconstrainedLocations[unconstrained++] = location;
            kind[location] = UNCONSTRAINED;
            return NONE;
        }
        long bit = Long.lowestOneBit(~live);
        int flag = Long.numberOfTrailingZeros(bit);
        live |= bit;
        dirtyKind = (dirtyKind & ~bit) | (bit & kindMask);
        locationOf[flag] = location;
        count[flag] = 0;
        kind[location] = (byte) (flag + 1);
        return bit;
    }

    private void release(long bit) {
        int flag = Long.numberOfTrailingZeros(bit);
        (isDirty(bit) ? dirty : accessed)[locationOf[flag]] = 0;
        count[flag] = 0;
        live &= ~bit;
    }
}
