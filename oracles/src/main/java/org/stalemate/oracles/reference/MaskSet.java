package org.stalemate.oracles.reference;

import java.util.Arrays;

/** A set of 64-bit masks that only grows; iteration is in the order of insertion. */
final class MaskSet {
    private static final int FIRST_CAPACITY = 16;

    private long[] masks = new long[FIRST_CAPACITY];
    private int size;
    private int[] slots = new int[FIRST_CAPACITY * 2];

    int size() {
        return size;
    }

    long get(int index) {
        return masks[index];
    }

    /** {@return whether the mask was not there yet} */
    boolean add(long mask) {
        int slot = slotOf(mask);
        if (slots[slot] != 0) {
            return false;
        }
        if (size == masks.length) {
            grow();
            slot = slotOf(mask);
        }
        masks[size++] = mask;
        slots[slot] = size;
        return true;
    }

    /** {@return whether some mask has all the given bits} */
    boolean anyWith(long bits) {
        for (int i = 0; i < size; i++) {
            if ((masks[i] & bits) == bits) {
                return true;
            }
        }
        return false;
    }

    private int slotOf(long mask) {
        long mixed = mask * 0x9E37_79B9_7F4A_7C15L;
        int slot = (int) (mixed >>> 32) & slots.length - 1;
        while (slots[slot] != 0 && masks[slots[slot] - 1] != mask) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private void grow() {
        masks = Arrays.copyOf(masks, size * 2);
        slots = new int[size * 4];
        for (int i = 0; i < size; i++) {
            slots[slotOf(masks[i])] = i + 1;
        }
    }
}
