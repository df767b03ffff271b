package org.stalemate.specification;

import org.stalemate.specification.caching.Filling;
import org.stalemate.specification.caching.Forgetting;
import org.stalemate.specification.caching.LogicalProcessor;
import org.stalemate.specification.caching.UncertainFlags;
import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.specification.paging.PagingFormat;
import org.stalemate.specification.processor.BringUp;
import org.stalemate.specification.processor.PdpteLoading;
import org.stalemate.specification.processor.PdpteRegisters;
import org.stalemate.specification.processor.RegisterEffects;
import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/**
 * What an admitted outcome does, instant by instant: flags become certain, then data is written or registers change, then
 * entries are dropped, then every logical processor fills.
 */
final class Commitment {
    private final Platform platform;
    private final PhysicalMemory memory;
    private final UncertainFlags flags;
    private final RegisterEffects effects;
    private final Forgetting forgetting;
    private final Filling filling;
    private final MemoryState state;
    private final OutsideWalks outside;
    private final LoadedWord word;
    private final Candidates candidates;
    private final PdpteLoading pdptes;
    private int step;

    Commitment(
            Platform platform,
            PhysicalMemory memory,
            UncertainFlags flags,
            RegisterEffects effects,
            Forgetting forgetting,
            Filling filling,
            MemoryState state,
            OutsideWalks outside,
            LoadedWord word,
            Candidates candidates,
            PdpteLoading pdptes) {
        this.platform = platform;
        this.memory = memory;
        this.flags = flags;
        this.effects = effects;
        this.forgetting = forgetting;
        this.filling = filling;
        this.state = state;
        this.outside = outside;
        this.word = word;
        this.candidates = candidates;
        this.pdptes = pdptes;
    }

    /** Says which step, from 0, is committed next. */
    void atStep(int number) {
        step = number;
    }

    /** Commits a load: what all ways to the value share is certain, and flags that were read as 0 are clear. */
    void load(int outcome, long value, long frame) {
        long clear = settleRead(outcome, value, frame);
        state.refute(clear);
        state.fill(step);
    }

    /** Makes certain what reading a value shows to be set; {@return the flags that it shows to be clear} */
    private long settleRead(int outcome, long value, long frame) {
        long certain = -1L;
        long clear = -1L;
        long fromOutside = 0;
        int low = 0;
        int high = 0;
        int ways = 0;
        for (int other = outcome; other < candidates.size(); other++) {
            boolean counts = other == outcome || (frame == Outcome.UNKNOWN_FRAME && isLike(outcome, other));
            if (!counts || !candidates.couldBe(value, other)) {
                continue;
            }
            ways++;
            clear &= word.clearIn(value);
            for (int row = 0; row < candidates.rows(); row++) {
                if (candidates.outcomeOfRow(row) == other && candidates.agrees(row, value)) {
                    long footprint = candidates.footprint(row);
                    certain &= footprint | word.setIn(value) | word.implied(value, footprint);
                }
            }
            long unexplained = (value ^ word.certain()) & ~word.uncertain();
            if (unexplained != 0) {
                fromOutside = unexplained;
                low = word.lowLocation();
                high = word.highLocation();
            }
        }
        if (ways == 1 && fromOutside != 0) {
            state.markedFromOutside(low, fromOutside & 0xFFFF_FFFFL);
            state.markedFromOutside(high, fromOutside >>> Integer.SIZE);
        }
        certain &= flags.live();
        flags.releaseUnjustifiedBut(certain);
        state.settle(certain);
        return clear & flags.live();
    }

    private boolean isLike(int outcome, int other) {
        return Candidates.kind(candidates.keyOf(outcome)) == Candidates.kind(candidates.keyOf(other));
    }

    /**
     * Commits an exchange: its one translation was a write's, whose walk may have cached what it found; then it read and wrote at once,
     * so that nothing was made from what it read after it had read it.
     */
    void exchange(int outcome, long value, Operation operation) {
        justifyDirty(outcome, certainOf(outcome));
        long clear = settleRead(outcome, value, Candidates.rest(candidates.keyOf(outcome)));
        state.fill(step);
        state.refute(clear & flags.live());
        write(outcome, operation);
    }

    /**
     * Commits a store. Flags precede the data, so a store to its own leaf entry leaves exactly what it stored; and the walk that
     * set them may have cached its translation, with D=1, before the data is written.
     */
    void store(int outcome, Operation operation) {
        long certain = certainOf(outcome);
        justifyDirty(outcome, certain);
        flags.releaseUnjustifiedBut(certain);
        state.settle(certain);
        state.fill(step);
        write(outcome, operation);
    }

    private void write(int outcome, Operation operation) {
        long frame = Candidates.rest(candidates.keyOf(outcome));
        switch (operation) {
            case Operation.Store(long address, long value) -> write(frame, address, value);
            case Operation.Exchange(long address, long value) -> write(frame, address, value);
            case Operation.StoreTableEntry(var _, int index, long value) -> write(frame, (long) index * 8, value);
            case Operation.StoreTableHalf(var _, int half, int value) ->
                state.storeHalf(memory.place(frame) * PagingFormat.LOCATIONS + half, value);
            case Operation.SplitStore(var _, long value) -> writeAcross(candidates.keyOf(outcome), value);
            default -> throw new IllegalStateException("not a store: " + operation);
        }
        state.fill(step);
    }

