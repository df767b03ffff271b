package org.stalemate.adapters.encoding;

import java.util.Arrays;

/**
 * The words of physical memory that a scenario knows of: what the target holds there at the start, and for words that are no data
 * every value that they held so far, accessed and dirty flags aside. A cached translation may come from any of them.
 */
final class Words {
    /** May hold an entry; where it cannot, a fetch finds code. */
    private static final int RAW = 1;
    /** May hold data, or half of it, whose bits as an address are not those of the scenario. */
    private static final int DATA = 2;
    /** The agent's chain word. */
    private static final int CHAIN = 4;
    /** Half of the word was written by itself. */
    private static final int UNCERTAIN = 16;

    /** May hold data that is no segment descriptor. */
    private static final int PLAIN = 32;

    /** A walk may have looked here for an entry that has an accessed flag, now or earlier. */
    private static final int WALKED = 64;

    private static final long FLAGS = 0x60;
    private static final int NONE = -1;

    private final LongIndex index = new LongIndex();
    /** Unknown words in which walks may have looked for an entry. */
    private final LongIndex absent = new LongIndex();

    private byte[] kinds = new byte[256];
    private long[] initial = new long[256];
    private int[] newest = new int[256];
    private long[] latest = new long[256];

    private long[] values = new long[512];
    private int[] older = new int[512];
    private int held;
    private int present;

    /** What words that were known at the mark were before each change since then: three numbers each. */
    private long[] changes = new long[48];

    private int changed;
    private int knownAtMark;
    private int absentAtMark;
    private int heldAtMark;
    private int presentAtMark;

    void clear() {
        index.clear();
        absent.clear();
        held = 0;
        present = 0;
        mark();
    }

    /** Whatever happens from now on can be undone. */
    void mark() {
        changed = 0;
        knownAtMark = index.size();
        absentAtMark = absent.size();
        heldAtMark = held;
        presentAtMark = present;
    }

    /** Everything is as it was at the last mark. */
    void undo() {
        while (changed > 0) {
            changed -= 3;
            int word = (int) changes[changed];
            kinds[word] = (byte) (changes[changed] >>> 32);
            newest[word] = (int) changes[changed + 1];
            latest[word] = changes[changed + 2];
        }
        index.truncate(knownAtMark);
        absent.truncate(absentAtMark);
        held = heldAtMark;
        present = presentAtMark;
    }

    private void beforeChangeOf(int word) {
        if (word >= knownAtMark) {
            return;
        }
        if (changed == changes.length) {
            changes = Arrays.copyOf(changes, 2 * changed);
        }
        changes[changed] = (long) kinds[word] << 32 | word;
        changes[changed + 1] = newest[word];
        changes[changed + 2] = latest[word];
        changed += 3;
    }

    int size() {
        return index.size();
    }

    /** {@return the word at a physical address, or -1 if it is not known} */
    int find(long address) {
        return index.find(address);
    }

    long address(int word) {
        return index.key(word);
    }

    /** {@return what the target's memory holds at the start} */
    long initially(int word) {
        return initial[word];
    }

    /** {@return a number that grows whenever a word holds a present entry that it did not hold before} */
    int version() {
        return present;
    }

    /** Makes a word known that holds data. */
    void addData(long address, long machineWord) {
        add(address, machineWord, MachineWord.isDescriptor(machineWord) ? DATA : DATA | PLAIN);
    }

    /** Makes a word known that holds an entry. */
    void addEntry(long address, long value) {
        int word = add(address, value, RAW);
        latest[word] = value;
        hold(word, value);
    }

    /** Takes note that an unknown word has to stay without a present entry. */
    void keepAbsent(long address) {
        absent.add(address);
    }

    /**
     * Makes a word known that leads to the agent.
     *
     * @return whether the word was free for that, or is such a word already
     */
    boolean addChain(long address, long value) {
        int known = index.find(address);
        if (known >= 0) {
            return isChain(known) && initial[known] == value;
        }
        if (absent.find(address) >= 0) {
            return false;
        }
        add(address, value, RAW | CHAIN);
        return true;
    }

