package org.stalemate.adapters.encoding;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of CR3 that a scenario may have in force, each with the paging modes under which it may be. A root leads to the agent's
 * part of the linear address space through one word, which is another in each mode.
 */
final class Roots {
    static final long ADDRESS = 0x000F_FFFF_FFFF_F000L;
    private static final String IN_USE = "the scenario uses the entry of a table that the target needs for itself";
    /** What an entry on the way to the agent's pages needs: P, R/W, U/S; and what it must not have: PS, bit 8, reserved bits, XD. */
    private static final long OPEN = 7;

    private static final long NOT_OPEN = 0x180 | 1L << 63;

    private final Words words;
    private final LongIndex values = new LongIndex();
    private int[] modes = new int[16];

    /** The modes that were added, one after the other, each with the root that they were added to. */
    private int[] addedModes = new int[32];

    private int[] addedTo = new int[32];
    private int version;

    private int rootsAtMark;
    private int versionAtMark;

    Roots(Words words) {
        this.words = words;
    }

    void reset() {
        values.clear();
        version = 0;
    }

    /** Whatever happens from now on can be undone. */
    void mark() {
        rootsAtMark = values.size();
        versionAtMark = version;
    }

    /** Everything is as it was at the last mark. */
    void undo() {
        while (version > versionAtMark) {
            version--;
            modes[addedTo[version]] &= ~addedModes[version];
        }
        values.truncate(rootsAtMark);
    }

    /** {@return a number that grows with every root and mode} */
    int version() {
        return version;
    }

    int size() {
        return values.size();
    }

    /** {@return a value of CR3, bits 51:5} */
    long value(int root) {
        return values.key(root);
    }

    /** {@return the modes under which a value may have been in force, as bits of {@link Modes}} */
    int modes(int root) {
        return modes[root];
    }

    /** {@return the part of a value of CR3 that tells where a root lies} */
    static long root(long cr3) {
        return cr3 & (ADDRESS | 0xFE0);
    }

    /** {@return why the target cannot run code with a root in force under any of some modes, or null; from now on it may} */
    @Nullable
    String use(long cr3, int present) {
        int paging = present & ~Modes.NONE;
        long value = root(cr3);
        int known = values.find(value);
        int added = known < 0 ? paging : paging & ~modes[known];
        if (added == 0) {
            return null;
        }
        if (known < 0) {
            known = values.add(value);
            if (known == modes.length) {
                modes = Arrays.copyOf(modes, 2 * known);
            }
            modes[known] = 0;
        }
        modes[known] |= added;
        note(known, added);
        return link(value, added);
    }

    private void note(int root, int added) {
        if (version == addedTo.length) {
            addedTo = Arrays.copyOf(addedTo, 2 * version);
            addedModes = Arrays.copyOf(addedModes, 2 * version);
        }
        addedTo[version] = root;
        addedModes[version++] = added;
    }

    /** {@return whether an entry that a value of CR3 makes a PDPTE may be one that cannot be loaded} */
    boolean mayFailToLoadPdptes(long cr3, int maxPhyAddr) {
        long reserved = 0x1E6 | -(1L << maxPhyAddr);
        for (int i = 0; i < 4; i++) {
            int word = words.find((cr3 & 0xFFFF_FFE0L) + 8L * i);
            if (word >= 0 && !words.isChain(word) && mayHold(word, reserved)) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether a word may hold a present entry with one of some bits, among which is what other formats have as a flag} */
    private boolean mayHold(int word, long bits) {
        boolean marked = words.mayBeMarked(word);
        if (words.isCertain(word)) {
            return isPresentWith(words.latest(word), bits, marked);
        }
        for (int node = words.newest(word); node >= 0; node = words.older(node)) {
            if (isPresentWith(words.value(node), bits, marked)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPresentWith(long entry, long bits, boolean marked) {
        return (entry & 1) != 0 && (marked || (entry & bits) != 0);
    }

    private @Nullable String link(long cr3, int added) {
        String obstacle = null;
        long low = cr3 & 0xFFFF_F000L;
        if ((added & Modes.LEVEL_4) != 0) {
            obstacle = chain((cr3 & ADDRESS) + 8 * TargetMemory.CHAIN_INDEX, TargetMemory.CHAIN_4);
        }
        if ((added & Modes.LEVEL_5) != 0 && obstacle == null) {
            obstacle = chain((cr3 & ADDRESS) + 8 * TargetMemory.CHAIN_INDEX, TargetMemory.CHAIN_5);
        }
        if ((added & Modes.PAE) != 0 && obstacle == null) {
            obstacle = chain((cr3 & 0xFFFF_FFE0L) + 8, TargetMemory.CHAIN_PAE);
        }
        if ((added & Modes.BITS_32) != 0 && obstacle == null) {
            obstacle = chain(low + 4 * TargetMemory.CHAIN_INDEX_32, TargetMemory.CHAIN_32);
        }
        return obstacle;
    }

    private @Nullable String chain(long address, long value) {
        if (!TargetMemory.isFree(address)) {
            return "a root lies where the target has no memory for it";
        }
        return words.addChain(address, value) ? null : IN_USE;
    }

    /**
     * {@return why the target cannot run code of 32 or 16 bits in long mode with a root in force, or null} Linear addresses of 32 bits
     * go through entry 0 of the root, which therefore has to be open to all.
     *
     * @param levels how many levels of entry 0 there may be above level 3
     */
    @Nullable
    String openLowAddresses(long cr3, int levels, int maxPhyAddr) {
        long table = cr3 & ADDRESS;
        for (int level = 0; level < levels; level++) {
            int word = words.find(table);
            long entry = word >= 0 && words.isCertain(word) ? words.latest(word) : 0;
            boolean isBeyond = (entry & ADDRESS) >>> maxPhyAddr != 0;
            if ((entry & (OPEN | NOT_OPEN)) != OPEN || isBeyond) {
                return "the target's own code of 32 bits is not accessible by the scenario's tables";
            }
            words.noteWalk(word);
            table = entry & ADDRESS;
        }
        return chain(table + 8, TargetMemory.CHAIN_LOW);
    }
}
