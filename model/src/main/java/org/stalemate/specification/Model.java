package org.stalemate.specification;

import static org.stalemate.specification.Candidates.key;
import static org.stalemate.specification.caching.UncertainFlags.NONE;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.caching.ArchitecturalForgetting;
import org.stalemate.specification.caching.Filling;
import org.stalemate.specification.caching.Forgetting;
import org.stalemate.specification.caching.LogicalProcessor;
import org.stalemate.specification.caching.Saturation;
import org.stalemate.specification.caching.UncertainFlags;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.specification.paging.PageFaultCode;
import org.stalemate.specification.paging.ReservedBits;
import org.stalemate.specification.processor.BringUp;
import org.stalemate.specification.processor.ControlBits;
import org.stalemate.specification.processor.InstructionLegality;
import org.stalemate.specification.processor.RegisterEffects;
import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/**
 * The reference model: the set of permitted outcomes of each step, and what admitting one of them does.
 *
 * <p>A processor may cache any translation that it can derive, at any time, and may drop it at any time; it must drop what
 * certain operations name. The model keeps, for each logical processor and tag, every translation and every
 * paging-structure-cache entry that could be cached now, and never evicts. An operation goes through instants: its permitted
 * outcomes from the saturated state; accessed and dirty flags; data written or registers changed; entries dropped; and
 * saturation under the new context of every logical processor. Once an outcome is admitted the model is in one state again.
 *
 * <p>Not safe for use by several threads.
 */
public final class Model {
    private final Variation variation;
    private final PhysicalMemory memory = new PhysicalMemory();
    private final UncertainFlags flags = new UncertainFlags();
    private final LogicalProcessor[] pool = new LogicalProcessor[Platform.MAX_LOGICAL_PROCESSORS];

    private LogicalProcessor[] processors = {};
    private @Nullable Rules rules;
    private int stepNumber;
    private @Nullable Step evaluated;

    /** What a scenario's platform makes of the architecture; made anew for each scenario. */
    private record Rules(
            Platform platform,
            InstructionLegality legality,
            RegisterEffects effects,
            Forgetting forgetting,
            Filling filling,
            MemoryState state,
            OutsideWalks outside,
            LoadedWord word,
            Candidates candidates,
            AccessEvaluation access) {}

    /** @param ghosts whether to keep what invalidations removed, for explanation, blame and coverage; costs time */
    public Model(boolean ghosts) {
        this(ghosts, Variation.NONE);
    }

    /** A model with something wrong in it, to show that a test of the model would notice. */
    public Model(boolean ghosts, Variation variation) {
        this.variation = variation;
        Arrays.setAll(pool, _ -> new LogicalProcessor(ghosts));
    }

    /**
     * Brings the model to a start state with empty caches. Cheap: one model serves millions of scenarios.
     *
     * @param pages every linear page that the steps will access
     * @throws IllegalArgumentException if the start is in a paging mode that is not modelled
     */
    public void reset(Start start, LinearPages pages) {
        Platform platform = start.platform();
        stepNumber = 0;
        evaluated = null;
        memory.reset(start);
        flags.reset();
        if (processors.length != platform.logicalProcessors()) {
            processors = Arrays.copyOf(pool, platform.logicalProcessors());
        }
        for (int i = 0; i < processors.length; i++) {
            processors[i].reset(start.processors().get(i), pages);
            requireModelled(processors[i].registers().mode());
        }
        Rules made = rulesFor(platform, pages);
        rules = made;
        for (TableFrame table : start.tables()) {
            int base = memory.place(table.frame()) * TableFrame.WORDS;
            table.entries().forEach((index, value) -> made.outside().record(base + index, value));
        }
        for (LogicalProcessor processor : processors) {
            enterContext(processor, 0);
        }
    }

    private Rules rulesFor(Platform platform, LinearPages pages) {
        Decisions decisions = variation.decisions();
        ReservedBits reservedBits = new ReservedBits(platform, decisions);
        Filling filling = variation.filling(new Saturation(memory, flags, reservedBits, decisions, processors[0]));
        OutsideWalks outside = new OutsideWalks(memory, pages);
        LoadedWord word = new LoadedWord(memory, flags, outside);
        Candidates candidates = new Candidates(word);
        return new Rules(
                platform,
                new InstructionLegality(platform, decisions),
                new RegisterEffects(decisions),
                variation.forgetting(new ArchitecturalForgetting(platform, memory)),
                filling,
                new MemoryState(memory, flags, outside, processors, filling),
                outside,
                word,
                candidates,
                new AccessEvaluation(memory, flags, reservedBits, decisions, platform, candidates));
    }

    private static void requireModelled(PagingMode mode) {
        if (mode != PagingMode.NONE && mode != PagingMode.LEVEL_4) {
            throw new IllegalArgumentException(
                    "a scenario cannot start under " + mode.title() + ", which is not modelled yet");
        }
    }

    private Rules rules() {
        if (rules == null) {
            throw new IllegalStateException("the model was not reset to a start state");
        }
        return rules;
    }

