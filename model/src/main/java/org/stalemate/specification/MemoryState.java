package org.stalemate.specification;

import java.util.Arrays;
import org.stalemate.specification.caching.Filling;
import org.stalemate.specification.caching.LogicalProcessor;
import org.stalemate.specification.caching.UncertainFlags;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.PagingEntry;

/**
 * Memory, the flags that may be set in it, and the caches that must be kept saturated when it changes. A change first alters
 * words, then, once all of an operation's changes are made, lets every logical processor fill.
 */
final class MemoryState {
    private final PhysicalMemory memory;
    private final UncertainFlags flags;
    private final OutsideWalks outside;
    private final LogicalProcessor[] processors;
    private final Filling filling;

    private int[] changed = new int[8];
    private int changes;
    private boolean everything;

    MemoryState(
            PhysicalMemory memory,
            UncertainFlags flags,
            OutsideWalks outside,
            LogicalProcessor[] processors,
            Filling filling) {
        this.memory = memory;
        this.flags = flags;
        this.outside = outside;
        this.processors = processors;
        this.filling = filling;
    }

    /** Makes flags certain: they are 1, and nothing depends on that any more. */
    void settle(long certain) {
        for (long rest = certain; rest != 0; rest &= rest - 1) {
            long flag = rest & -rest;
            int location = flags.location(flag);
            int word = location >>> 1;
            boolean isDirty = flags.isDirty(flag);
            long bit = isDirty ? PagingEntry.DIRTY : PagingEntry.ACCESSED;
            memory.write(word, memory.read(word) | bit << shift(location));
            if (isDirty) {
                note(word);
            }
        }
        forget(certain);
    }

    /** Says that a dirty flag has become uncertain: translations with D=1 may be made now. */
    void dirtyMayBeSet(long flag) {
        note(flags.location(flag) >>> 1);
    }

    /**
     * Makes flags certain that were read as 0: whatever needs one of them never happened. They may be set from now on, and by
     * walks that leave nothing new, so every walk is made again.
     */
    void refute(long clear) {
        long refuted = clear;
        for (long more = clear; more != 0; ) {
            more = flags.refute(refuted) & ~refuted;
            refuted |= more;
        }
        if (refuted == 0) {
            return;
        }
        for (LogicalProcessor processor : processors) {
            processor.cache().refute(refuted);
            processor.forgetSaturation();
        }
        flags.settle(refuted);
        everything = true;
    }

    /** Sets an accessed flag, if it is one of these bits of an entry, that something outside the scenario's pages marked. */
    void markedFromOutside(int location, long accessed) {
        int word = location >>> 1;
        memory.write(word, memory.read(word) | accessed << shift(location));
    }

    /** Stores a word: its flags are exactly as stored, and what was cached from the old contents depends on them no more. */
    void store(int word, long value) {
        int low = 2 * word;
        forget(uncertainAt(low) | uncertainAt(low + 1));
        flags.constrain(low);
        flags.constrain(low + 1);
        write(word, value);
    }

    /**
     * Stores half a word. If it is the high half of an entry of 8 bytes, the flags of that entry stay as uncertain as they are: they are
     * in the other half (MP-TORN).
     */
    void storeHalf(int location, int value) {
        forget(uncertainAt(location));
        flags.constrain(location);
        int word = location >>> 1;
        int shift = shift(location);
        long kept = memory.read(word) & ~(0xFFFF_FFFFL << shift);
        write(word, kept | (value & 0xFFFF_FFFFL) << shift);
    }

    private void write(int word, long value) {
        memory.write(word, value);
        outside.record(word, value);
        note(word);
    }

    private long uncertainAt(int location) {
        return flags.accessedIfUncertain(location) | flags.dirtyIfUncertain(location);
    }

    /** How far the entry at a location lies up in its word. */
    private static int shift(int location) {
        return (location & 1) * Integer.SIZE;
    }

    private void forget(long settled) {
        if (settled != 0) {
            flags.settle(settled);
            for (LogicalProcessor processor : processors) {
                processor.cache().settle(settled);
            }
        }
    }

    private void note(int word) {
        for (int i = 0; i < changes; i++) {
            if (changed[i] == word) {
                return;
            }
        }
        if (changes == changed.length) {
            changed = Arrays.copyOf(changed, 2 * changes);
        }
        changed[changes++] = word;
    }

    /** Lets every logical processor fill from what has changed since the last call. */
    void fill(int step) {
        for (int i = 0; i < changes; i++) {
            filling.changed(changed[i]);
            for (LogicalProcessor processor : processors) {
                filling.through(processor, changed[i], step);
            }
        }
        changes = 0;
        if (everything) {
            everything = false;
            for (LogicalProcessor processor : processors) {
                filling.whole(processor, step);
            }
        }
    }
}
