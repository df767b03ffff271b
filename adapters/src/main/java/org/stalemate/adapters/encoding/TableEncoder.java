package org.stalemate.adapters.encoding;

import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Operation;

/** Encodes accesses to physical memory through the window. */
final class TableEncoder {
    private final Words words;
    private final Reach reach;
    private final LowWindow window;
    private final BlockWriter writer;

    TableEncoder(Words words, Reach reach, LowWindow window, BlockWriter writer) {
        this.window = window;
        this.words = words;
        this.reach = reach;
        this.writer = writer;
    }

    @Nullable
    String encode(int processor, Operation.StoreTableEntry store) {
        long address = store.table() << 12 | (long) store.index() << 3;
        String obstacle = obstacle(address);
        if (obstacle != null) {
            return obstacle;
        }
        if (MachineWord.resembles(store.value())) {
            return "the entry looks like data of the target";
        }
        words.write(words.find(address), store.value());
        writer.step(Opcode.WRITE_WORD, processor, address, store.value(), window.linear(address));
        return null;
    }

    @Nullable
    String encode(int processor, Operation.StoreTableHalf store) {
        long address = store.table() << 12 | (long) store.half() << 2;
        boolean upper = (address & 4) != 0;
        String obstacle = obstacle(address & ~7);
        if (obstacle != null) {
            return obstacle;
        }
        long asWord = upper ? (long) store.value() << 32 : Integer.toUnsignedLong(store.value());
        if (MachineWord.resembles(asWord)) {
            return "the entry looks like data of the target";
        }
        int word = words.find(address & ~7);
        if (words.wouldTear(word, store.value())) {
            return "an entry would be half data, which the target has in another form";
        }
        if (!words.writeHalf(word, upper, store.value())) {
            return "the entry may have too many values";
        }
        long value = Integer.toUnsignedLong(store.value());
        writer.step(Opcode.WRITE_HALF, processor, address, value, window.linear(address));
        return null;
    }

    @Nullable
    String encode(int processor, Operation.LoadTableEntry load) {
        long address = load.table() << 12 | (long) load.index() << 3;
        String obstacle = obstacle(address);
        if (obstacle == null) {
            writer.step(Opcode.READ_WORD, processor, address, 0, window.linear(address));
        }
        return obstacle;
    }

    /** {@return why the target cannot access the word, or null, where it then is a known one} */
    private @Nullable String obstacle(long address) {
        if (!TargetMemory.isFree(address)) {
            return "the entry lies where the target has no memory for it";
        }
        return reach.makeKnown(address);
    }
}
