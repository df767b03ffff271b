package org.stalemate.adapters.encoding;

import java.util.ArrayList;
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

    private final Target target;
    private final List<ModeStates> states = new ArrayList<>();
    private final List<LongIndex> roots = new ArrayList<>();
    private boolean alignmentMask;
    private boolean forbidsMmx;
    private boolean supervisorKeys;
    private boolean deniesAgent;
    private boolean userKeys;
    private boolean deniesUserPage;
    private boolean deniesUserKey0;
    private boolean deniesSupervisorKey0;

    RegisterHistory(Target target) {
        this.target = target;
    }

    /** {@return why the target cannot start with such registers, or null} */
    @Nullable
    String reset(List<Registers> processors) {
        states.clear();
        roots.clear();
        alignmentMask = false;
        forbidsMmx = false;
        supervisorKeys = false;
        deniesAgent = false;
        userKeys = false;
        deniesUserPage = false;
        deniesUserKey0 = false;
        deniesSupervisorKey0 = false;
        String obstacle = null;
        for (Registers registers : processors) {
            ModeStates state = new ModeStates();
            state.reset(registers);
            states.add(state);
            LongIndex root = new LongIndex();
            root.add(Roots.root(registers.cr3()));
            roots.add(root);
            writeCr0(registers.cr0());
            writePkru(registers.pkru());
            writePkrs(Integer.toUnsignedLong(registers.pkrs()));
            String found = writeCr4(registers.cr4());
            obstacle = found == null ? obstacle : found;
        }
        return obstacle;
    }

    int processors() {
        return states.size();
    }

    /** {@return the modes that a logical processor may be in} */
    ModeStates states(int processor) {
        return states.get(processor);
    }

    /** {@return the roots that may be in force on a logical processor, as values of CR3} */
    LongIndex roots(int processor) {
        return roots.get(processor);
    }

    /** CR3 is written, unless that faults where it may. */
    void writeCr3(int processor, long value, boolean mayFault) {
        LongIndex present = roots.get(processor);
        if (!mayFault) {
            present.clear();
        }
        present.add(Roots.root(value));
    }

    /** {@return whether an access of a logical processor that is not aligned to its size may be #AC} */
    boolean mayCheckAlignment(int processor) {
        ExecutionState state = states.get(processor).execution();
        return alignmentMask && state.ac() && state.cpl() == 3;
    }

    void writeCr0(long value) {
        alignmentMask |= (value & CR0_AM) != 0;
        forbidsMmx |= (value & CR0_EM_TS) != 0;
    }

    /** LMSW writes bits 3:0 of CR0. */
    void writeMachineStatus(int value) {
        forbidsMmx |= (value & CR0_EM_TS) != 0;
    }

    /** A task switch sets CR0.TS. */
    void switchTask() {
        forbidsMmx = true;
    }

    /** {@return whether CR0.EM or CR0.TS may be set} */
    boolean mayForbidMmx() {
        return forbidsMmx;
    }

    @Nullable
    String writeCr4(long value) {
        if ((value & target.otherCr4()) != 0) {
            return "the target takes a bit of CR4 that the scenario's processor does not have";
        }
        supervisorKeys |= (value & CR4_PKS) != 0;
        userKeys |= (value & CR4_PKE) != 0;
        return keys();
    }

    @Nullable
    String writeEfer(long value) {
        return (value & target.otherEfer()) == 0
                ? null
                : "the target takes a bit of EFER that the scenario's processor does not have";
    }

    void writePkru(int value) {
        deniesUserPage |= (value & KEY_15) != 0;
        deniesUserKey0 |= (value & KEY_0) != 0;
    }

    /** {@return whether code at CPL 3 may be unable to read the agent's own user page} */
    boolean mayDenyAgentsUserPage() {
        return userKeys && deniesUserPage;
    }

    /** {@return whether the agent's pages below 4 GB may be out of reach in long mode; some targets apply PKRU to supervisor pages} */
    boolean mayDenyLowPages() {
        return (userKeys && deniesUserKey0) || (supervisorKeys && deniesSupervisorKey0);
    }

    @Nullable
    String writePkrs(long value) {
        deniesAgent |= (value & KEY_15) != 0;
        deniesSupervisorKey0 |= (value & KEY_0) != 0;
        return keys();
    }

    private @Nullable String keys() {
        return supervisorKeys && deniesAgent ? "the rights of protection key 15 are the target's own" : null;
    }
}
