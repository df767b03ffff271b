package org.stalemate.specification;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Outcome;

/**
 * The permitted outcomes of one step, each with the footprints of what can give it. An outcome is a packed key: its kind in
 * bits 63:56, and a frame number, an error code, or nothing below.
 */
final class Candidates implements Permitted {
    static final int DONE = 0;
    static final int LOADED = 1;
    static final int STORED = 2;
    static final int REGISTER = 3;
    static final int PAGE_FAULT = 4;
    static final int GENERAL_PROTECTION = 5;
    static final int UNDEFINED_OPCODE = 6;
    static final int EXCHANGED = 7;
    static final int SPLIT_LOADED = 8;
    static final int SPLIT_STORED = 9;

    /** In the key of a page fault: it is in the second page of an access that crosses from one page into the next. */
    static final long IN_SECOND_PAGE = 1L << 40;

    /** Where the key of an outcome with two frames has the place of the first; that of the second is below. */
    private static final int FIRST_PLACE = 20;

    private static final int KIND = 56;

    private final LoadedWord word;
    private long[] keys = new long[8];
    private boolean[] fresh = new boolean[8];
    private int size;
    private long[] footprints = new long[16];
    private int[] outcomeOf = new int[16];
    private int rows;

    /** The linear address of an access, or the contents of a register read. */
    private long detail;

    /** What CR2 holds after a page fault. */
    private long faultAddress;

    /** What CR2 holds after a page fault in the second page. */
    private long secondFaultAddress;

    /** Whether the step is a store that crosses from one page into the next. */
    private boolean splitStore;

    /** Whether the manuals leave open what the step does. */
    private boolean open;

    private @Nullable Outcome matched;
    private int matchedOutcome;

    Candidates(LoadedWord word) {
        this.word = word;
    }

    void clear(long newDetail) {
        size = 0;
        rows = 0;
        matched = null;
        detail = newDetail;
        faultAddress = newDetail;
        secondFaultAddress = newDetail;
        splitStore = false;
        open = false;
    }

    /** Says that the manuals leave open how the step ends: a task switch in which a load of PDPTEs fails (PG-PDPTE-LOAD-TASK). */
    void leaveEverythingOpen() {
        open = true;
    }

    void faultAddress(long address) {
        faultAddress = address;
    }

    /** Says what CR2 holds after a fault in the second page, and that the access is a store if it is one. */
    void secondPage(long address, boolean store) {
        secondFaultAddress = address;
        splitStore = store;
    }

    /** {@return what CR2 holds after an outcome, a page fault} */
    long faultAddressOf(int outcome) {
        return (rest(keys[outcome]) & IN_SECOND_PAGE) == 0 ? faultAddress : secondFaultAddress;
    }

    /** {@return the key of an outcome of two frames, given by their places} */
    static long splitKey(int kind, int firstPlace, int secondPlace) {
        return key(kind, (long) firstPlace << FIRST_PLACE | secondPlace);
    }

    /** {@return the place of the first frame of an outcome of two} */
    static int firstPlace(long key) {
        return (int) (rest(key) >>> FIRST_PLACE);
    }

    /** {@return the place of the second frame of an outcome of two} */
    static int secondPlace(long key) {
        return (int) rest(key) & (1 << FIRST_PLACE) - 1;
    }

    static long key(int kind, long rest) {
        return (long) kind << KIND | rest;
    }

    static int kind(long key) {
        return (int) (key >>> KIND);
    }

    static long rest(long key) {
        return key & (1L << KIND) - 1;
    }

    /** Adds one way to an outcome. */
    void add(long key, long footprint) {
        int outcome = outcome(key);
        for (int i = 0; i < rows; i++) {
            if (outcomeOf[i] == outcome && footprints[i] == footprint) {
                return;
            }
        }
        if (rows == footprints.length) {
            footprints = Arrays.copyOf(footprints, 2 * rows);
            outcomeOf = Arrays.copyOf(outcomeOf, 2 * rows);
        }
        footprints[rows] = footprint;
        outcomeOf[rows++] = outcome;
    }

