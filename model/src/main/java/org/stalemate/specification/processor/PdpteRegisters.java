package org.stalemate.specification.processor;

import java.util.Arrays;

/**
 * The four PDPTE registers of PAE paging (PG-PAE-PDPTE-REGS). They are state, not a cache: nothing but a load changes them. Where
 * the manuals leave open whether an instruction loads them, a register may hold one of several values.
 */
public final class PdpteRegisters {
    /** How many registers there are; linear-address bits 31:30 choose one. */
    public static final int COUNT = 4;

    private final long[][] values = new long[COUNT][4];
    private final int[] count = new int[COUNT];
    private int version;
    private int loads;

    /** {@return how many values a register may hold; 0 where a load left nothing that a walk could use} */
    public int count(int register) {
        return count[register];
    }

    /** {@return one of the values that a register may hold} */
    public long value(int register, int i) {
        return values[register][i];
    }

    /** {@return a number that changes with every load} */
    public int version() {
        return version;
    }

    /** {@return how many loads there have been that were certain} */
    public int loads() {
        return loads;
    }

    /** Forgets what the registers hold, before a load gives them new values. */
    void clear() {
        Arrays.fill(count, 0);
        version++;
        loads++;
    }

    /** Says that a register may hold a value, besides what else it may hold. */
    void add(int register, long value) {
        int known = count[register];
        for (int i = 0; i < known; i++) {
            if (values[register][i] == value) {
                return;
            }
        }
        if (known == values[register].length) {
            values[register] = Arrays.copyOf(values[register], 2 * known);
        }
        values[register][known] = value;
        count[register] = known + 1;
        version++;
    }
}
