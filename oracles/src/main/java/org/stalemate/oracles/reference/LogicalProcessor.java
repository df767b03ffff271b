package org.stalemate.oracles.reference;

import org.jspecify.annotations.Nullable;
import org.stalemate.oracles.reference.CacheEntry.PagingStructure;
import org.stalemate.oracles.reference.CacheEntry.Tlb;
import org.stalemate.oracles.reference.Effect.PdpteLoad;
import org.stalemate.oracles.reference.Habits.Preference;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;

/** One logical processor of a {@link LawfulProcessor}: its registers and its caches. */
final class LogicalProcessor {
    final int number;
    RegisterFile registers;
    private final Architecture architecture;
    private final MutableMemory memory;
    private final Habits habits;
    private final Dice dice;
    /** L-PDPTE-SVM: whether this processor has no PDPTE registers. */
    private final boolean pdptesOnDemand;

    private final Cache<Tlb> tlb;
    private final Cache<PagingStructure> structures;

    LogicalProcessor(
            int number,
            RegisterFile registers,
            Architecture architecture,
            MutableMemory memory,
            Habits habits,
            Dice dice) {
        this.number = number;
        this.registers = registers;
        this.architecture = architecture;
        this.memory = memory;
        this.habits = habits;
        this.dice = dice;
        this.pdptesOnDemand = dice.settle(architecture.pdptesOnDemand);
        if (registers.paePaging()) {
            PdpteRegisters.load(memory, number, registers);
        }
        this.tlb = new Cache<>(habits.tlbCapacity());
        this.structures = new Cache<>(habits.structureCapacity());
    }

    void invalidate(Invalidation invalidation) {
        tlb.drop(invalidation, memory);
        structures.drop(invalidation, memory);
    }

    /** What the processor may do on its own between two steps. */
    void idle(long anyPage) {
        if (dice.happens(habits.emptying())) {
            tlb.clear();
            structures.clear();
        }
        if (dice.happens(habits.forgetting())) {
            forgetOne(tlb);
            forgetOne(structures);
        }
        if (dice.happens(habits.speculation())) {
            speculate(anyPage);
        }
    }

    private void forgetOne(Cache<?> cache) {
        if (cache.size() != 0) {
            cache.dropAt(dice.below(cache.size()));
        }
    }

    Outcome access(Operation.Access access) {
        Attempt attempt = Attempt.of(number, registers, access);
        if (!attempt.isCanonical()) {
            return new Outcome.GeneralProtection(0);
        }
        Outcome translated = translate(attempt);
        return translated instanceof Outcome.Stored(long frame) ? finish(attempt, access, frame) : translated;
    }

    /** PG-PF-SPLIT. */
    Outcome access(Operation.SplitAccess access) {
        Attempt low = Attempt.of(number, registers, access, Part.LOW);
        Attempt high = Attempt.of(number, registers, access, Part.HIGH);
        if (!low.isCanonical() || !high.isCanonical()) {
            return new Outcome.GeneralProtection(0);
        }
        Outcome first = translate(low);
        if (!(first instanceof Outcome.Stored(long lowFrame))) {
            return first;
        }
        Outcome second = translate(high);
        if (second instanceof Outcome.Stored(long highFrame)) {
            return finish(access, low.physical(lowFrame), high.physical(highFrame));
        }
        if (access instanceof Operation.SplitStore(var _, long value) && dice.below(2) == 1) {
            memory.writeHalf(low.physical(lowFrame), Part.LOW.of(value));
        }
        return second;
    }

    private Outcome finish(Operation.SplitAccess access, long low, long high) {
        return switch (access) {
            case Operation.SplitStore(var _, long value) -> {
                memory.writeHalf(low, Part.LOW.of(value));
                memory.writeHalf(high, Part.HIGH.of(value));
                yield new Outcome.SplitStored(low >>> 12, high >>> 12);
            }
            case Operation.SplitLoad _ -> {
                long value = PhysicalMemory.half(memory, low) & ControlBits.LOW_32;
                value |= (long) PhysicalMemory.half(memory, high) << 32;
                yield new Outcome.SplitLoaded(value, low >>> 12, high >>> 12);
            }
        };
    }

