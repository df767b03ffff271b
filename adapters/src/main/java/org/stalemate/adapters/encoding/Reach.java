package org.stalemate.adapters.encoding;

import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;

/**
 * Which words an access to a linear address may reach on the target, right or wrong: the leaves of a walk that takes at each level
 * every present entry that the word there ever held, from every root that was ever in force, in the modes in which it was.
 */
final class Reach {
    private static final long ADDRESS = 0x000F_FFFF_FFFF_F000L;
    private static final long LARGE = 1L << 7;
    /** More than any scenario needs. */
    private static final int MOST_WORDS = 4096;

    private final Words words;
    private final LongIndex tableFrames;
    private final Dictionary.Maker data;
    private final Roots roots;
    private final Answers answers;

    private final LongIndex visited = new LongIndex();
    private final LongIndex reached = new LongIndex();
    private long beyondMemory;
    private boolean hugePages;
    private boolean pse36;

    private long address;
    private boolean executes;
    private @Nullable String obstacle;

    Reach(Words words, LongIndex tableFrames, Dictionary.Maker data, Roots roots, Answers answers) {
        this.answers = answers;
        this.roots = roots;
        this.words = words;
        this.tableFrames = tableFrames;
        this.data = data;
    }

    void reset(Platform platform) {
        beyondMemory = ADDRESS & -(1L << platform.maxPhyAddr());
        hugePages = platform.has(Feature.PAGE_1G);
        pse36 = platform.has(Feature.PSE36);
    }

    /**
     * {@return the number of the answer that tells which words an access to the 8-byte word at a linear address may reach}
     *
     * @param linear as the processor forms it: with 32 bits outside 64-bit mode
     * @param present the paging modes that the processor may be in
     * @param fetches whether it is a fetch, which no entry with XD permits, or with bit 63 where that is reserved
     */
    int of(long linear, int present, boolean fetches) {
        boolean unpaged = (present & Modes.NONE) != 0;
        boolean paged = (present & ~Modes.NONE) != 0;
        long key = (linear & ~7) | (unpaged ? 1 : 0) | (paged ? 2 : 0) | (fetches ? 4 : 0);
        int version = words.version() + roots.version();
        int known = answers.find(key, version);
        if (known >= 0) {
            return known;
        }
        visited.clear();
        reached.clear();
        obstacle = null;
        executes = fetches;
        if (paged) {
            search(linear);
        }
        if (unpaged && linear >>> 32 == 0 && obstacle == null) {
            reach(linear);
        }
        return answers.add(key, version, reached, words, obstacle);
    }

    private void search(long linear) {
        address = linear;
        boolean fits32Bits = linear >>> 32 == 0;
        for (int i = 0; i < roots.size() && obstacle == null; i++) {
            long cr3 = roots.value(i);
            int modes = roots.modes(i);
            if ((modes & Modes.LEVEL_4) != 0 && isCanonical(linear, 48)) {
                walk((cr3 & ADDRESS) >>> 12, 4, false);
            }
            if ((modes & Modes.LEVEL_5) != 0 && isCanonical(linear, 57)) {
                walk((cr3 & ADDRESS) >>> 12, 5, false);
            }
            if ((modes & Modes.PAE) != 0 && fits32Bits) {
                walkPointers(cr3 & 0xFFFF_FFE0L);
            }
            if ((modes & Modes.BITS_32) != 0 && fits32Bits) {
                walk32((cr3 & 0xFFFF_F000L) | (linear >>> 22) << 2, true);
            }
        }
    }

    /** Elsewhere it is #GP, whatever the tables hold. */
    private static boolean isCanonical(long linear, int width) {
        return linear << (64 - width) >> (64 - width) == linear;
    }

    /** From a table of four pointers on. */
    private void walkPointers(long table) {
        long entry = table | (address >>> 30 & 3) << 3;
        int word = entryAt(entry);
        if (word < 0) {
            return;
        }
        for (int node = words.newest(word); node >= 0 && obstacle == null; node = words.older(node)) {
            if (isUsable(words.value(node))) {
                walk((words.value(node) & ADDRESS) >>> 12, 2, false);
            }
        }
    }

