package org.stalemate.specification;

import static org.stalemate.specification.Candidates.key;
import static org.stalemate.specification.caching.UncertainFlags.NONE;
import static org.stalemate.vocabulary.Rule.MP_TAG_LOCAL;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.specification.caching.ArchitecturalForgetting;
import org.stalemate.specification.caching.Filling;
import org.stalemate.specification.caching.LogicalProcessor;
import org.stalemate.specification.caching.Roots;
import org.stalemate.specification.caching.Saturation;
import org.stalemate.specification.caching.TranslationCache;
import org.stalemate.specification.caching.UncertainFlags;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.specification.processor.InstructionLegality;
import org.stalemate.specification.processor.PdpteLoading;
import org.stalemate.specification.processor.Regimes;
import org.stalemate.specification.processor.RegisterEffects;
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
    private final LogicalProcessor[] pool = new LogicalProcessor[Platform.MAX_LOGICAL_PROCESSORS];

    private LogicalProcessor[] processors = {};
    private @Nullable Rules rules;
    private @Nullable Regimes regimes;
    private int stepNumber;
    private @Nullable Step evaluated;

    /** What a scenario's platform makes of the architecture; made anew for each scenario. */
    private record Rules(
            InstructionLegality legality,
            OutsideWalks outside,
            Candidates candidates,
            AccessEvaluation access,
            Commitment commitment,
            GhostOutcomes ghosts) {}

    /** @param ghosts whether to keep what invalidations removed, for explanation, blame and coverage; costs time */
    public Model(boolean ghosts) {
        this(ghosts, Variation.NONE);
    }

    /** A model with something wrong in it, to show that a test of the model would notice. */
    public Model(boolean ghosts, Variation variation) {
        this.variation = variation;
        Decisions decisions = variation.decisions();
        TranslationCache common = new TranslationCache(ghosts);
        Arrays.setAll(pool, _ -> {
            boolean local = decisions.keeps(MP_TAG_LOCAL);
            return new LogicalProcessor(local ? new TranslationCache(ghosts) : common, decisions);
        });
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
        Rules made = rulesFor(platform, pages);
        rules = made;
        for (TableFrame table : start.tables()) {
            int base = memory.place(table.frame()) * TableFrame.WORDS;
            table.entries().forEach((index, value) -> made.outside().record(base + index, value));
        }
        for (LogicalProcessor processor : processors) {
            made.commitment().enterContext(processor);
        }
    }

    private Rules rulesFor(Platform platform, LinearPages pages) {
        Decisions decisions = variation.decisions();
        OutsideWalks outside = new OutsideWalks(memory, pages);
        LoadedWord word = new LoadedWord(memory, flags, outside, decisions);
        Regimes regimes = regimesOf(platform);
        PdpteLoading pdptes = new PdpteLoading(
                new LoadedPdptes(memory, word),
                regimes.pae(),
                platform.profile().vendor(),
                decisions);
        for (LogicalProcessor processor : processors) {
            pdptes.loadAtStart(processor.registers());
            processor.reset(pages, new Roots(processor.registers(), regimes, memory, pdptes, decisions));
        }
        Filling filling = variation.filling(new Saturation(memory, flags, decisions, processors[0]));
        Candidates candidates = new Candidates(word);
        AccessEvaluation access = new AccessEvaluation(memory, flags, decisions, platform, word, candidates);
        Commitment commitment = new Commitment(
                platform,
                memory,
                flags,
                new RegisterEffects(decisions, pdptes),
                variation.forgetting(new ArchitecturalForgetting(platform, memory)),
                filling,
                new MemoryState(memory, flags, outside, processors, filling),
                outside,
                word,
                candidates,
                access,
                pdptes);
        GhostOutcomes ghosts = new GhostOutcomes(memory, access, word);
        InstructionLegality legality = new InstructionLegality(platform, decisions, pdptes);
        return new Rules(legality, outside, candidates, access, commitment, ghosts);
    }

    /** One platform follows another rarely, so what depends on it alone is kept. */
    private Regimes regimesOf(Platform platform) {
        Regimes known = regimes;
        if (known == null || !known.platform().equals(platform)) {
            known = new Regimes(platform, variation.decisions());
            regimes = known;
        }
        return known;
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
        Step meant = meant(step);
        evaluated = meant;
        flags.releaseUnjustified();
        switch (meant) {
            case Step.Instruction(int number, Operation operation) -> evaluate(now, processors[number], operation);
            case Step.ExternalEvent _ -> single(now, Candidates.DONE, 0, 0);
        }
        return now.candidates();
    }

    /** An access that is emulated means what the access means. */
    private static Step meant(Step step) {
        return step instanceof Step.Instruction(int number, Operation.Emulated(Operation.Access access))
                ? new Step.Instruction(number, access)
                : step;
    }

    private void evaluate(Rules now, LogicalProcessor processor, Operation operation) {
        switch (operation) {
            case Operation.Access access -> now.access().evaluate(processor, access);
            case Operation.Emulated(Operation.Access access) -> now.access().evaluate(processor, access);
            case Operation.StoreTableEntry(long table, int index, var _) ->
                single(now, Candidates.STORED, table, (long) index * 8);
            case Operation.StoreTableHalf(long table, int half, var _) ->
                single(now, Candidates.STORED, table, (long) half * 4);
            case Operation.LoadTableEntry(long table, int index) ->
                single(now, Candidates.LOADED, table, (long) index * 8);
            case Operation.MovToCr0 _,
                    Operation.MovToCr3 _,
                    Operation.MovToCr4 _,
                    Operation.Lmsw _,
                    Operation.WrmsrEfer _,
                    Operation.WrPkru _,
                    Operation.WrmsrPkrs _,
                    Operation.WrmsrMtrr _,
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
                    single(now, Candidates.REGISTER, 0, registers.asRead(register));
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
        }
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
        Commitment commitment = now.commitment();
        commitment.atStep(stepNumber);
        switch (observed) {
            case Outcome.Loaded(long value, long frame) -> commitment.load(outcome, value, frame);
            case Outcome.Exchanged(long value, var _) ->
                commitment.exchange(outcome, value, ((Step.Instruction) step).operation());
            case Outcome.Stored _ -> commitment.store(outcome, ((Step.Instruction) step).operation());
            case Outcome.PageFault(int code, var _) -> commitment.pageFault(outcome, code, processor);
            case Outcome.Done _ -> commitment.complete(step, processor);
            case Outcome.RegisterValue _, Outcome.GeneralProtection _, Outcome.UndefinedOpcode _ -> {}
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

    /**
     * {@return the rules, as bits of {@link org.stalemate.specification.caching.RemovingRules}, that the step evaluated last checks}
     * An access checks a rule if something that this rule alone removed would give an outcome that is not permitted.
     */
    public long checkedRules() {
        return evaluated instanceof Step.Instruction(int number, Operation.Access _)
                ? rules().ghosts().checkedRules(processors[number], rules().candidates())
                : 0;
    }

    /** {@return the rules, as bits of {@link org.stalemate.specification.caching.RemovingRules}, applied by the last commits} */
    public long appliedRules() {
        long applied = 0;
        for (LogicalProcessor processor : processors) {
            applied |= processor.cache().takeApplied();
        }
        return applied;
    }

    /** {@return the newest cached translation that gives an outcome of the last evaluated access, or null where none does} */
    public @Nullable Sighting source(int outcome) {
        return evaluated instanceof Step.Instruction(int number, Operation.Access _)
                ? rules().ghosts()
                        .newestCached(processors[number], rules().candidates().keyOf(outcome))
                : null;
    }

    /**
     * Commits an outcome that only a ghost gives, as if the rules that removed it did not hold: the ghost is cached again.
     *
     * @return false, and nothing has changed, where no ghost gives it, or not as observed
     */
    public boolean admitGhost(Outcome observed) {
        Step step = evaluated;
        if (!(step instanceof Step.Instruction(int number, Operation.Access _))
                || rules().access().node() < 0) {
            return false;
        }
        LogicalProcessor processor = processors[number];
        if (!rules().ghosts().revive(processor, observed, stepNumber)) {
            return false;
        }
        rules().commitment().atStep(stepNumber);
        rules().commitment().enterContext(processor);
        evaluate(step);
        return admit(observed);
    }

    /**
     * {@return what explains an outcome that the step evaluated last does not permit, or null} The best explanation is
     * something that rules removed, by as few rules as possible; failing that, something that belongs to another tag.
     */
    public @Nullable Sighting explain(Outcome observed) {
        if (!(evaluated instanceof Step.Instruction(int number, Operation.Access _))
                || rules().access().node() < 0) {
            return null;
        }
        LogicalProcessor processor = processors[number];
        GhostOutcomes ghosts = rules().ghosts();
        Sighting best = ghosts.bestFor(processor, observed);
        if (best != null) {
            return best;
        }
        List<Sighting> foreign = ghosts.foreign(processor, processors, observed);
        return foreign.isEmpty() ? null : foreign.getFirst();
    }

    /** {@return how many flags found no bit in a footprint since the start; more than none makes permitted sets too large} */
    public int unconstrainedFlags() {
        return flags.unconstrained();
    }
}
