package org.stalemate.generators;

import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Register;

/** Steps that look: accesses to linear pages, reads of entries and of registers. */
final class Accesses {
    private static final Register[] CONTROL = {Register.CR0, Register.CR2, Register.CR3, Register.CR4, Register.EFER};

    /** Where an access starts that ends in the next page. */
    private static final long LAST_4_BYTES = 0xFFC;

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

    /** Accesses a page, which the hypervisor performs if the kind is {@link StepKind#EMULATED}. */
    void access(StepKind kind, long page) {
        switch (kind) {
            case EMULATED -> emulate(page);
            case SPLIT_LOAD, SPLIT_STORE -> split(kind, page);
            default -> draft.perform(made(kind, page));
        }
    }

    /** Accesses the page and the next one at once, in a way that the mix allows. */
    void across(long firstPage) {
        boolean store = draft.mix.allows(StepKind.SPLIT_STORE);
        boolean either = store && draft.mix.allows(StepKind.SPLIT_LOAD);
        boolean stores = either ? random.chance(50) : store;
        splitAt(stores ? StepKind.SPLIT_STORE : StepKind.SPLIT_LOAD, firstPage);
    }

    /** Accesses the page and one beside it, or where the scenario uses none, the page alone. */
    private void split(StepKind kind, long page) {
        long firstPage = draft.layout.firstOfPair(page, random);
        if (firstPage == Layout.NO_PAIR) {
            draft.perform(made(draft.mix.plainAccess(random), page));
        } else {
            splitAt(kind, firstPage);
        }
    }

    /** Where a store could fault halfway, nobody can tell what it wrote (PG-PF-SPLIT): the page alone is then accessed. */
    private void splitAt(StepKind kind, long firstPage) {
        long address = firstPage | LAST_4_BYTES;
        Operation access = kind == StepKind.SPLIT_STORE
                ? new Operation.SplitStore(address, draft.newSplitValue())
                : new Operation.SplitLoad(address);
        boolean usable = kind == StepKind.SPLIT_LOAD || draft.recorder.hasVerdict(access);
        draft.perform(usable ? access : made(draft.mix.plainAccess(random), firstPage));
    }

    /** Lets the hypervisor access a page in a way that the mix allows. */
    void emulate(long page) {
        draft.perform(new Operation.Emulated(made(draft.mix.plainAccess(random), page)));
    }

    private Operation.Access made(StepKind kind, long page) {
        long address = page | offset();
        return switch (kind) {
            case STORE -> new Operation.Store(address, draft.newValue());
            case EXCHANGE -> new Operation.Exchange(address, draft.newValue());
            case FETCH -> new Operation.Fetch(address);
            case IMPLICIT_LOAD -> new Operation.ImplicitLoad(address);
            default -> new Operation.Load(address);
        };
    }

    /** Mostly the first word; else one that holds an entry where the page shows a table. */
    private long offset() {
        return random.chance(75) ? 0 : 8L * random.oneOf(draft.layout.usedWords());
    }

    /** Reads a word that was listed at the start, or a word of a data frame. */
    void readEntry() {
        Layout layout = draft.layout;
        if (random.chance(25)) {
            draft.perform(new Operation.LoadTableEntry(random.oneOf(layout.dataFrames()), (int) (offset() >> 3)));
            return;
        }
        long address = layout.entryAddress(random.below(layout.entries()));
        draft.perform(new Operation.LoadTableEntry(Address.frame(address), Address.word(address)));
    }

    void readRegister() {
        boolean keys = random.chance(8);
        if (keys || (draft.mix.allows(StepKind.WRPKRU) && random.chance(20))) {
            boolean user = draft.platform.has(Feature.PKU) == random.chance(80);
            draft.perform(new Operation.ReadRegister(user ? Register.PKRU : Register.PKRS));
            return;
        }
        draft.perform(new Operation.ReadRegister(CONTROL[random.below(CONTROL.length)]));
    }
}
