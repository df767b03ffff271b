package org.stalemate.adapters.encoding;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;

/**
 * Which words an access to a linear address may reach on the target, right or wrong: the leaves of a walk that takes at each level
 * every present entry that the word there ever held, from every root ever loaded.
 */
final class Reach {
    private static final long ADDRESS = 0x000F_FFFF_FFFF_F000L;
    private static final long LARGE = 1L << 7;
    /** More than any scenario needs. */
    private static final int MOST_WORDS = 4096;

    private final Words words;
    private final LongIndex tableFrames;
    private final Dictionary.Maker data;

    private final LongIndex roots = new LongIndex();
    private final LongIndex visited = new LongIndex();
    private final LongIndex reached = new LongIndex();
    private int rootLevel;
    private long beyondMemory;
    private boolean hugePages;

    private final LongIndex addresses = new LongIndex();
    private int[] versions = new int[64];
    private int[] firsts = new int[64];
    private int[] counts = new int[64];
    private @Nullable String[] obstacles = new String[64];

    private int[] found = new int[1024];
    private int foundCount;
    private long address;
    private @Nullable String obstacle;

    Reach(Words words, LongIndex tableFrames, Dictionary.Maker data) {
        this.words = words;
        this.tableFrames = tableFrames;
        this.data = data;
    }

    void reset(Platform platform, int levels) {
        roots.clear();
        addresses.clear();
        foundCount = 0;
        rootLevel = levels;
        beyondMemory = ADDRESS & -(1L << platform.maxPhyAddr());
        hugePages = platform.has(Feature.PAGE_1G);
    }

    /** A root is loaded from now on, now and then. */
    void addRoot(long frame) {
        roots.add(frame);
    }

    /** {@return the number of a set of words that an access to the 8-byte word at a linear address may reach} */
    int of(long linear) {
        int question = addresses.find(linear);
        int version = words.version() + roots.size();
        if (question >= 0 && versions[question] == version) {
            return question;
        }
        question = addresses.add(linear);
        if (question == versions.length) {
            versions = Arrays.copyOf(versions, 2 * question);
            firsts = Arrays.copyOf(firsts, 2 * question);
            counts = Arrays.copyOf(counts, 2 * question);
            obstacles = Arrays.copyOf(obstacles, 2 * question);
        }
        versions[question] = version;
        search(linear);
        firsts[question] = foundCount;
        counts[question] = reached.size();
        obstacles[question] = obstacle;
        for (int i = 0; i < reached.size(); i++) {
            note(words.find(reached.key(i)));
        }
        return question;
    }

    private void note(int word) {
        if (foundCount == found.length) {
            found = Arrays.copyOf(found, 2 * foundCount);
        }
        found[foundCount++] = word;
    }

    /** {@return where the set begins: sets that begin at the same place are the same} */
    int first(int question) {
        return firsts[question];
    }

    int count(int question) {
        return counts[question];
    }

    /** {@return the n-th word of a set} */
    int word(int question, int n) {
        return found[firsts[question] + n];
    }

    /** {@return why the target must not make the access, or null} */
    @Nullable
    String obstacle(int question) {
        return obstacles[question];
    }

    private void search(long linear) {
        address = linear;
        obstacle = null;
        visited.clear();
        reached.clear();
        int width = 12 + 9 * rootLevel;
        if (linear << (64 - width) >> (64 - width) != linear) {
            return; // #GP, whatever the tables hold
        }
        for (int i = 0; i < roots.size() && obstacle == null; i++) {
            walk(roots.key(i), rootLevel);
        }
    }

    private void walk(long table, int level) {
        long place = table << 3 | level;
        if (visited.find(place) >= 0) {
            return;
        }
        visited.add(place);
        int shift = 3 + 9 * level;
        long entry = table << 12 | (address >>> shift & 0x1FF) << 3;
        if (!TargetMemory.isFree(entry)) {
            obstacle = "a table lies where the target has no memory for it";
            return;
        }
        int word = words.find(entry);
        if (word < 0) {
            return; // 0 or data, never present
        }
        if (words.isChain(word)) {
            obstacle = "the access goes through the entry that the target needs for itself";
            return;
        }
        for (int node = words.newest(word); node >= 0 && obstacle == null; node = words.older(node)) {
            follow(words.value(node), level);
        }
    }

    private void follow(long entry, int level) {
        if ((entry & 1) == 0 || (entry & beyondMemory) != 0) {
            return;
        }
        if (level == 1) {
            reach((entry & ADDRESS) | (address & 0xFFF));
        } else if ((entry & LARGE) == 0) {
            walk((entry & ADDRESS) >>> 12, level - 1);
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