    /** Gives every outcome that there is no way to yet one that needs nothing. */
    void completeRows() {
        for (int outcome = 0; outcome < size; outcome++) {
            boolean reached = false;
            for (int i = 0; i < rows; i++) {
                reached |= outcomeOf[i] == outcome;
            }
            if (!reached) {
                add(keys[outcome], 0);
            }
        }
    }

    /** Says that current memory gives an outcome. */
    void addFresh(long key) {
        int outcome = outcome(key); // may replace the array
        fresh[outcome] = true;
    }

    private int outcome(long key) {
        int known = find(key);
        if (known >= 0) {
            return known;
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            fresh = Arrays.copyOf(fresh, 2 * size);
        }
        keys[size] = key;
        fresh[size] = false;
        return size++;
    }

    /** {@return the number of the outcome with a key, or -1} */
    int find(long key) {
        for (int i = 0; i < size; i++) {
            if (keys[i] == key) {
                return i;
            }
        }
        return -1;
    }

    long keyOf(int outcome) {
        return keys[outcome];
    }

    int rows() {
        return rows;
    }

    int outcomeOfRow(int row) {
        return outcomeOf[row];
    }

    long footprint(int row) {
        return footprints[row];
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean fresh(int i) {
        return fresh[i];
    }

    @Override
    public Outcome outcome(int i) {
        long rest = rest(keys[i]);
        return switch (kind(keys[i])) {
            case LOADED -> new Outcome.Loaded(leastValue(i), rest);
            case STORED -> new Outcome.Stored(rest);
            case REGISTER -> new Outcome.RegisterValue(detail);
            case PAGE_FAULT -> new Outcome.PageFault((int) rest, faultAddressOf(i));
            case SPLIT_LOADED -> new Outcome.SplitLoaded(leastValue(i), firstFrame(i), secondFrame(i));
            case SPLIT_STORED -> new Outcome.SplitStored(firstFrame(i), secondFrame(i));
            case GENERAL_PROTECTION -> new Outcome.GeneralProtection((int) rest);
            case UNDEFINED_OPCODE -> Outcome.UndefinedOpcode.INSTANCE;
            case EXCHANGED -> new Outcome.Exchanged(leastValue(i), rest);
            default -> Outcome.Done.INSTANCE;
        };
    }

    private long firstFrame(int i) {
        return word.frame(firstPlace(keys[i]));
    }

    private long secondFrame(int i) {
        return word.frame(secondPlace(keys[i]));
    }

    private LoadedWord wordOf(int i) {
        return kind(keys[i]) == SPLIT_LOADED
                ? word.across(firstFrame(i), secondFrame(i))
                : word.at(rest(keys[i]), detail);
    }

    private long leastValue(int i) {
        LoadedWord read = wordOf(i);
        return read.certain() | read.heldBy(shared(i));
    }

    /** {@return the flags that are set whichever way the outcome came about} */
    private long shared(int outcome) {
        long shared = -1L;
        for (int i = 0; i < rows; i++) {
            shared &= outcomeOf[i] == outcome ? footprints[i] : -1L;
        }
        return shared;
    }

    @Override
    public long uncertainBits(int i) {
        int kind = kind(keys[i]);
        if (kind != LOADED && kind != EXCHANGED && kind != SPLIT_LOADED) {
            return 0;
        }
        long least = leastValue(i);
        return word.uncertain() & ~least;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // whoever judges asks first and admits the same object afterwards
    public int match(Outcome observed) {
        if (observed != matched) {
            matchedOutcome = find(observed);
            matched = observed;
        }
        return matchedOutcome;
    }

    private int find(Outcome observed) {
        return switch (observed) {
            case Outcome.Loaded(long value, long frame) -> matchRead(LOADED, value, frame);
            case Outcome.Exchanged(long value, long frame) ->
                isAmbiguous(observed) ? -1 : matchRead(EXCHANGED, value, frame);
            case Outcome.Stored(long frame) -> matchStored(frame);
            case Outcome.RegisterValue(long value) -> value == detail ? find(key(REGISTER, 0)) : -1;
            case Outcome.SplitLoaded(long value, long low, long high) -> matchSplit(SPLIT_LOADED, value, low, high);
            case Outcome.SplitStored(long low, long high) ->
                isAmbiguous(observed) ? -1 : matchSplit(SPLIT_STORED, 0, low, high);
            case Outcome.PageFault(int errorCode, long address) -> matchPageFault(errorCode & 0xFFFF_FFFFL, address);
            case Outcome.GeneralProtection(int errorCode) -> find(key(GENERAL_PROTECTION, errorCode & 0xFFFF_FFFFL));
            case Outcome.UndefinedOpcode _ -> find(key(UNDEFINED_OPCODE, 0));
            case Outcome.Done _ -> find(key(DONE, 0));
        };
    }

    private int matchPageFault(long code, long address) {
        int first = address == faultAddress ? find(key(PAGE_FAULT, code)) : -1;
        boolean maybeSecond = first < 0 && address == secondFaultAddress;
        return maybeSecond ? find(key(PAGE_FAULT, code | IN_SECOND_PAGE)) : first;
    }

    private int matchSplit(int kind, long value, long low, long high) {
        for (int i = 0; i < size; i++) {
            if (isSplit(i, kind, low, high) && (kind == SPLIT_STORED || couldBe(value, i))) {
                return i;
            }
        }
        return -1;
    }

    private boolean isSplit(int i, int kind, long low, long high) {
        return kind(keys[i]) == kind
                && (low == Outcome.UNKNOWN_FRAME || low == firstFrame(i))
                && (high == Outcome.UNKNOWN_FRAME || high == secondFrame(i));
    }

    private int matchRead(int kind, long value, long frame) {
        for (int i = 0; i < size; i++) {
            if (kind(keys[i]) == kind
                    && (frame == Outcome.UNKNOWN_FRAME || rest(keys[i]) == frame)
                    && couldBe(value, i)) {
                return i;
            }
        }
        return -1;
    }

    /** {@return whether an outcome can have read a value: some way to it agrees with every flag of the value} */
    boolean couldBe(long value, int outcome) {
        LoadedWord read = wordOf(outcome);
        if (!read.mayRead(value)) {
            return false;
        }
        for (int row = 0; row < rows; row++) {
            if (outcomeOf[row] == outcome && agrees(row, value)) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether a way to the outcome whose word was looked at last agrees with every flag of a value} */
    boolean agrees(int row, long value) {
        return (footprints[row] & word.clearIn(value)) == 0 && word.explains(value, footprints[row]);
    }

    @Override
    public boolean isAmbiguous(Outcome observed) {
        if (open) {
            return true;
        }
        return switch (observed) {
            case Outcome.Stored(long frame) -> frame == Outcome.UNKNOWN_FRAME && stores() > 1;
            case Outcome.Exchanged(long value, long frame) -> frame == Outcome.UNKNOWN_FRAME && exchangesOf(value) > 1;
            case Outcome.SplitStored(long low, long high) -> splitStores(low, high) > 1;
            case Outcome.PageFault _ -> leavesFirstHalfOpen(match(observed));
            default -> false;
        };
    }

    /** A store that faults in its second page may have written to the first already (PG-PF-SPLIT). */
    private boolean leavesFirstHalfOpen(int outcome) {
        return outcome >= 0 && splitStore && (rest(keys[outcome]) & IN_SECOND_PAGE) != 0;
    }

    private int splitStores(long low, long high) {
        int stores = 0;
        for (int i = 0; i < size; i++) {
            stores += isSplit(i, SPLIT_STORED, low, high) ? 1 : 0;
        }
        return stores;
    }

    private int stores() {
        int stores = 0;
        for (int i = 0; i < size; i++) {
            stores += kind(keys[i]) == STORED ? 1 : 0;
        }
        return stores;
    }

    private int exchangesOf(long value) {
        int exchanges = 0;
        for (int i = 0; i < size; i++) {
            exchanges += kind(keys[i]) == EXCHANGED && couldBe(value, i) ? 1 : 0;
        }
        return exchanges;
    }

    private int matchStored(long frame) {
        if (frame != Outcome.UNKNOWN_FRAME) {
            return frame >>> 40 == 0 ? find(key(STORED, frame)) : -1;
        }
        int only = -1;
        for (int i = 0; i < size; i++) {
            if (kind(keys[i]) == STORED) {
                if (only >= 0) {
                    return -1;
                }
                only = i;
            }
        }
        return only;
    }
}