    /** {@return the number of steps committed since the start, which is the next step's number from 0} */
    public int stepNumber() {
        return stepNumber;
    }

    /** {@return the registers of a logical processor, as they are now; a live view} */
    public RegisterFile registers(int processor) {
        return processors[processor].registers();
    }

    /** {@return a word of memory as it certainly is: uncertain accessed and dirty flags as 0} */
    public long word(long frame, int index) {
        return memory.read(memory.place(frame) * TableFrame.WORDS + index);
    }

    /**
     * Computes the permitted outcomes of a step in the present state and changes nothing that can be seen.
     *
     * @return a view that the next call reuses
     * @throws IllegalArgumentException if an access is to a page that {@link #reset} was not told of
     */
    public Permitted evaluate(Step step) {
        Rules now = rules();
        evaluated = step;
        flags.releaseUnjustified();
        switch (step) {
            case Step.Instruction(int number, Operation operation) -> evaluate(now, processors[number], operation);
            case Step.ExternalEvent _ -> single(now, Candidates.DONE, 0, 0);
        }
        return now.candidates();
    }

    private void evaluate(Rules now, LogicalProcessor processor, Operation operation) {
        switch (operation) {
            case Operation.Access access -> now.access().evaluate(processor, access);
            case Operation.StoreTableEntry(long table, int index, var _) ->
                single(now, Candidates.STORED, table, (long) index * 8);
            case Operation.LoadTableEntry(long table, int index) ->
                single(now, Candidates.LOADED, table, (long) index * 8);
            case Operation.MovToCr0 _,
                    Operation.MovToCr3 _,
                    Operation.MovToCr4 _,
                    Operation.WrmsrEfer _,
                    Operation.ReadRegister _,
                    Operation.InvLpg _,
                    Operation.InvPcid _,
                    Operation.SetExecutionState _ -> evaluateInstruction(now, operation, processor.registers());
        }
    }

    private static void evaluateInstruction(Rules now, Operation operation, RegisterFile registers) {
        switch (now.legality().of(operation, registers)) {
            case LEGAL -> {
                if (operation instanceof Operation.ReadRegister(var register)) {
                    single(now, Candidates.REGISTER, 0, registers.read(register));
                } else {
                    single(now, Candidates.DONE, 0, 0);
                }
            }
            case EITHER -> {
                single(now, Candidates.DONE, 0, 0);
                now.candidates().add(key(Candidates.GENERAL_PROTECTION, 0), NONE);
                now.candidates().addFresh(key(Candidates.GENERAL_PROTECTION, 0));
            }
            case GENERAL_PROTECTION -> single(now, Candidates.GENERAL_PROTECTION, 0, 0);
            case UNDEFINED_OPCODE -> single(now, Candidates.UNDEFINED_OPCODE, 0, 0);
            case NOT_MODELLED -> now.candidates().becomeNotModelled(modeBeyond(registers));
        }
    }

    /** The mode that MOV to CR0 with PG=1 would enter from here, other than 4-level paging. */
    private static PagingMode modeBeyond(RegisterFile registers) {
        if ((registers.efer() & ControlBits.EFER_LME) != 0) {
            return PagingMode.LEVEL_5;
        }
        return registers.has(ControlBits.CR4_PAE) ? PagingMode.PAE : PagingMode.BITS_32;
    }

    private static void single(Rules now, int kind, long rest, long detail) {
        Candidates candidates = now.candidates();
        candidates.clear(detail);
        candidates.add(key(kind, rest), NONE);
        candidates.addFresh(key(kind, rest));
    }

    /**
     * Commits an outcome of the step evaluated last.
     *
     * @return false, and nothing has changed, where the outcome is not permitted
     * @throws IllegalStateException if no step was evaluated since the last commit
     */
    public boolean admit(Outcome observed) {
        Rules now = rules();
        Step step = evaluated;
        if (step == null) {
            throw new IllegalStateException("no step was evaluated");
        }
        int outcome = now.candidates().match(observed);
        if (outcome < 0) {
            return false;
        }
        LogicalProcessor processor = processors[step.processor()];
        switch (observed) {
            case Outcome.Loaded(long value, long frame) -> commitLoad(now, outcome, value, frame);
            case Outcome.Stored _ -> commitStore(now, outcome, step);
            case Outcome.PageFault(int code, var _) -> commitPageFault(now, outcome, code, processor);
            case Outcome.Done _ -> complete(now, step, processor);
            case Outcome.RegisterValue _,
                    Outcome.GeneralProtection _,
                    Outcome.UndefinedOpcode _,
                    Outcome.NotModelled _ -> {}
        }
        evaluated = null;
        stepNumber++;
        return true;
    }

    /** Commits outcome {@code i} of the set evaluated last, with uncertain flags of a loaded word read as in {@link Permitted#outcome}. */
    public void commit(int i) {
        if (!admit(rules().candidates().outcome(i))) {
            throw new IllegalStateException("outcome " + i + " contradicts itself");
        }
    }

