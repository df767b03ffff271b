package org.stalemate.mmu;

import java.util.HashMap;
import java.util.Map;
import org.stalemate.vocabulary.DataPattern;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.PagingMode;

/** A machine of every paging mode without any cache, on INTEL's profile with MAXPHYADDR 40 and every feature. */
final class FreshMachine {
    private static final int[] LEVELS_32 = {22, 12};
    private static final int[] LEVELS_PAE = {21, 12};
    private static final int[] LEVELS_4 = {39, 30, 21, 12};
    private static final int[] LEVELS_5 = {48, 39, 30, 21, 12};

    private final Map<Long, Long> words = new HashMap<>();
    private final long[] pdptes = new long[4];

    PagingMode mode = PagingMode.LEVEL_4;
    long root;
    boolean wp;
    boolean smep;
    boolean smap;
    boolean nxe;
    boolean pse;
    boolean pke;
    boolean pks;
    int pkru;
    int pkrs;
    boolean user;
    boolean ac;

    long read(long address) {
        return words.getOrDefault(address, DataPattern.at(address));
    }

    void write(long address, long value) {
        words.put(address, value);
    }

    void writeHalf(long address, long value) {
        int shift = (int) (address & 4) * 8;
        long kept = read(address & ~7L) & ~(0xFFFF_FFFFL << shift);
        write(address & ~7L, kept | (value & 0xFFFF_FFFFL) << shift);
    }

    private long readEntry(long address) {
        return mode == PagingMode.BITS_32 ? read(address & ~7L) >>> ((address & 4) * 8) & 0xFFFF_FFFFL : read(address);
    }

    private void writeEntry(long address, long value) {
        if (mode == PagingMode.BITS_32) {
            writeHalf(address, value);
        } else {
            write(address, value);
        }
    }

    /** Loads the PDPTE registers from a table. */
    boolean loadPdptes(long table) {
        long[] loaded = new long[4];
        for (int i = 0; i < 4; i++) {
            loaded[i] = read(table + 8L * i);
            if ((loaded[i] & 1) != 0 && (loaded[i] & (0x1E6L | -1L << 40)) != 0) {
                return false;
            }
        }
        System.arraycopy(loaded, 0, pdptes, 0, 4);
        return true;
    }

    Outcome access(Operation.Access access) {
        long linear = access.address();
        boolean write = access instanceof Operation.Store || access instanceof Operation.Exchange;
        long result = mode == PagingMode.NONE ? linear : walk(linear, access, write);
        if (result < 0) {
            return new Outcome.PageFault((int) -result - 1, linear);
        }
        long before = read(result);
        return switch (access) {
            case Operation.Store(var _, var value) -> {
                write(result, value);
                yield new Outcome.Stored(result >>> 12);
            }
            case Operation.Exchange(var _, var value) -> {
                write(result, value);
                yield new Outcome.Exchanged(before, result >>> 12);
            }
            case Operation.Load _, Operation.ImplicitLoad _, Operation.Fetch _ ->
                new Outcome.Loaded(before, result >>> 12);
        };
    }

    /** An access that crosses a page; outside long mode its address wraps at 32 bits. */
    Outcome split(Operation.SplitAccess access) {
        boolean longMode = mode == PagingMode.LEVEL_4 || mode == PagingMode.LEVEL_5;
        long low = access.address();
        long high = longMode ? low + 4 : (low + 4) & 0xFFFF_FFFFL;
        boolean write = access instanceof Operation.SplitStore;
        Operation.Access half = write ? new Operation.Store(0, 0) : new Operation.Load(0);
        long first = mode == PagingMode.NONE ? low : walk(low, half, write);
        if (first < 0) {
            return new Outcome.PageFault((int) -first - 1, low);
        }
        long second = mode == PagingMode.NONE ? high : walk(high, half, write);
        if (second < 0) {
            return new Outcome.PageFault((int) -second - 1, high);
        }
        return switch (access) {
            case Operation.SplitLoad _ ->
                new Outcome.SplitLoaded((read(first & ~7L) >>> 32) | (read(second) << 32), first >>> 12, second >>> 12);
            case Operation.SplitStore(var _, var value) -> {
                writeHalf(first, value);
                writeHalf(second, value >>> 32);
                yield new Outcome.SplitStored(first >>> 12, second >>> 12);
            }
        };
    }

