package org.stalemate.generators;

import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Register;

/** Steps that look: accesses to linear pages, reads of entries and of registers. */
final class Accesses {
    private static final Register[] REGISTERS = Register.values();

    private final Draft draft;
    private final RandomSource random;

    Accesses(Draft draft) {
        this.draft = draft;
        random = draft.random;
    }

    /** Accesses a page in a way that the mix allows. */
    void touch(long page) {
        access(draft.mix.access(random), page);
    }

    /** Accesses a page; the kind is a load, a store or a fetch. */
    void access(StepKind kind, long page) {
        long address = page | offset();
        switch (kind) {
            case STORE -> draft.perform(new Operation.Store(address, draft.newValue()));
            case FETCH -> draft.perform(new Operation.Fetch(address));
            default -> draft.perform(new Operation.Load(address));
        }
    }

    /** Mostly the first word; else one that is an entry where the page shows a table. */
    private long offset() {
        return random.chance(75) ? 0 : 8L * random.oneOf(draft.layout.usedIndices());
    }

    /** Reads an entry that was listed at the start, or a word of a data frame. */
    void readEntry() {
        Layout layout = draft.layout;
        if (random.chance(25)) {
            draft.perform(new Operation.LoadTableEntry(random.oneOf(layout.dataFrames()), (int) (offset() >> 3)));
            return;
        }
        int entry = random.below(layout.entries());
        draft.perform(new Operation.LoadTableEntry(layout.entryTable(entry), layout.entryIndex(entry)));
    }

    void readRegister() {
        draft.perform(new Operation.ReadRegister(REGISTERS[random.below(REGISTERS.length)]));
    }
}