    /** {@return how many flags found no bit in a footprint since the start; more than none makes permitted sets too large} */
    public int unconstrainedFlags() {
        return flags.unconstrained();
    }

    private void commitLoad(Rules now, int outcome, long value, long frame) {
        Candidates candidates = now.candidates();
        long certain = -1L;
        long clear = 0;
        LoadedWord word = now.word();
        for (int other = outcome; other < candidates.size(); other++) {
            boolean counts = other == outcome || (frame == Outcome.UNKNOWN_FRAME && isLoad(candidates, other));
            if (!counts || !candidates.couldBe(value, other)) {
                continue;
            }
            clear = word.clearIn(value);
            for (int row = 0; row < candidates.rows(); row++) {
                if (candidates.outcomeOfRow(row) == other && candidates.agrees(row, value)) {
                    long footprint = candidates.footprint(row);
                    certain &= footprint | word.setIn(value) | word.implied(value, footprint);
                }
            }
            if (((value ^ word.certain()) & ~word.uncertain()) != 0) {
                now.state().markedFromOutside(word.word());
            }
        }
        now.state().settle(certain & flags.live());
        now.state().refute(clear & flags.live());
        now.state().fill(stepNumber);
    }

    private static boolean isLoad(Candidates candidates, int outcome) {
        return Candidates.kind(candidates.keyOf(outcome)) == Candidates.LOADED;
    }

    private void commitStore(Rules now, int outcome, Step step) {
        Candidates candidates = now.candidates();
        Operation operation = ((Step.Instruction) step).operation();
        long certain = certainOf(candidates, outcome);
        for (int row = 0; row < candidates.rows(); row++) {
            if (candidates.outcomeOfRow(row) == outcome) {
                justifyDirty(now, candidates.footprint(row), certain);
            }
        }
        flags.releaseUnjustifiedBut(certain);
        now.state().settle(certain);
        long frame = Candidates.rest(candidates.keyOf(outcome));
        switch (operation) {
            case Operation.Store(long address, long value) -> store(now, frame, address, value);
            case Operation.StoreTableEntry(var _, int index, long value) -> store(now, frame, (long) index * 8, value);
            default -> throw new IllegalStateException("not a store: " + operation);
        }
        now.state().fill(stepNumber);
    }

    private void justifyDirty(Rules now, long footprint, long certain) {
        for (long rest = footprint & ~certain; rest != 0; rest &= rest - 1) {
            long flag = rest & -rest;
            if (flags.isDirty(flag)) {
                flags.justify(flag, footprint);
                now.state().dirtyMayBeSet(flag);
            }
        }
    }

    private void store(Rules now, long frame, long address, long value) {
        now.state().store(memory.place(frame) * TableFrame.WORDS + (int) (address >>> 3 & 511), value);
    }

    private static long certainOf(Candidates candidates, int outcome) {
        long certain = -1L;
        for (int row = 0; row < candidates.rows(); row++) {
            if (candidates.outcomeOfRow(row) == outcome) {
                certain &= candidates.footprint(row);
            }
        }
        return certain;
    }

    private void commitPageFault(Rules now, int outcome, int code, LogicalProcessor processor) {
        now.state().settle(certainOf(now.candidates(), outcome));
        AccessEvaluation access = now.access();
        processor.registers().cr2(access.address());
        boolean rights = (code & (PageFaultCode.PRESENT | PageFaultCode.RESERVED)) == PageFaultCode.PRESENT;
        now.forgetting().pageFault(processor, access.address(), access.access(), rights, stepNumber);
        enterContext(processor, stepNumber);
        now.state().fill(stepNumber);
    }

    private void complete(Rules now, Step step, LogicalProcessor processor) {
        switch (step) {
            case Step.Instruction(var _, Operation operation) -> execute(now, operation, processor);
            case Step.Init _ -> init(now, processor);
            case Step.Reset _ -> {
                now.effects().reset(processor.registers());
                now.forgetting().reset(processor, stepNumber);
            }
            case Step.InitAndBringUp bringUp -> {
                init(now, processor);
                for (Operation operation : BringUp.instructions(bringUp, now.platform())) {
                    execute(now, operation, processor);
                }
            }
        }
    }

    private void init(Rules now, LogicalProcessor processor) {
        now.effects().init(processor.registers());
        now.forgetting().init(processor, stepNumber);
    }

    private void execute(Rules now, Operation operation, LogicalProcessor processor) {
        RegisterFile registers = processor.registers();
        long oldCr0 = registers.cr0();
        long oldCr4 = registers.cr4();
        now.effects().apply(operation, registers);
        boolean dropped = now.forgetting().instruction(processor, operation, oldCr0, oldCr4, stepNumber);
        if (dropped || operation instanceof Operation.WrmsrEfer) {
            enterContext(processor, stepNumber);
        }
    }

    private void enterContext(LogicalProcessor processor, int step) {
        Rules now = rules();
        if (processor.registers().pagingIsOn()) {
            now.outside().recordRoot(memory.place(processor.registers().rootFrame()));
            now.filling().whole(processor, step);
        }
    }
}
