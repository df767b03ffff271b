package org.stalemate.specification;

import static org.stalemate.specification.Candidates.key;
import static org.stalemate.specification.caching.UncertainFlags.NONE;
import static org.stalemate.specification.processor.Legality.LEGAL;
import static org.stalemate.specification.processor.Legality.SELECTOR_FAULT;
import static org.stalemate.vocabulary.Rule.MP_TAG_LOCAL;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.caching.LogicalProcessor;
import org.stalemate.specification.caching.TranslationCache;
import org.stalemate.specification.caching.UncertainFlags;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.specification.paging.PageSize;
import org.stalemate.specification.processor.InstructionLegality;
import org.stalemate.specification.processor.Legality;
import org.stalemate.specification.processor.Regimes;
import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
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
    private final Evaluation evaluation;
    private final LogicalProcessor[] pool = new LogicalProcessor[Platform.MAX_LOGICAL_PROCESSORS];

    private LogicalProcessor[] processors = {};
    private @Nullable Assembly assembly;
    private @Nullable Regimes regimes;
    private int stepNumber;
    private @Nullable Step evaluated;

    /** @param ghosts whether to keep what invalidations removed, for explanation, blame and coverage; costs time */
    public Model(boolean ghosts) {
        this(ghosts, Variation.NONE);
    }

    /** A model with something wrong in it, to show that a test of the model would notice. */
    public Model(boolean ghosts, Variation variation) {
        this.variation = variation;
        Decisions decisions = variation.decisions();
        evaluation = Evaluation.of(memory, flags, decisions);
        TranslationCache common = new TranslationCache(ghosts, decisions);
        boolean local = decisions.lasting().keeps(MP_TAG_LOCAL);
        Arrays.setAll(
                pool, _ -> new LogicalProcessor(local ? new TranslationCache(ghosts, decisions) : common, decisions));
    }

    /**
     * Brings the model to a start state with empty caches. Cheap: one model serves millions of scenarios.
     *
     * @param pages every linear page that the steps will access
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
            processors[i].registers().load(start.processors().get(i));
        }
        Assembly made = Assembly.of(pages, memory, flags, evaluation, processors, regimesOf(platform), variation);
        assembly = made;
        for (TableFrame table : start.tables()) {
            int base = memory.place(table.frame()) * TableFrame.WORDS;
            table.entries().forEach((index, value) -> evaluation.outside().record(base + index, value));
        }
        for (LogicalProcessor processor : processors) {
            made.commitment().enterContext(processor);
        }
    }

    /** One platform follows another rarely, so what depends on it alone is kept. */
    private Regimes regimesOf(Platform platform) {
        Regimes known = regimes;
        if (known == null || !known.platform().equals(platform)) {
            known = new Regimes(platform, variation.decisions().lasting());
            regimes = known;
        }
        return known;
    }

    private Assembly parts() {
        if (assembly == null) {
            throw new IllegalStateException("the model was not reset to a start state");
        }
        return assembly;
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
        InstructionLegality legality = parts().legality();
        evaluated = step;
        flags.releaseUnjustified();
        switch (step) {
            case Step.Instruction(int number, Operation operation) -> evaluate(legality, processors[number], operation);
            case Step.ExternalEvent _ -> single(Candidates.DONE, 0, 0);
        }
        return evaluation.candidates();
    }

    private void evaluate(InstructionLegality legality, LogicalProcessor processor, Operation operation) {
        switch (operation) {
            case Operation.Access access -> evaluation.access().evaluate(processor, access);
            case Operation.Emulated(Operation.Access access) ->
                evaluation.access().evaluate(processor, access);
            case Operation.SplitAccess access -> evaluation.split().evaluate(processor, access);
            case Operation.StoreTableEntry(long table, int index, var _) ->
                single(Candidates.STORED, table, (long) index * 8);
            case Operation.StoreTableHalf(long table, int half, var _) ->
                single(Candidates.STORED, table, (long) half * 4);
            case Operation.LoadTableEntry(long table, int index) -> single(Candidates.LOADED, table, (long) index * 8);
            case Operation.MovToCr0 _,
                    Operation.MovToCr3 _,
                    Operation.MovToCr4 _,
                    Operation.Lmsw _,
                    Operation.WrmsrEfer _,
                    Operation.WrPkru _,
                    Operation.WrmsrPkrs _,
                    Operation.WrmsrMtrr _,
                    Operation.ReadRegister _,
                    Operation.TaskSwitch _,
                    Operation.LoadTaskRegister _,
                    Operation.InvLpg _,
                    Operation.InvPcid _,
                    Operation.SetExecutionState _ -> evaluateInstruction(legality, operation, processor.registers());
        }
    }

    private void evaluateInstruction(InstructionLegality rules, Operation operation, RegisterFile registers) {
        Legality legality = rules.of(operation, registers);
        switch (legality) {
            case LEGAL -> {
                if (operation instanceof Operation.ReadRegister(var register)) {
                    single(Candidates.REGISTER, 0, registers.asRead(register));
                } else {
                    single(Candidates.DONE, 0, 0);
                }
            }
            case EITHER -> {
                single(Candidates.DONE, 0, 0);
                evaluation.candidates().add(key(Candidates.GENERAL_PROTECTION, 0), NONE);
                evaluation.candidates().addFresh(key(Candidates.GENERAL_PROTECTION, 0));
            }
            case GENERAL_PROTECTION -> single(Candidates.GENERAL_PROTECTION, 0, 0);
            case SELECTOR_FAULT -> single(Candidates.GENERAL_PROTECTION, selector(operation), 0);
            case UNDEFINED_OPCODE -> single(Candidates.UNDEFINED_OPCODE, 0, 0);
        }
        if (operation instanceof Operation.TaskSwitch && legality != SELECTOR_FAULT && legality != LEGAL) {
            evaluation.candidates().leaveEverythingOpen();
        }
    }

    private static int selector(Operation operation) {
        return operation instanceof Operation.TaskSwitch
                ? Operation.TaskSwitch.SELECTOR
                : Operation.LoadTaskRegister.SELECTOR;
    }

    private void single(int kind, long rest, long detail) {
        Candidates candidates = evaluation.candidates();
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
        Commitment commitment = parts().commitment();
        Step step = evaluated;
        if (step == null) {
            throw new IllegalStateException("no step was evaluated");
        }
        int outcome = evaluation.candidates().match(observed);
        if (outcome < 0) {
            return false;
        }
        LogicalProcessor processor = processors[step.processor()];
        commitment.atStep(stepNumber);
        switch (observed) {
            case Outcome.Loaded(long value, long frame) -> commitment.load(outcome, value, frame);
            case Outcome.Exchanged(long value, var _) -> commitment.exchange(outcome, value, operationOf(step));
            case Outcome.Stored _ -> commitment.store(outcome, operationOf(step));
            case Outcome.SplitLoaded(long value, long low, long high) -> {
                boolean unknown = low == Outcome.UNKNOWN_FRAME || high == Outcome.UNKNOWN_FRAME;
                commitment.load(outcome, value, unknown ? Outcome.UNKNOWN_FRAME : low);
            }
            case Outcome.SplitStored _ -> commitment.store(outcome, operationOf(step));
            case Outcome.PageFault(int code, var _) -> commitment.pageFault(outcome, code, accessOf(step), processor);
            case Outcome.Done _ -> commitment.complete(step, processor);
            case Outcome.RegisterValue _, Outcome.GeneralProtection _, Outcome.UndefinedOpcode _ -> {}
        }
        evaluated = null;
        stepNumber++;
        return true;
    }

    /** Commits outcome {@code i} of the set evaluated last, with uncertain flags of a loaded word read as in {@link Permitted#outcome}. */
    public void commit(int i) {
        if (!admit(evaluation.candidates().outcome(i))) {
            throw new IllegalStateException("outcome " + i + " contradicts itself");
        }
    }

    /** What an instruction does; an access that is emulated means what the access means. */
    private static Operation operationOf(Step step) {
        Operation operation = ((Step.Instruction) step).operation();
        return operation instanceof Operation.Emulated(Operation.Access access) ? access : operation;
    }

    /** What the access of a step is, as in {@link org.stalemate.specification.paging.AccessRights}. */
    private long accessOf(Step step) {
        return isSplit(step) ? evaluation.split().access() : evaluation.access().access();
    }

    private static boolean isSplit(@Nullable Step step) {
        return step instanceof Step.Instruction(var _, Operation.SplitAccess _);
    }

    /** The logical processor that made the access evaluated last, or null where the step evaluated last is no access. */
    private @Nullable LogicalProcessor accessor() {
        return evaluated instanceof Step.Instruction(int number, Operation operation)
                        && (operation instanceof Operation.Access
                                || operation instanceof Operation.SplitAccess
                                || operation instanceof Operation.Emulated)
                ? processors[number]
                : null;
    }

    /**
     * {@return the rules, as bits of {@link org.stalemate.specification.caching.RemovingRules}, that the step evaluated last checks}
     * An access checks a rule if something that this rule alone removed would give an outcome that is not permitted.
     */
    public long checkedRules() {
        LogicalProcessor processor = accessor();
        if (processor == null) {
            return 0;
        }
        return isSplit(evaluated)
                ? evaluation.split().checkedRules(processor)
                : evaluation.ghosts().checkedRules(processor, evaluation.candidates());
    }

    /** {@return the rules, as bits of {@link org.stalemate.specification.caching.RemovingRules}, applied by the last commits} */
    public long appliedRules() {
        long applied = 0;
        for (LogicalProcessor processor : processors) {
            applied |= processor.cache().takeApplied();
        }
        return applied;
    }

    /**
     * {@return the newest cached translation that gives an outcome of the last evaluated access, else the paging-structure entry of
     * the only level that does, or null}
     */
    public @Nullable Sighting source(int outcome) {
        LogicalProcessor processor = accessor();
        if (processor == null) {
            return null;
        }
        long key = evaluation.candidates().keyOf(outcome);
        if (isSplit(evaluated)) {
            return evaluation.split().newestCached(processor, key);
        }
        Sighting translation = evaluation.ghosts().newestCached(processor, key);
        return translation != null ? translation : evaluation.ghosts().cachedStructure(processor, key);
    }

    /**
     * {@return the {@link PageSize} that memory maps the page with which was accessed last; NONE where it maps none, or not for certain,
     * or where an access crosses from one page into the next}
     */
    public int pageSizeNow() {
        LogicalProcessor processor = accessor();
        return isSplit(evaluated) || processor == null
                ? PageSize.NONE
                : evaluation.access().pageSizeNow(processor.cache().tree());
    }

    /** The access, or the half of one, whose outcome is not permitted; null where there is none or it translates nothing. */
    private SplitEvaluation.@Nullable Part refused(Outcome observed) {
        if (isSplit(evaluated)) {
            return evaluation.split().refused(observed);
        }
        AccessEvaluation access = evaluation.access();
        return accessor() == null || access.node() < 0
                ? null
                : new SplitEvaluation.Part(evaluation.ghosts(), access, observed);
    }

    /**
     * Commits an outcome that only a ghost gives, as if the rules that removed it did not hold: the ghost is cached again.
     *
     * @return false, and nothing has changed, where no ghost gives it, or not as observed
     */
    public boolean admitGhost(Outcome observed) {
        Step step = evaluated;
        LogicalProcessor processor = accessor();
        SplitEvaluation.Part part = refused(observed);
        if (step == null || processor == null || part == null) {
            return false;
        }
        if (!part.ghosts().revive(processor, part.observed(), stepNumber)) {
            return false;
        }
        parts().commitment().atStep(stepNumber);
        parts().commitment().enterContext(processor);
        evaluate(step);
        return admit(observed);
    }

    /**
     * {@return what explains an outcome that the step evaluated last does not permit, or null} The best explanation is
     * something that rules removed, by as few rules as possible; failing that, something that belongs to another tag.
     */
    public @Nullable Sighting explain(Outcome observed) {
        LogicalProcessor processor = accessor();
        SplitEvaluation.Part part = refused(observed);
        if (processor == null || part == null) {
            return null;
        }
        Sighting best = part.ghosts().bestFor(processor, part.observed());
        if (best != null) {
            return best;
        }
        List<Sighting> foreign = part.ghosts().foreign(processor, processors, part.observed());
        return foreign.isEmpty() ? null : foreign.getFirst();
    }

    /** {@return how many flags found no bit in a footprint since the start; more than none makes permitted sets too large} */
    public int unconstrainedFlags() {
        return flags.unconstrained();
    }
}