    private long walk(long linear, Operation.Access access, boolean write) {
        boolean fetch = access instanceof Operation.Fetch;
        boolean asUser = user && !(access instanceof Operation.ImplicitLoad);
        boolean xd = nxe && mode != PagingMode.BITS_32;
        long code = (write ? 2L : 0) + (asUser ? 4 : 0) + (fetch && (xd || smep) ? 16 : 0);
        int[] levels = levels();
        boolean small = mode == PagingMode.BITS_32;
        long table = root;
        if (mode == PagingMode.PAE) {
            long pdpte = pdptes[(int) (linear >>> 30)];
            if ((pdpte & 1) == 0) {
                return -1 - code;
            }
            table = pdpte & 0xFF_FFFF_F000L;
        }
        long[] used = new long[levels.length];
        boolean writable = true;
        boolean userPage = true;
        boolean executable = true;
        for (int i = 0; ; i++) {
            int shift = levels[i];
            used[i] = table + (small ? (linear >>> shift & 1023) * 4 : (linear >>> shift & 511) * 8);
            long entry = readEntry(used[i]);
            if ((entry & 1) == 0) {
                return -1 - code;
            }
            boolean page = shift == 12 || ((entry & 128) != 0 && shift <= 30 && (!small || pse));
            if ((entry & reserved(shift, page && shift > 12)) != 0) {
                return -1 - code - 9;
            }
            writable &= (entry & 2) != 0;
            userPage &= (entry & 4) != 0;
            executable &= entry >= 0;
            if (page) {
                if (forbidden(access, write, asUser, writable, userPage, executable)) {
                    return -1 - code - 1 - (keyForbids(entry, fetch, write, asUser, userPage) ? 32 : 0);
                }
                if (keyForbids(entry, fetch, write, asUser, userPage)) {
                    return -1 - code - 33;
                }
                for (int j = 0; j <= i; j++) {
                    writeEntry(used[j], readEntry(used[j]) | 32 | (write && j == i ? 64 : 0));
                }
                long offset = (1L << shift) - 1;
                long base = small && shift == 22
                        ? (entry & 0xFFC0_0000L) | (entry >>> 13 & 0xFF) << 32
                        : entry & 0xFF_FFFF_F000L & ~offset;
                return base | (linear & offset);
            }
            table = entry & 0xFF_FFFF_F000L;
        }
    }

    private int[] levels() {
        return switch (mode) {
            case NONE -> new int[0];
            case BITS_32 -> LEVELS_32;
            case PAE -> LEVELS_PAE;
            case LEVEL_4 -> LEVELS_4;
            case LEVEL_5 -> LEVELS_5;
        };
    }

    /** The reserved bits of an entry whose level begins at an address bit. */
    private long reserved(int shift, boolean large) {
        if (mode == PagingMode.BITS_32) {
            return large ? 1L << 21 : 0;
        }
        long bits = nxe ? 0 : 1L << 63;
        bits |= mode == PagingMode.PAE ? 0x7FFF_FF00_0000_0000L : 0xF_FF00_0000_0000L;
        bits |= shift >= 39 ? 128 : 0;
        return large ? bits | (((1L << shift) - 1) & ~0x1FFFL) : bits;
    }

    private boolean forbidden(
            Operation.Access access, boolean write, boolean asUser, boolean writable, boolean userPage, boolean x) {
        if (asUser && !userPage) {
            return true;
        }
        if (access instanceof Operation.Fetch) {
            return (!x && nxe) || (!asUser && userPage && smep);
        }
        boolean lifted = ac && !(access instanceof Operation.ImplicitLoad);
        if (!asUser && userPage && smap && !lifted) {
            return true;
        }
        return write && !writable && (asUser || wp);
    }

    private boolean keyForbids(long entry, boolean fetch, boolean write, boolean asUser, boolean userPage) {
        boolean longMode = mode == PagingMode.LEVEL_4 || mode == PagingMode.LEVEL_5;
        if (fetch || !longMode || !(userPage ? pke : pks)) {
            return false;
        }
        int rights = (userPage ? pkru : pkrs) >>> (2 * (int) (entry >>> 59 & 15));
        boolean writeDisabled = write && (rights & 2) != 0 && (wp || (userPage && asUser));
        return (rights & 1) != 0 || writeDisabled;
    }
}