    /** {@return the fault of the attempt, or the frame that it is translated to in the outcome of a store} */
    private Outcome translate(Attempt attempt) {
        if (!registers.paging()) {
            return new Outcome.Stored(attempt.linear() >>> 12);
        }
        Tlb entry = chosenEntry(attempt);
        if (entry == null) {
            return walk(attempt, chosenStart(attempt));
        }
        if (dice.settle(attempt.permittedBy(entry.rights(), entry.key()))) {
            return needsDirtyFlag(attempt, entry)
                    ? walk(attempt, chosenStart(attempt))
                    : new Outcome.Stored(entry.frameOf(attempt.page()));
        }
        FaultCause cause = attempt.causeBy(entry.rights(), entry.key());
        return architecture.spuriousFaults ? deliver(attempt, cause) : confirm(attempt, cause);
    }

    /** PG-AD-ORDER. */
    private static boolean needsDirtyFlag(Attempt attempt, Tlb entry) {
        return attempt.kind() == AccessKind.STORE && !entry.dirty();
    }

    private @Nullable Tlb chosenEntry(Attempt attempt) {
        Tlb chosen = null;
        int usable = 0;
        for (int i = 0; i < tlb.size(); i++) {
            Tlb entry = tlb.get(i);
            if (!entry.usable(number, attempt.pcid(), attempt.page())) {
                continue;
            }
            usable++;
            boolean better = switch (habits.preference()) {
                case OLDEST -> chosen == null || needsDirtyFlag(attempt, chosen);
                case NEWEST -> true;
                case RANDOM -> dice.below(usable) == 0;
                case FAULTING ->
                    chosen == null
                            || !attempt.permittedBy(entry.rights(), entry.key()).mayBeYes();
            };
            if (better) {
                chosen = entry;
            }
        }
        boolean walksAnyway = habits.preference() == Preference.RANDOM && dice.below(usable + 1) == 0;
        return walksAnyway ? null : chosen;
    }

    private @Nullable PagingStructure chosenStart(Attempt attempt) {
        return chosenStart(attempt.page());
    }

    private @Nullable PagingStructure chosenStart(long page) {
        PagingStructure chosen = null;
        int usable = 0;
        for (int i = 0; i < structures.size(); i++) {
            PagingStructure entry = structures.get(i);
            if (!entry.usable(number, registers.pcid(), page)) {
                continue;
            }
            usable++;
            boolean better = switch (habits.preference()) {
                case OLDEST, FAULTING -> chosen == null || entry.level() < chosen.level();
                case NEWEST -> chosen == null || entry.level() <= chosen.level();
                case RANDOM -> dice.below(usable) == 0;
            };
            if (better) {
                chosen = entry;
            }
        }
        boolean fromRoot = habits.preference() == Preference.RANDOM && dice.below(usable + 1) == 0;
        return fromRoot ? null : chosen;
    }

    private Outcome walk(Attempt attempt, @Nullable PagingStructure from) {
        WalkPosition at = start(from);
        Layout layout = registers.layout();
        while (true) {
            long address = at.entryAddress(attempt.page(), registers);
            long entry = layout.read(memory, address);
            FaultCause cause = causeToStop(at, entry);
            boolean leaf = cause == null && PagingEntry.isLeaf(entry, at.level(), registers);
            if (leaf) {
                cause = causeToRefuse(attempt, at.rights().through(entry), entry);
            }
            if (cause != null) {
                return from == null || architecture.spuriousFaults ? deliver(attempt, cause) : confirm(attempt, cause);
            }
            if (leaf) {
                long dirty = attempt.kind() == AccessKind.STORE ? PagingEntry.DIRTY : 0;
                keepLeaf(at, attempt.page(), address, entry | PagingEntry.ACCESSED | dirty);
                prefetch(attempt.page());
                return new Outcome.Stored(at.frameOf(attempt.page(), entry, registers));
            }
            at = descend(at, attempt.page(), address, entry);
        }
    }

    private WalkPosition start(@Nullable PagingStructure from) {
        if (from != null) {
            return WalkPosition.after(from);
        }
        boolean usesRegisters = registers.layout() == Layout.PAE && !pdptesOnDemand;
        return usesRegisters ? WalkPosition.inPdpteRegisters(number) : WalkPosition.root(registers);
    }

    private @Nullable FaultCause causeToRefuse(Attempt attempt, Rights rights, long leaf) {
        int key = ProtectionKey.of(leaf, rights, registers, architecture);
        return dice.settle(attempt.permittedBy(rights, key)) ? null : attempt.causeBy(rights, key);
    }

    /** C-AMD-REWALK: before a fault is reported, what may have caused it goes and memory is asked. */
    private Outcome confirm(Attempt attempt, FaultCause cause) {
        invalidate(attempt.invalidationBy(attempt.fault(cause, false), architecture));
        return walk(attempt, null);
    }

