package org.stalemate.litmus;

/** Sets of bits, as litmus texts spell them: names separated by blanks. */
public final class BitSets {
    private BitSets() {}

    /**
     * {@return the error code of a page fault in which the named bits are 1, such as {@code P W RSVD}}
     *
     * @throws IllegalArgumentException if one of them is no name of a bit; the message says which ones there are
     */
    public static int errorCode(String names) {
        return (int) of(names, BitNames.ERROR_CODE);
    }

    /**
     * {@return the word in which the named bits are 1, spelled as in an entry, such as {@code P RW A}}
     *
     * @throws IllegalArgumentException if one of them is no name of a bit; the message says which ones there are
     */
    public static long word(String names) {
        return of(names, BitNames.WORD);
    }

    private static long of(String names, BitNames spelling) {
        long set = 0;
        for (String name : names.strip().split(" +", -1)) {
            int bit = spelling.bit(name);
            if (bit < 0) {
                throw new IllegalArgumentException(spelling.unknown(name));
            }
            set |= 1L << bit;
        }
        return set;
    }
}
