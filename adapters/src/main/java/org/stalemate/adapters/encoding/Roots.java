package org.stalemate.adapters.encoding;

import org.jspecify.annotations.Nullable;

/**
 * The values of CR3 and the paging modes that a scenario may combine. Each root leads to the agent's part of the linear address space
 * through one word, which is another in each mode.
 */
final class Roots {
    static final long ADDRESS = 0x000F_FFFF_FFFF_F000L;
    private static final String IN_USE = "the scenario uses the entry of a table that the target needs for itself";
    /** What an entry on the way to the agent's pages needs: P, R/W, U/S. */
    private static final long OPEN = 7;

    private final Words words;
    private final LongIndex values = new LongIndex();
    private int modes;

    Roots(Words words) {
        this.words = words;
    }

    void reset() {
        values.clear();
        modes = 0;
    }

    /** {@return a number that grows with every root and mode} */
    int version() {
        return 64 * values.size() + modes;
    }

    int size() {
        return values.size();
    }

    /** {@return a value of CR3, bits 51:5} */
    long value(int root) {
        return values.key(root);
    }

    /** {@return the modes, as bits of {@link Modes}} */
    int modes() {
        return modes;
    }

    /** {@return why the target cannot load a value into CR3, or null; from now on it may have been loaded} */
    @Nullable
    String load(long cr3) {
        long value = cr3 & (ADDRESS | 0xFE0);
        if (values.find(value) >= 0) {
            return null;
        }
        values.add(value);
        return link(value, modes);
    }

    /** {@return why the target cannot run code under a mode, or null; from now on it may be used} */
    @Nullable
    String allow(int mode) {
        int added = mode & ~modes;
        modes |= mode;
        String obstacle = null;
        for (int i = 0; i < values.size() && obstacle == null && added != 0; i++) {
            obstacle = link(values.key(i), added);
        }
        return obstacle;
    }

    /** {@return whether an entry that a value of CR3 held so far makes a PDPTE may be one that cannot be loaded} */
    boolean mayFailToLoadPdptes(int maxPhyAddr) {
        for (int i = 0; i < values.size(); i++) {
            if (mayFailToLoadPdptes(values.key(i), maxPhyAddr)) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether an entry that a value of CR3 makes a PDPTE may be one that cannot be loaded} */
    boolean mayFailToLoadPdptes(long cr3, int maxPhyAddr) {
        long reserved = 0x1E6 | -(1L << maxPhyAddr);
        for (int i = 0; i < 4; i++) {
            int word = words.find((cr3 & 0xFFFF_FFE0L) + 8L * i);
            if (word < 0 || words.isChain(word)) {
                continue;
            }
            for (int node = words.newest(word); node >= 0; node = words.older(node)) {
                long entry = words.value(node);
                if ((entry & 1) != 0 && (entry & reserved) != 0) {
                    return true;
                }
            }
        }
        return false;
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
     * {@return why the target cannot run code of 32 or 16 bits in long mode, or null} Linear addresses of 32 bits go through entry 0
     * of every root, which therefore has to be open to all.
     */
    @Nullable
    String openLowAddresses() {
        for (int i = 0; i < values.size(); i++) {
            long table = values.key(i) & ADDRESS;
            int levels = (modes & Modes.LEVEL_5) != 0 ? 2 : 1;
            for (int level = 0; level < levels; level++) {
                int word = words.find(table);
                long entry = word >= 0 && words.isCertain(word) ? words.latest(word) : 0;
                if ((entry & (OPEN | 1L << 63)) != OPEN) {
                    return "the target's own code of 32 bits is not accessible by the scenario's tables";
                }
                table = entry & ADDRESS;
            }
            String obstacle = chain(table + 8, TargetMemory.CHAIN_LOW);
            if (obstacle != null) {
                return obstacle;
            }
        }
        return null;
    }
}
