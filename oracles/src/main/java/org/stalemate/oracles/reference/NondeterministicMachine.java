package org.stalemate.oracles.reference;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.stalemate.oracles.reference.Effect.PdpteLoad;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Operation.Access;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/**
 * A processor of which every lawful behaviour is followed at once: a step takes the states the processor may be in to
 * the outcomes it may show, each with the states it may be in afterwards. Registers are determined by the outcomes.
 *
 * <p>Between any two instants a processor may create entries; that is the only difference between two instants and one.
 * A store has two: flags are set, then data is written, and the translation it has just used may be cached in between.
 *
 * @param <S> a set of states, immutable
 */
public abstract sealed class NondeterministicMachine<S> permits ExplicitMachine, FlagWorlds {
    /** What happens with a memory, and which outcomes that has; the caches play no part. */
    interface Branching {
        void branch(Memory memory, Transitions.AccessSink ends);
    }

    final Architecture architecture;
    final Transitions transitions;
    private final ControlInstructions control;

    /** @param linearPages any addresses in the linear pages whose translations may be cached */
    NondeterministicMachine(Start start, Collection<Long> linearPages) {
        architecture = new Architecture(start.platform());
        long[] pages = linearPages.stream()
                .mapToLong(Long::longValue)
                .map(RegisterFile::page)
                .distinct()
                .sorted()
                .toArray();
        transitions = new Transitions(architecture, pages);
        control = new ControlInstructions(architecture);
    }

    /** {@return the one state that a scenario starts in: caches are empty} */
    public abstract S start();

    /**
     * Executes a step in every state.
     *
     * @return every permitted outcome, in a fixed order, with the states in which it leaves the processor
     * @throws TooManyStatesException if there are more states than the machine may enumerate
     */
    public final Map<Outcome, S> step(S states, Step step) {
        int processor = step.processor();
        return switch (step) {
            case Step.Instruction(var _, Operation operation) -> instruction(filled(states), processor, operation);
            case Step.Init _ -> done(init(states, processor));
            case Step.Reset _ -> done(reset(states, processor));
            case Step.Smi _ -> systemManagement(filled(states), processor);
            case Step.InitAndBringUp bringUp -> done(bringUp(states, bringUp));
        };
    }

    /**
     * {@return the permitted outcomes of a step}
     *
     * @throws TooManyStatesException if there are more states than the machine may enumerate
     */
    public final Set<Outcome> permitted(S states, Step step) {
        if (step instanceof Step.Instruction(int processor, Operation operation)
                && plain(operation) instanceof Access access
                && !(access instanceof Operation.Exchange)) {
            RegisterFile registers = registers(states, processor);
            Attempt attempt = Attempt.of(processor, registers, access);
            if (attempt.isCanonical()) {
                return reached(filled(states), attempt);
            }
        }
        return step(states, step).keySet();
    }

    /** {@return the operation as the guest executes it; a hypervisor that emulates it makes no difference} */
    private static Operation plain(Operation operation) {
        return operation instanceof Operation.Emulated(Access access) ? access : operation;
    }

    private Map<Outcome, S> done(S states) {
        return Map.of(Outcome.Done.INSTANCE, states);
    }

    private S init(S states, int processor) {
        RegisterFile after = registers(states, processor).copy();
        after.init();
        return invalidated(filled(states), processor, after, Invalidation.Everything.INSTANCE); // INIT-TLB
    }

    private S reset(S states, int processor) {
        RegisterFile after = registers(states, processor).copy();
        after.reset();
        return invalidated(filled(states), processor, after, Invalidation.Everything.INSTANCE); // RESET-TLB
    }

    /** TLB-SMM. RSM may load the PDPTE registers, unless what it would load faults. */
    private Map<Outcome, S> systemManagement(S states, int processor) {
        RegisterFile registers = registers(states, processor);
        S dropped = invalidated(states, processor, registers, Invalidation.Everything.INSTANCE);
        if (!registers.paePaging()) {
            return done(dropped);
        }
        return branched(dropped, (memory, ends) -> {
            ends.ended(memory, Outcome.Done.INSTANCE);
            if (PdpteRegisters.refuses(memory, registers, architecture).mayBeNo()) {
                ends.ended(PdpteRegisters.loaded(memory, processor, registers), Outcome.Done.INSTANCE);
            }
        });
    }

    private S bringUp(S states, Step.InitAndBringUp step) {
        S current = init(states, step.processor());
        for (Operation operation : BringUp.instructions(step, architecture)) {
            current = control(filled(current), step.processor(), operation, false)
                    .values()
                    .iterator()
                    .next();
        }
        return current;
    }

