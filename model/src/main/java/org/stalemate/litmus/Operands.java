package org.stalemate.litmus;

import java.util.OptionalLong;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;

/** The operands of litmus lines: numbers, frames, addresses, entries, register values, execution states. */
final class Operands {
    /** The largest physical frame number that an entry or CR3 can hold. */
    static final long MAX_FRAME = (1L << 40) - 1;

    private static final int FRAME_SHIFT = 12;
    private static final long PCID_BITS = 0xFFF;

    private final Symbols symbols;

    Operands(Symbols symbols) {
        this.symbols = symbols;
    }

    long number(Line line, String what) {
        String word = line.take(what);
        OptionalLong number = Numbers.parse(word);
        if (number.isEmpty()) {
            throw line.errorAtLast("'" + word + "' stands where " + what + " is expected, such as 5 or 0x1f");
        }
        return number.getAsLong();
    }

    long numberUpTo(Line line, long max, String what) {
        long number = number(line, what);
        if (Long.compareUnsigned(number, max) > 0) {
            throw line.errorAtLast(what + " is at most " + Numbers.text(max) + ", not " + Numbers.text(number));
        }
        return number;
    }

    private static boolean isNumber(String word) {
        return Numbers.parse(word).isPresent();
    }

    /** A table's name, or {@code page} and a physical frame number. */
    long frame(Line line) {
        if (line.takeIf("page")) {
            return numberUpTo(line, MAX_FRAME, "a physical frame number");
        }
        String word = line.take("a table's name, or 'page' and a frame number,");
        OptionalLong table = symbols.table(word);
        if (table.isEmpty()) {
            throw line.errorAtLast("there is no table '" + word + "'; declare it with 'table " + word
                    + " at NUMBER', or say 'page NUMBER'");
        }
        return table.getAsLong();
    }

    /** A linear page's name with or without {@code +offset}, or a number. */
    long address(Line line) {
        String word = line.take("a linear address");
        OptionalLong start = symbols.page(word);
        if (start.isEmpty()) {
            start = Numbers.parse(word);
        }
        if (start.isEmpty()) {
            throw line.errorAtLast("there is no linear page '" + word + "'; declare it with '" + word + " = NUMBER'");
        }
        return start.getAsLong() + (line.takeIf("+") ? number(line, "an offset") : 0);
    }

    boolean startsAddress(Line line) {
        return symbols.page(line.peek()).isPresent() || isNumber(line.peek());
    }

    /** {@code root[3]} or {@code 0x10[3]}: where an entry stands. */
    record Place(long table, int index) {}

    Place place(Line line) {
        long table = isNumber(line.peek()) ? numberUpTo(line, MAX_FRAME, "a physical frame number") : frame(line);
        return new Place(table, index(line));
    }

    int index(Line line) {
        line.expect("[", "and an index");
        int index = (int) numberUpTo(line, 511, "an index");
        line.expect("]", "after the index");
        return index;
    }

    /** A number, or a frame and names of bits. */
    long entry(Line line) {
        if (isNumber(line.peek())) {
            return number(line, "an entry");
        }
        long entry = frame(line) << FRAME_SHIFT;
        while (!line.atEnd()) {
            entry |= bit(line, BitNames.ENTRY);
        }
        return entry;
    }

    long bit(Line line, BitNames names) {
        String word = line.take("a bit's name");
        int bit = names.bit(word);
        if (bit < 0) {
            throw line.errorAtLast(names.unknown(word));
        }
        return 1L << bit;
    }

    /** A number, all bits that are set by name, or bits to set and to clear, {@code +PGE -SMEP}, relative to a value. */
    long control(Line line, BitNames names, long before) {
        if (isNumber(line.peek())) {
            return number(line, "a value");
        }
        if (line.atEnd()) {
            throw line.unexpected("a number or names of bits");
        }
        boolean relative = line.startsWith("+") || line.peek().startsWith("-");
        long value = relative ? before : 0;
        while (!line.atEnd()) {
            if (!relative) {
                value |= bit(line, names);
            } else if (line.takeIf("+")) {
                value |= bit(line, names);
            } else {
                value &= ~clearedBit(line, names);
            }
        }
        return value;
    }

    private static long clearedBit(Line line, BitNames names) {
        String word = line.take("a bit's name");
        if (!word.startsWith("-")) {
            throw line.errorAtLast("'" + word + "' needs a '+' or '-' before it like the bits beside it");
        }
        int bit = names.bit(word.substring(1));
        if (bit < 0) {
            throw line.errorAtLast(names.unknown(word.substring(1)));
        }
        return 1L << bit;
    }

    /** A number, or a root with {@code pcid} and {@code noflush}. */
    long cr3(Line line) {
        if (isNumber(line.peek())) {
            return number(line, "a value");
        }
        long value = frame(line) << FRAME_SHIFT | pcid(line);
        return line.takeIf("noflush") ? value | Long.MIN_VALUE : value;
    }

    /** {@return the PCID that follows the word pcid, 0 without it} */
    int pcid(Line line) {
        return line.takeIf("pcid") ? (int) numberUpTo(line, PCID_BITS, "a PCID") : 0;
    }

    /** {@code CPL 3 AC 32-bit}; what is not said is 0, clear, 64-bit. */
    ExecutionState state(Line line) {
        int cpl = 0;
        boolean ac = false;
        CodeSegment segment = CodeSegment.BITS_64;
        while (!line.atEnd()) {
            if (line.takeIf("CPL")) {
                cpl = (int) numberUpTo(line, 3, "a CPL");
            } else if (line.takeIf("AC")) {
                ac = true;
            } else {
                segment = segment(line);
            }
        }
        return new ExecutionState(cpl, ac, segment);
    }

    private static CodeSegment segment(Line line) {
        for (CodeSegment segment : CodeSegment.values()) {
            if (line.takeIf(spelled(segment))) {
                return segment;
            }
        }
        throw line.unexpected("CPL and a number, AC, 64-bit, 32-bit or 16-bit");
    }

    static String spelled(CodeSegment segment) {
        return switch (segment) {
            case BITS_64 -> "64-bit";
            case BITS_32 -> "32-bit";
            case BITS_16 -> "16-bit";
        };
    }
}
