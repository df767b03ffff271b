package org.stalemate.specification;

import static org.stalemate.vocabulary.Rule.PG_PF_CR2;

import org.jspecify.annotations.Nullable;
import org.stalemate.specification.caching.LogicalProcessor;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.TableFrame;

/**
 * The permitted outcomes of an access that crosses from one page into the next: two translations, each with what is permitted for an
 * access of its own, and every combination of them (PG-PF-SPLIT, S-DELAY). Where the second page's translation faults, the flags of
 * the first may have been set or not (PG-AD-FAULT).
 */
final class SplitEvaluation {
    /** How far an aligned access of 8 bytes, which stands for one half, lies from the address of the whole. */
    private static final int HALF = 4;

    private final PhysicalMemory memory;
    private final Decisions decisions;
    private final Half low;
    private final Half high;
    private final Candidates combined;

    /** One of the two translations. */
    private record Half(AccessEvaluation evaluation, Candidates candidates, GhostOutcomes ghosts) {
        boolean completes(int outcome) {
            int kind = Candidates.kind(candidates.keyOf(outcome));
            return kind == Candidates.LOADED || kind == Candidates.STORED;
        }

        long frame(int outcome) {
            return Candidates.rest(candidates.keyOf(outcome));
        }
    }

    /** What one half did, as an access of its own would show it. */
    record Part(GhostOutcomes ghosts, AccessEvaluation evaluation, Outcome observed) {}

    /** @param combined where the outcomes go */
    SplitEvaluation(
            PhysicalMemory memory,
            Decisions decisions,
            AccessEvaluation low,
            Candidates lowCandidates,
            AccessEvaluation high,
            Candidates highCandidates,
            LoadedWord word,
            Candidates combined) {
        this.memory = memory;
        this.decisions = decisions;
        this.low = new Half(low, lowCandidates, new GhostOutcomes(memory, low, word));
        this.high = new Half(high, highCandidates, new GhostOutcomes(memory, high, word));
        this.combined = combined;
    }

    /** Fills the candidates; see {@link AccessEvaluation#evaluate}. */
    void evaluate(LogicalProcessor processor, Operation.SplitAccess operation) {
        boolean store = operation instanceof Operation.SplitStore;
        low.evaluation.evaluate(processor, half(operation.address() - HALF, store));
        high.evaluation.evaluate(processor, half(operation.address() + HALF, store));
        int wrong = decisions.keeps(PG_PF_CR2) ? 0 : 8;
        combined.clear(low.evaluation.address() + HALF);
        combined.faultAddress((low.evaluation.address() + HALF) ^ wrong);
        combined.secondPage(high.evaluation.address() ^ wrong, store);
        combine(true);
        combine(false);
    }

    private static Operation.Access half(long address, boolean store) {
        return store ? new Operation.Store(address, 0) : new Operation.Load(address);
    }

    /** Adds the combinations: what current memory gives, which comes first, or all ways to all of them. */
    private void combine(boolean fresh) {
        boolean lowCompletes = false;
        for (int first = 0; first < low.candidates.size(); first++) {
            boolean completes = low.completes(first);
            lowCompletes |= completes && (!fresh || low.candidates.fresh(first));
            if (!completes) {
                add(low, first, low.candidates.keyOf(first), fresh);
                continue;
            }
            for (int second = 0; second < high.candidates.size(); second++) {
                if (high.completes(second)) {
                    add(first, second, fresh);
                }
            }
        }
        for (int second = 0; second < high.candidates.size(); second++) {
            long key = high.candidates.keyOf(second);
            boolean notCanonical = Candidates.kind(key) == Candidates.GENERAL_PROTECTION;
            if (!high.completes(second) && (lowCompletes || notCanonical)) {
                add(high, second, notCanonical ? key : key | Candidates.IN_SECOND_PAGE, fresh);
            }
        }
    }

    private void add(Half half, int outcome, long key, boolean fresh) {
        if (fresh) {
            if (half.candidates.fresh(outcome)) {
                combined.addFresh(key);
            }
            return;
        }
        for (int row = 0; row < half.candidates.rows(); row++) {
            if (half.candidates.outcomeOfRow(row) == outcome) {
                combined.add(key, half.candidates.footprint(row));
            }
        }
    }

