package org.stalemate.adapters.encoding;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Registers;

/**
 * What the registers of any logical processor may have held so far. Whether a write faults is not known here, so that each may have
 * succeeded.
 */
final class RegisterHistory {
    private static final long CR0_AM = 1L << 18;
    private static final long CR0_EM_TS = 3L << 2;
    private static final long CR4_PKE = 1L << 22;
    private static final long CR4_PKS = 1L << 24;
    /** The rights of key 15, under which the agent's own pages lie. */
    private static final long KEY_15 = 3L << 30;

    /** Those of key 0, which pages have that PAE paging maps, too: the agent's below 4 GB. */
    private static final long KEY_0 = 3;

    private static final int ALIGNMENT_MASK = 1;
    private static final int FORBIDS_MMX = 1 << 1;
    private static final int SUPERVISOR_KEYS = 1 << 2;
    private static final int DENIES_AGENT = 1 << 3;
    private static final int USER_KEYS = 1 << 4;
    private static final int DENIES_USER_PAGE = 1 << 5;
    private static final int DENIES_USER_KEY_0 = 1 << 6;
    private static final int DENIES_SUPERVISOR_KEY_0 = 1 << 7;

    private final Target target;
    private ModeStates[] states = {};
    /** The roots that may be in force on each logical processor; these arrays never change. */
    private long[][] roots = {};

    /** What happened at some time, as bits. */
    private int past;

    private ModeStates[] statesAtMark = {};
    private long[][] rootsAtMark = {};
    private int pastAtMark;

    RegisterHistory(Target target) {
        this.target = target;
    }

    /** {@return why the target cannot start with such registers, or null} */
    @Nullable
    String reset(List<Registers> processors) {
        int count = processors.size();
        states = new ModeStates[count];
        statesAtMark = new ModeStates[count];
        roots = new long[count][];
        rootsAtMark = new long[count][];
        past = 0;
        String obstacle = null;
        for (int i = 0; i < count; i++) {
            Registers registers = processors.get(i);
            states[i] = ModeStates.of(registers);
            roots[i] = new long[] {Roots.root(registers.cr3())};
            writeCr0(registers.cr0());
            writePkru(registers.pkru());
            writePkrs(Integer.toUnsignedLong(registers.pkrs()));
            String found = writeCr4(registers.cr4());
            obstacle = found == null ? obstacle : found;
        }
        return obstacle;
    }

    /** Whatever happens from now on can be undone. */
    void mark() {
        System.arraycopy(states, 0, statesAtMark, 0, states.length);
        System.arraycopy(roots, 0, rootsAtMark, 0, roots.length);
        pastAtMark = past;
    }

    /** Everything is as it was at the last mark. */
    void undo() {
        System.arraycopy(statesAtMark, 0, states, 0, states.length);
        System.arraycopy(rootsAtMark, 0, roots, 0, roots.length);
        past = pastAtMark;
    }

    int processors() {
        return states.length;
    }

    /** {@return the modes that a logical processor may be in} */
    ModeStates states(int processor) {
        return states[processor];
    }

    void setStates(int processor, ModeStates after) {
        states[processor] = after;
    }

    /** {@return the roots that may be in force on a logical processor, as values of CR3} */
    long[] roots(int processor) {
        return roots[processor];
    }

    /** CR3 is written, unless that faults where it may. */
    void writeCr3(int processor, long value, boolean mayFault) {
        long root = Roots.root(value);
        if (!mayFault) {
            roots[processor] = new long[] {root};
            return;
        }
        long[] before = roots[processor];
        for (long known : before) {
            if (known == root) {
                return;
            }
        }
        long[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = root;
        roots[processor] = after;
    }

    /** {@return whether an access of a logical processor that is not aligned to its size may be #AC} */
    boolean mayCheckAlignment(int processor) {
        ExecutionState state = states[processor].execution();
        return happened(ALIGNMENT_MASK) && state.ac() && state.cpl() == 3;
    }

    void writeCr0(long value) {
        note(ALIGNMENT_MASK, (value & CR0_AM) != 0);
        note(FORBIDS_MMX, (value & CR0_EM_TS) != 0);
    }

    /** LMSW writes bits 3:0 of CR0. */
    void writeMachineStatus(int value) {
        note(FORBIDS_MMX, (value & CR0_EM_TS) != 0);
    }

    /** A task switch sets CR0.TS. */
    void switchTask() {
        past |= FORBIDS_MMX;
    }

    /** {@return whether CR0.EM or CR0.TS may be set} */
    boolean mayForbidMmx() {
        return happened(FORBIDS_MMX);
    }

    @Nullable
    String writeCr4(long value) {
        if ((value & target.otherCr4()) != 0) {
            return "the target takes a bit of CR4 that the scenario's processor does not have";
        }
        note(SUPERVISOR_KEYS, (value & CR4_PKS) != 0);
        note(USER_KEYS, (value & CR4_PKE) != 0);
        return keys();
    }

    @Nullable
    String writeEfer(long value) {
        return (value & target.otherEfer()) == 0
                ? null
                : "the target takes a bit of EFER that the scenario's processor does not have";
    }

    void writePkru(int value) {
        note(DENIES_USER_PAGE, (value & KEY_15) != 0);
        note(DENIES_USER_KEY_0, (value & KEY_0) != 0);
    }

    /** {@return whether code at CPL 3 may be unable to read the agent's own user page} */
    boolean mayDenyAgentsUserPage() {
        return happened(USER_KEYS | DENIES_USER_PAGE);
    }

    /** {@return whether the agent's pages below 4 GB may be out of reach in long mode; some targets apply PKRU to supervisor pages} */
    boolean mayDenyLowPages() {
        return happened(USER_KEYS | DENIES_USER_KEY_0) || happened(SUPERVISOR_KEYS | DENIES_SUPERVISOR_KEY_0);
    }

    @Nullable
    String writePkrs(long value) {
        note(DENIES_AGENT, (value & KEY_15) != 0);
        note(DENIES_SUPERVISOR_KEY_0, (value & KEY_0) != 0);
        return keys();
    }

    private void note(int what, boolean happens) {
        past |= happens ? what : 0;
    }

    private boolean happened(int what) {
        return (past & what) == what;
    }

    private @Nullable String keys() {
        return happened(SUPERVISOR_KEYS | DENIES_AGENT) ? "the rights of protection key 15 are the target's own" : null;
    }
}
