package org.stalemate.adapters.encoding;

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
    private static final long CR4_PKS = 1L << 24;
    /** The rights of key 15, under which the agent's own pages lie. */
    private static final long KEY_15 = 3L << 30;

    private final Target target;
    private ExecutionState[] states = new ExecutionState[0];
    private boolean alignmentMask;
    private boolean supervisorKeys;
    private boolean deniesAgent;

    RegisterHistory(Target target) {
        this.target = target;
    }

    /** {@return why the target cannot start with such registers, or null} */
    @Nullable
    String reset(List<Registers> processors) {
        states = new ExecutionState[processors.size()];
        alignmentMask = false;
        supervisorKeys = false;
        deniesAgent = false;
        String obstacle = null;
        for (int i = 0; i < states.length; i++) {
            Registers registers = processors.get(i);
            states[i] = registers.state();
            writeCr0(registers.cr0());
            writePkrs(Integer.toUnsignedLong(registers.pkrs()));
            String found = writeCr4(registers.cr4());
            obstacle = found == null ? obstacle : found;
        }
        return obstacle;
    }

    void enter(int processor, ExecutionState state) {
        states[processor] = state;
    }

    ExecutionState state(int processor) {
        return states[processor];
    }

    /** {@return whether an access of a logical processor that is not aligned to its size may be #AC} */
    boolean mayCheckAlignment(int processor) {
        ExecutionState state = states[processor];
        return alignmentMask && state.ac() && state.cpl() == 3;
    }

    void writeCr0(long value) {
        alignmentMask |= (value & CR0_AM) != 0;
    }

    @Nullable
    String writeCr4(long value) {
        if ((value & target.otherCr4()) != 0) {
            return "the target takes a bit of CR4 that the scenario's processor does not have";
        }
        supervisorKeys |= (value & CR4_PKS) != 0;
        return keys();
    }

    @Nullable
    String writeEfer(long value) {
        return (value & target.otherEfer()) == 0
                ? null
                : "the target takes a bit of EFER that the scenario's processor does not have";
    }

    @Nullable
    String writePkrs(long value) {
        deniesAgent |= (value & KEY_15) != 0;
        return keys();
    }

    private @Nullable String keys() {
        return supervisorKeys && deniesAgent ? "the rights of protection key 15 are the target's own" : null;
    }
}