    /** From a 4-byte entry on. */
    private void walk32(long entry, boolean isDirectory) {
        int word = entryAt(entry & ~7);
        if (word < 0) {
            return;
        }
        words.noteWalk(word);
        for (int node = words.newest(word); node >= 0 && obstacle == null; node = words.older(node)) {
            long value = (entry & 4) != 0 ? words.value(node) >>> 32 : words.value(node) & 0xFFFF_FFFFL;
            if ((value & 1) == 0) {
                continue;
            }
            if (!isDirectory) {
                reach((value & 0xFFFF_F000L) | (address & 0xFFF));
                continue;
            }
            if ((value & LARGE) != 0) {
                reachLarge32(value);
            }
            walk32((value & 0xFFFF_F000L) | (address >>> 12 & 0x3FF) << 2, false); // where CR4.PSE is 0
        }
    }

    private void reachLarge32(long value) {
        long upper = pse36 ? value >>> 13 & 0xFF : 0;
        boolean reserved = (value & 1L << 21) != 0 || (!pse36 && (value & 0x1F_E000) != 0);
        long page = (value & 0xFFC0_0000L) | upper << 32;
        if (!reserved && (page & beyondMemory) == 0) {
            reach(page | (address & 0x3F_FFFF));
        }
    }

    /** {@return the word, or -1 if nothing can be present there, or nothing may be looked for} */
    private int entryAt(long entry) {
        if (!TargetMemory.isFree(entry)) {
            obstacle = "a table lies where the target has no memory for it";
            return -1;
        }
        int word = words.find(entry);
        if (word >= 0 && words.isChain(word)) {
            obstacle = "the access goes through the entry that the target needs for itself";
            return -1;
        }
        if (word < 0) {
            words.keepAbsent(entry); // it is 0 or data, and never present
        }
        return word;
    }

    private boolean isUsable(long entry) {
        return (entry & 1) != 0 && (entry & beyondMemory) == 0;
    }

    /**
     * Goes on from a table.
     *
     * @param denied whether an entry above forbids it, so that nothing is reached but a reserved bit may be seen
     */
    private void walk(long table, int level, boolean denied) {
        long place = table << 4 | level << 1 | (denied ? 1 : 0);
        boolean isNew = visited.size() == visited.add(place);
        if (!isNew) {
            return;
        }
        int shift = 3 + 9 * level;
        long entry = table << 12 | (address >>> shift & 0x1FF) << 3;
        int word = entryAt(entry);
        if (word < 0) {
            return;
        }
        words.noteWalk(word);
        for (int node = words.newest(word); node >= 0 && obstacle == null; node = words.older(node)) {
            follow(words.value(node), level, denied);
        }
    }

    private void follow(long entry, int level, boolean deniedAbove) {
        if (!isUsable(entry)) {
            return;
        }
        boolean denied = deniedAbove || (executes && entry < 0);
        boolean isTable = level > 1 && (entry & LARGE) == 0;
        if (denied && !isTable) {
            return;
        }
        if (level == 1) {
            reach((entry & ADDRESS) | (address & 0xFFF));
        } else if (isTable) {
            walk((entry & ADDRESS) >>> 12, level - 1, denied);
        } else if (level == 2 || (level == 3 && hugePages)) {
            long within = (1L << (3 + 9 * level)) - 1;
            boolean reserved = (entry & within & ADDRESS & ~0x1000L) != 0;
            if (!reserved) {
                reach((entry & ADDRESS & ~within) | (address & within));
            }
        }
    }

    private void reach(long physical) {
        long aligned = physical & ~7;
        if (!TargetMemory.isFree(aligned)) {
            obstacle = "a page lies where the target has no memory for it";
            return;
        }
        obstacle = makeKnown(aligned);
        if (obstacle != null) {
            return;
        }
        if (reached.size() == MOST_WORDS) {
            obstacle = "the access may reach too many words";
            return;
        }
        reached.add(aligned);
    }

    /** {@return why nothing may access a word of memory, or null, where from now on it is known} */
    @Nullable
    String makeKnown(long aligned) {
        int word = words.find(aligned);
        if (word >= 0) {
            return words.isChain(word)
                    ? "the scenario uses the entry of a root that the target needs for itself"
                    : null;
        }
        if (tableFrames.find(aligned >>> 12) >= 0) {
            words.addEntry(aligned, 0);
            return null;
        }
        if (data.isFull()) {
            return "the scenario has too many words of data";
        }
        words.addData(aligned, data.add(DataPattern.at(aligned), aligned >>> 12));
        return null;
    }
}