    private Outcome deliver(Attempt attempt, FaultCause cause) {
        boolean fetchBit = dice.settle(AccessRules.fetchBit(registers, attempt.kind(), architecture));
        Outcome.PageFault fault = attempt.fault(cause, fetchBit);
        registers.cr2 = fault.address();
        invalidate(attempt.invalidationBy(fault, architecture));
        return fault;
    }

    private Outcome finish(Attempt attempt, Operation.Access access, long frame) {
        return switch (access) {
            case Operation.Store(var _, long value) -> {
                memory.write(attempt.physical(frame), value);
                yield new Outcome.Stored(frame);
            }
            case Operation.Exchange(var _, long value) -> {
                long before = memory.read(attempt.physical(frame));
                memory.write(attempt.physical(frame), value);
                yield new Outcome.Exchanged(before, frame);
            }
            case Operation.Load _, Operation.ImplicitLoad _, Operation.Fetch _ -> attempt.reach(memory, frame);
        };
    }

    /** {@return what comes of an instruction that loads the PDPTE registers, if this processor has them} */
    Outcome loadPdptes(RegisterFile after, PdpteLoad load) {
        if (pdptesOnDemand || load == PdpteLoad.NO || (load == PdpteLoad.OPTIONAL && dice.below(2) == 0)) {
            return Outcome.Done.INSTANCE;
        }
        if (dice.settle(PdpteRegisters.refuses(memory, after, architecture))) {
            return Effect.GENERAL_PROTECTION.outcome();
        }
        PdpteRegisters.load(memory, number, after);
        return Outcome.Done.INSTANCE;
    }

    /** RSM may load the PDPTE registers where nothing makes that fail. */
    void mayReloadPdptes() {
        if (registers.paePaging()
                && !PdpteRegisters.refuses(memory, registers, architecture).mayBeYes()) {
            var _ = loadPdptes(registers, PdpteLoad.OPTIONAL);
        }
    }

    private @Nullable FaultCause causeToStop(WalkPosition at, long entry) {
        if (dice.settle(PagingEntry.translates(entry, at.level(), registers, architecture))) {
            return null;
        }
        return PagingEntry.has(entry, PagingEntry.PRESENT) ? FaultCause.RESERVED : FaultCause.NOT_PRESENT;
    }

    private WalkPosition descend(WalkPosition at, long page, long address, long entry) {
        if (!at.isInPdpteRegisters()) {
            mark(address, at.accessedFlag(registers));
            structures.keep(at.pagingStructure(number, registers, page, entry));
        }
        return at.through(entry, registers);
    }

    private void keepLeaf(WalkPosition at, long page, long address, long marked) {
        mark(address, marked & (PagingEntry.ACCESSED | PagingEntry.DIRTY));
        Rights rights = at.rights().through(marked);
        int key = ProtectionKey.of(marked, rights, registers, architecture);
        if (ProtectionKey.mayBeLost(key, rights, registers, architecture) && habits.losesKeys()) {
            key = ProtectionKey.NONE;
        }
        boolean splits = at.level() > 1 && dice.happens(habits.splitting());
        Tlb entry = splits
                ? at.splinter(number, registers, page, marked, key)
                : at.wholePage(number, registers, page, marked, key);
        if (entry.global() || !habits.keepsGlobalsOnly()) {
            tlb.keep(entry);
        }
    }

    private void mark(long address, long flags) {
        memory.write(address & -8, registers.layout().marked(memory, address, flags));
    }

    private void prefetch(long page) {
        for (int distance = 1; distance <= habits.neighbours(); distance++) {
            speculate(page + distance & RegisterFile.PAGE_NUMBERS);
            speculate(page - distance & RegisterFile.PAGE_NUMBERS);
        }
    }

    /** Walks for a page that nobody accesses: accessed flags are set, rights do not matter, faults are not reported. */
    private void speculate(long page) {
        Layout layout = registers.layout();
        if (!registers.paging() || !layout.hasPage(page)) {
            return;
        }
        WalkPosition at = start(chosenStart(page));
        while (true) {
            long address = at.entryAddress(page, registers);
            long entry = layout.read(memory, address);
            if (causeToStop(at, entry) != null) {
                return;
            }
            if (PagingEntry.isLeaf(entry, at.level(), registers)) {
                keepLeaf(at, page, address, entry | PagingEntry.ACCESSED);
                return;
            }
            at = descend(at, page, address, entry);
        }
    }
}