    private int add(long address, long value, int kind) {
        int word = index.add(address);
        if (word >= kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * word);
            initial = Arrays.copyOf(initial, 2 * word);
            newest = Arrays.copyOf(newest, 2 * word);
            latest = Arrays.copyOf(latest, 2 * word);
        }
        kinds[word] = (byte) kind;
        initial[word] = value;
        newest[word] = NONE;
        latest[word] = 0;
        return word;
    }

    boolean isChain(int word) {
        return (kinds[word] & CHAIN) != 0;
    }

    boolean isAlwaysData(int word) {
        return (kinds[word] & RAW) == 0;
    }

    /** {@return whether a half of the word would be an entry beside a half that may be data, which the target has in another form} */
    boolean wouldTear(int word, int half) {
        return (kinds[word] & DATA) != 0 && (half & 1) != 0;
    }

    /** {@return whether the word surely holds {@link #latest}, accessed and dirty flags aside} */
    boolean isCertain(int word) {
        return (kinds[word] & ~WALKED) == RAW;
    }

    /** {@return the value that was written last} */
    long latest(int word) {
        return latest[word];
    }

    /**
     * A store of data may have reached the word.
     *
     * @param machineWord what it may hold now, or 0 if that is half of something
     */
    void noteData(int word, long machineWord) {
        beforeChangeOf(word);
        kinds[word] |= (byte) (MachineWord.isDescriptor(machineWord) ? DATA : DATA | PLAIN);
        keepMark(word, latest[word]);
    }

    /** A walk may set the accessed flag of what the word holds, and of what it will hold. */
    void noteWalk(int word) {
        if ((kinds[word] & WALKED) == 0) {
            beforeChangeOf(word);
            kinds[word] |= WALKED;
        }
    }

    /** Of values of which several are possible no flags are known. */
    private void keepMark(int word, long value) {
        if ((value & FLAGS) != 0) {
            noteWalk(word);
        }
    }

    /** {@return whether a present entry in the word may have its accessed flag set, whatever was written} */
    boolean mayBeMarked(int word) {
        return (kinds[word] & WALKED) != 0;
    }

    /** {@return whether the word always holds a segment descriptor} */
    boolean isDescriptor(int word) {
        return (kinds[word] & (RAW | PLAIN)) == 0;
    }

    /** The word is overwritten with an entry. */
    void write(int word, long value) {
        beforeChangeOf(word);
        kinds[word] = (byte) (RAW | (kinds[word] & WALKED));
        latest[word] = value;
        hold(word, value);
    }

    /**
     * Four bytes of the word are overwritten, whatever the others hold of what they ever held.
     *
     * @return whether that leaves a bearable number of possible values
     */
    boolean writeHalf(int word, boolean upper, int value) {
        beforeChangeOf(word);
        kinds[word] = (byte) (kinds[word] | RAW | UNCERTAIN);
        keepMark(word, latest[word] | value);
        int count = 0;
        for (int node = newest[word]; node != NONE && count < 64; node = older[node]) {
            long old = values[node];
            hold(
                    word,
                    upper
                            ? (old & 0xFFFF_FFFFL) | (long) value << 32
                            : (old & ~0xFFFF_FFFFL) | Integer.toUnsignedLong(value));
            count++;
        }
        return count < 64;
    }

    private void hold(int word, long withFlags) {
        long value = withFlags & ~FLAGS;
        for (int node = newest[word]; node != NONE; node = older[node]) {
            if (values[node] == value) {
                return;
            }
        }
        if (held == values.length) {
            values = Arrays.copyOf(values, 2 * held);
            older = Arrays.copyOf(older, 2 * held);
        }
        values[held] = value;
        older[held] = newest[word];
        newest[word] = held++;
        present += (int) ((value | value >>> 32) & 1);
    }

    /** {@return the newest of the values that a word held, or -1; see {@link #older}} */
    int newest(int word) {
        return newest[word];
    }

    /** {@return the value before another, or -1} */
    int older(int node) {
        return older[node];
    }

    /** {@return a value that a word held} */
    long value(int node) {
        return values[node];
    }
}