    private Map<Outcome, S> instruction(S states, int processor, Operation operation) {
        return switch (plain(operation)) {
            case Access access -> access(states, processor, access);
            case Operation.SplitAccess access -> new SplitAccesses<>(this).execute(states, processor, access);
            case Operation.StoreTableEntry(long table, int index, long value) ->
                Map.of(new Outcome.Stored(table), written(states, (table << 12) | ((long) index << 3), value));
            case Operation.StoreTableHalf(long table, int half, int value) -> {
                long address = (table << 12) | ((long) half << 2);
                yield branched(
                        states,
                        (memory, ends) -> ends.ended(memory.withHalf(address, value), new Outcome.Stored(table)));
            }
            case Operation.LoadTableEntry(long table, int index) -> {
                long address = (table << 12) | ((long) index << 3);
                yield branched(
                        states, (memory, ends) -> ends.ended(memory, new Outcome.Loaded(memory.read(address), table)));
            }
            default -> {
                Answer refuse = control.mayRefuse(registers(states, processor), operation);
                Map<Outcome, S> result = new LinkedHashMap<>();
                if (refuse.mayBeNo()) {
                    result.putAll(control(states, processor, operation, false));
                }
                if (refuse.mayBeYes()) {
                    result.putAll(control(states, processor, operation, true));
                }
                yield result;
            }
        };
    }

    private Map<Outcome, S> control(S states, int processor, Operation operation, boolean refuse) {
        RegisterFile after = registers(states, processor).copy();
        Effect effect = control.execute(processor, after, operation, refuse);
        if (effect.pdpteLoad() == PdpteLoad.NO) {
            return Map.of(effect.outcome(), invalidated(states, processor, after, effect.invalidation()));
        }
        Map<Outcome, S> result = new LinkedHashMap<>(
                branched(states, (memory, ends) -> loadPdptes(memory, processor, after, effect.pdpteLoad(), ends)));
        result.computeIfPresent(
                effect.outcome(), (_, loaded) -> invalidated(loaded, processor, after, effect.invalidation()));
        return result;
    }

    /** All ways an instruction may end that loads the PDPTE registers, if there are such registers. */
    private void loadPdptes(
            Memory memory, int processor, RegisterFile registers, PdpteLoad load, Transitions.AccessSink ends) {
        Answer refuses = PdpteRegisters.refuses(memory, registers, architecture);
        if (load == PdpteLoad.OPTIONAL) {
            ends.ended(memory, Outcome.Done.INSTANCE);
        }
        if (refuses.mayBeYes()) {
            ends.ended(memory, Effect.GENERAL_PROTECTION.outcome());
        }
        if (refuses.mayBeNo()) {
            ends.ended(PdpteRegisters.loaded(memory, processor, registers), Outcome.Done.INSTANCE);
        } else if (architecture.pdptesOnDemand.mayBeYes()) {
            ends.ended(PdpteRegisters.voided(memory, processor), Outcome.Done.INSTANCE);
        }
    }

    private Map<Outcome, S> access(S states, int processor, Access access) {
        RegisterFile registers = registers(states, processor);
        Attempt attempt = Attempt.of(processor, registers, access);
        if (!attempt.isCanonical()) {
            return Map.of(new Outcome.GeneralProtection(0), states); // PG-CANON
        }
        Map<Outcome, S> flagged = accessed(states, attempt);
        Map<Outcome, S> result = new LinkedHashMap<>();
        flagged.forEach((outcome, after) -> {
            if (outcome instanceof Outcome.Stored(long frame)
                    && access instanceof Operation.Exchange(var _, long value)) {
                result.putAll(exchanged(filled(after), frame, attempt.physical(frame), value));
            } else {
                result.put(outcome, finished(after, attempt, access, outcome));
            }
        });
        return result;
    }

    /** The read and the write are one: nothing is filled between them. */
    private Map<Outcome, S> exchanged(S states, long frame, long address, long value) {
        return branched(
                states,
                (memory, ends) ->
                        ends.ended(memory.with(address, value), new Outcome.Exchanged(memory.read(address), frame)));
    }

    private S finished(S flagged, Attempt attempt, Access access, Outcome outcome) {
        if (outcome instanceof Outcome.Stored(long frame) && access instanceof Operation.Store(var _, long value)) {
            return written(filled(flagged), attempt.physical(frame), value);
        }
        return faulted(flagged, attempt, outcome);
    }

    /** {@return the states with what a fault leaves in CR2 (PG-PF-CR2); other outcomes leave nothing} */
    final S faulted(S states, Attempt attempt, Outcome outcome) {
        if (outcome instanceof Outcome.PageFault(var _, long address)) {
            RegisterFile after = attempt.registers().copy();
            after.cr2 = address;
            return invalidated(states, attempt.processor(), after, Invalidation.Nothing.INSTANCE);
        }
        return states;
    }

    /** {@return the registers of a logical processor, the same in every state} */
    abstract RegisterFile registers(S states, int processor);

    /** {@return all states that creating and dropping entries leads to, in any number and order} */
    abstract S filled(S states);

    /** {@return the states after dropping what must go, with new registers} */
    abstract S invalidated(S states, int processor, RegisterFile after, Invalidation invalidation);

    /** {@return the states after writing a word of memory} */
    abstract S written(S states, long address, long word);

    /** {@return the states by the outcomes that their memory leads to, with the memory it turns into} */
    abstract Map<Outcome, S> branched(S states, Branching branching);

    /** {@return the outcomes of an access} */
    abstract Set<Outcome> reached(S states, Attempt attempt);

    /** {@return the outcomes of an access, with flags set and entries dropped, but no data written} */
    abstract Map<Outcome, S> accessed(S states, Attempt attempt);
}
