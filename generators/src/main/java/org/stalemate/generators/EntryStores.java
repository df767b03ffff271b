package org.stalemate.generators;

import org.stalemate.vocabulary.Operation;

/** Writes entries and data words, whole or, in some scenarios now and then, in two halves. */
final class EntryStores {
    private final Draft draft;
    private final RandomSource random;
    private final int tornPercent;
    private final int pairPercent;

    EntryStores(Draft draft) {
        this.draft = draft;
        random = draft.random;
        tornPercent = random.oneOf(new int[] {0, 0, 0, 6, 20});
        pairPercent = random.oneOf(new int[] {0, 10, 30});
    }

    /** Writes an entry: of 4 bytes mostly alone, else with its neighbour; of 8 bytes mostly whole, else half by half. */
    void entry(long address, TableFormat format, long value) {
        long word = draft.recorder.word(address);
        if (format.entryBytes() == 4) {
            if (random.chance(pairPercent)) {
                whole(address, Address.withHalf(word, address, (int) value));
            } else {
                half(address, (int) value);
            }
        } else if (tornPercent > 0 && random.chance(tornPercent)) {
            torn(address, word, value);
        } else {
            whole(address, value);
        }
    }

    /** Writes a data word, or half of it. */
    void data(long frame, int word) {
        long address = frame << 12 | (long) word << 3;
        long value = draft.newValue();
        if (random.chance(80)) {
            whole(address, value);
        } else {
            half(address | (random.chance(50) ? 4 : 0), (int) value);
        }
    }

    /** A half that stays as it is need not be written. */
    private void torn(long address, long old, long value) {
        boolean highFirst = random.chance(50);
        for (int i = 0; i < 2; i++) {
            long part = address | ((i == 0) == highFirst ? 4 : 0);
            long before = Address.entry(old, part, 4);
            long after = Address.entry(value, part, 4);
            if (before != after || random.chance(20)) {
                half(part, (int) after);
            }
            if (i == 0 && random.chance(40)) {
                draft.perform(new Operation.Load(draft.page()));
            }
        }
    }

    private void whole(long address, long value) {
        draft.perform(new Operation.StoreTableEntry(Address.frame(address), Address.word(address), value));
    }

    private void half(long address, int value) {
        draft.perform(new Operation.StoreTableHalf(Address.frame(address), Address.half(address), value));
    }
}