    private void writeAcross(long key, long value) {
        int last = Candidates.firstPlace(key) * PagingFormat.LOCATIONS + PagingFormat.LOCATIONS - 1;
        state.storeHalf(last, (int) value);
        state.storeHalf(Candidates.secondPlace(key) * PagingFormat.LOCATIONS, (int) (value >>> Integer.SIZE));
    }

    private void justifyDirty(int outcome, long certain) {
        for (int row = 0; row < candidates.rows(); row++) {
            if (candidates.outcomeOfRow(row) == outcome) {
                justifyDirty(candidates.footprint(row), certain);
            }
        }
    }

    private void justifyDirty(long footprint, long certain) {
        for (long rest = footprint & ~certain; rest != 0; rest &= rest - 1) {
            long flag = rest & -rest;
            if (flags.isDirty(flag)) {
                flags.justify(flag, footprint);
                state.dirtyMayBeSet(flag);
            }
        }
    }

    private void write(long frame, long address, long value) {
        state.store(memory.place(frame) * TableFrame.WORDS + (int) (address >>> 3 & 511), value);
    }

    private long certainOf(int outcome) {
        long certain = -1L;
        for (int row = 0; row < candidates.rows(); row++) {
            if (candidates.outcomeOfRow(row) == outcome) {
                certain &= candidates.footprint(row);
            }
        }
        return certain & flags.live();
    }

    /**
     * Commits a page fault, which also invalidates (TLB-PF).
     *
     * @param access the access, as in {@link org.stalemate.specification.paging.AccessRights}
     */
    void pageFault(int outcome, int code, long access, LogicalProcessor processor) {
        long certain = certainOf(outcome);
        flags.releaseUnjustifiedBut(certain);
        state.settle(certain);
        long address = candidates.faultAddressOf(outcome);
        processor.registers().cr2(address);
        forgetting.pageFault(processor, address, access, code, step);
        enterContext(processor);
        state.fill(step);
    }

    /** Commits a step that returns nothing. */
    void complete(Step committed, LogicalProcessor processor) {
        switch (committed) {
            case Step.Instruction(var _, Operation operation) -> execute(operation, processor);
            case Step.Init _ -> init(processor);
            case Step.Reset _ -> {
                effects.reset(processor.registers());
                forgetting.reset(processor, step);
            }
            case Step.Smi _ -> {
                effects.smi(processor.registers());
                forgetting.smi(processor, step);
                enterContext(processor);
            }
            case Step.InitAndBringUp bringUp -> {
                init(processor);
                for (Operation operation : BringUp.instructions(bringUp, platform)) {
                    execute(operation, processor);
                }
            }
        }
    }

    private void init(LogicalProcessor processor) {
        effects.init(processor.registers());
        forgetting.init(processor, step);
    }

    private void execute(Operation operation, LogicalProcessor processor) {
        RegisterFile registers = processor.registers();
        long oldCr0 = registers.cr0();
        long oldCr3 = registers.cr3();
        long oldCr4 = registers.cr4();
        int loads = registers.pdptes().loads();
        effects.apply(operation, registers);
        boolean proves = registers.pdptes().loads() != loads && pdptes.provesPdptes();
        if (proves) {
            refuteFlagsOfPdptes(registers);
        }
        boolean dropped = forgetting.instruction(processor, operation, oldCr0, oldCr4, step);
        if (operation instanceof Operation.TaskSwitch && registers.cr3() != oldCr3) {
            forgetting.taskSwitch(processor, step);
            dropped = true;
        }
        if (dropped || operation instanceof Operation.WrmsrEfer) {
            enterContext(processor);
        }
        if (proves) {
            state.fill(step); // other processors may set them again
        }
    }

    /** Bits 8:5 of a present PDPTE are reserved, so a load that completed has read the flags there as 0 (PG-RSVD-PDPTE-PAE). */
    private void refuteFlagsOfPdptes(RegisterFile registers) {
        long table = pdptes.tableOf(registers.cr3());
        int first = memory.place(table >>> 12) * PagingFormat.LOCATIONS + (int) (table & 0xFFF) / 4;
        long clear = 0;
        for (int i = 0; i < PdpteRegisters.COUNT; i++) {
            int location = first + 2 * i;
            if ((memory.read(location >>> 1) & PagingEntry.PRESENT) != 0) {
                clear |= flags.accessedIfUncertain(location) | flags.dirtyIfUncertain(location);
            }
        }
        state.refute(clear);
    }

    /** Fills from the context that the processor is in now. */
    void enterContext(LogicalProcessor processor) {
        if (processor.registers().pagingIsOn()) {
            processor.roots().refresh();
            outside.recordRoots(processor);
            filling.whole(processor, step);
        }
    }
}