    private void add(int first, int second, boolean fresh) {
        boolean store = Candidates.kind(low.candidates.keyOf(first)) == Candidates.STORED;
        long key = Candidates.splitKey(
                store ? Candidates.SPLIT_STORED : Candidates.SPLIT_LOADED,
                memory.place(low.frame(first)),
                memory.place(high.frame(second)));
        if (fresh) {
            if (low.candidates.fresh(first) && high.candidates.fresh(second)) {
                combined.addFresh(key);
            }
            return;
        }
        for (int row = 0; row < low.candidates.rows(); row++) {
            if (low.candidates.outcomeOfRow(row) == first) {
                addRows(key, low.candidates.footprint(row), second);
            }
        }
    }

    private void addRows(long key, long footprint, int second) {
        for (int row = 0; row < high.candidates.rows(); row++) {
            if (high.candidates.outcomeOfRow(row) == second) {
                combined.add(key, footprint | high.candidates.footprint(row));
            }
        }
    }

    /** {@return the access that each half made, as in {@link org.stalemate.specification.paging.AccessRights}} */
    long access() {
        return low.evaluation.access();
    }

    /** {@return the rules that the access checks, as {@link GhostOutcomes#checkedRules}} */
    long checkedRules(LogicalProcessor processor) {
        return low.ghosts.checkedRules(processor, low.candidates)
                | high.ghosts.checkedRules(processor, high.candidates);
    }

    /** {@return the newest cached translation that gives the stale half of a permitted outcome, or null} */
    @Nullable
    Sighting newestCached(LogicalProcessor processor, long key) {
        int kind = Candidates.kind(key);
        if (kind != Candidates.SPLIT_LOADED && kind != Candidates.SPLIT_STORED) {
            return null;
        }
        long first = low.evaluation.completed(memory.frame(Candidates.firstPlace(key)));
        if (!low.candidates.fresh(low.candidates.find(first))) {
            return low.ghosts.newestCached(processor, first);
        }
        return high.ghosts.newestCached(
                processor, high.evaluation.completed(memory.frame(Candidates.secondPlace(key))));
    }

    /** {@return the half of an outcome that is not permitted, or null where that cannot be told} */
    @Nullable
    Part refused(Outcome observed) {
        return switch (observed) {
            case Outcome.SplitLoaded(long value, long first, long second) ->
                refused(
                        loaded(first, TableFrame.WORDS - 1, value << Integer.SIZE, Integer.SIZE),
                        loaded(second, 0, value >>> Integer.SIZE, 0));
            case Outcome.SplitStored(long first, long second) ->
                refused(new Outcome.Stored(first), new Outcome.Stored(second));
            case Outcome.PageFault(int code, long address) -> refusedFault(code, address);
            default -> null;
        };
    }

    private @Nullable Part refused(@Nullable Outcome first, @Nullable Outcome second) {
        if (first != null && low.candidates.match(first) < 0) {
            return part(low, first);
        }
        return second != null && high.candidates.match(second) < 0 ? part(high, second) : null;
    }

    private @Nullable Part refusedFault(int code, long address) {
        if (address == low.evaluation.address() + HALF) {
            return part(low, new Outcome.PageFault(code, low.evaluation.address()));
        }
        return address == high.evaluation.address() ? part(high, new Outcome.PageFault(code, address)) : null;
    }

    private static @Nullable Part part(Half half, Outcome observed) {
        return half.evaluation.node() < 0 ? null : new Part(half.ghosts, half.evaluation, observed);
    }

    /** A load of the whole word that a half was read from; what was not read of it is as it certainly is. */
    private Outcome.@Nullable Loaded loaded(long frame, int index, long read, int shift) {
        if (frame == Outcome.UNKNOWN_FRAME || frame >>> 40 != 0) {
            return null;
        }
        long whole = memory.read(memory.place(frame) * TableFrame.WORDS + index);
        return new Outcome.Loaded((whole & ~(0xFFFF_FFFFL << shift)) | read, frame);
    }
}
