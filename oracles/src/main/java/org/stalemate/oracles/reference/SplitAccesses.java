package org.stalemate.oracles.reference;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Operation.SplitAccess;
import org.stalemate.vocabulary.Operation.SplitStore;
import org.stalemate.vocabulary.Outcome;

/**
 * Accesses that cross a page, in every lawful way (PG-PF-SPLIT). The halves are translated one after the other, the low one first,
 * and then read or written. Entries may be created at any time between.
 *
 * @param <S> a set of the machine's states
 */
final class SplitAccesses<S> {
    private final NondeterministicMachine<S> machine;

    SplitAccesses(NondeterministicMachine<S> machine) {
        this.machine = machine;
    }

    /** {@return every permitted outcome with the states after it} */
    Map<Outcome, S> execute(S states, int processor, SplitAccess access) {
        Attempt low = Attempt.of(processor, machine.registers(states, processor), access, Part.LOW);
        Attempt high = Attempt.of(processor, machine.registers(states, processor), access, Part.HIGH);
        Map<Outcome, S> ends = new LinkedHashMap<>();
        if (!low.isCanonical() || !high.isCanonical()) {
            ends.put(new Outcome.GeneralProtection(0), states); // PG-CANON
        }
        S lowTranslated = low.isCanonical() ? translated(states, low, ends) : null;
        if (lowTranslated == null || !high.isCanonical()) {
            return ends;
        }
        Map<Outcome, S> faultsOfHigh = new LinkedHashMap<>();
        S bothTranslated = translated(machine.filled(lowTranslated), high, faultsOfHigh);
        faultsOfHigh.forEach((fault, after) -> ends.put(fault, abandoned(after, low, access)));
        if (bothTranslated != null) {
            ends.putAll(completed(machine.filled(bothTranslated), low, high, access));
        }
        return ends;
    }

    /** {@return the states in which the translation of a half completes; those in which it faults are added to the faults} */
    private @Nullable S translated(S states, Attempt half, Map<Outcome, S> faults) {
        Map<Outcome, S> accessed = new LinkedHashMap<>(machine.accessed(states, half));
        S completed = accessed.remove(Outcome.Done.INSTANCE);
        accessed.forEach((fault, after) -> faults.put(fault, machine.faulted(after, half, fault)));
        return completed;
    }

    /** {@return the states after a fault of the high half, when the low half of a store may have been written already} */
    private S abandoned(S states, Attempt low, SplitAccess access) {
        NondeterministicMachine.Branching branching = (memory, ends) -> {
            ends.ended(SplitLatch.cleared(memory), Outcome.Done.INSTANCE);
            if (access instanceof SplitStore(var _, long value) && SplitLatch.flagsAreSet(memory)) {
                ends.ended(SplitLatch.cleared(written(memory, low, value)), Outcome.Done.INSTANCE);
            }
        };
        return machine.branched(states, branching).getOrDefault(Outcome.Done.INSTANCE, states);
    }

    /** Both halves are read or written at once; not where the high half had to fault. */
    private Map<Outcome, S> completed(S states, Attempt low, Attempt high, SplitAccess access) {
        return machine.branched(states, (memory, ends) -> {
            if (!SplitLatch.flagsAreSet(memory)) {
                return;
            }
            long lowFrame = SplitLatch.frame(memory, Part.LOW);
            long highFrame = SplitLatch.frame(memory, Part.HIGH);
            if (access instanceof SplitStore(var _, long value)) {
                Memory after = written(written(memory, low, value), high, value);
                ends.ended(SplitLatch.cleared(after), new Outcome.SplitStored(lowFrame, highFrame));
            } else {
                long value = (read(memory, low) & ControlBits.LOW_32) | ((long) read(memory, high) << 32);
                ends.ended(SplitLatch.cleared(memory), new Outcome.SplitLoaded(value, lowFrame, highFrame));
            }
        });
    }

    private static Memory written(Memory memory, Attempt half, long value) {
        return memory.withHalf(physical(memory, half), half.part().of(value));
    }

    private static int read(Memory memory, Attempt half) {
        return PhysicalMemory.half(memory, physical(memory, half));
    }

    private static long physical(Memory memory, Attempt half) {
        return half.physical(SplitLatch.frame(memory, half.part()));
    }
}
