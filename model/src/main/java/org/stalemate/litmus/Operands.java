package org.stalemate.litmus;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.TableFrame;
import org.stalemate.vocabulary.TssFormat;

/** The operands of litmus lines: numbers, frames, addresses, entries, register values, execution states. */
final class Operands {
    /** The largest physical frame number that an entry or CR3 can hold. */
    static final long MAX_FRAME = (1L << 40) - 1;

    private static final int FRAME_SHIFT = 12;
    private static final long PCID_BITS = 0xFFF;
    private static final long MAX_HALF = 0xFFFF_FFFFL;
    private static final int LAST_WORD = TableFrame.WORDS - 1;
    private static final int LAST_HALF = Operation.StoreTableHalf.HALVES - 1;
    private static final Pattern PAIR = Pattern.compile("([0-9]{1,4})\\.\\.([0-9]{1,4})");

    /** Lowest of the four bits of an 8-byte entry that hold its protection key. */
    static final int KEY_SHIFT = 59;

    static final long HIGHEST_KEY = 15;

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

    /**
     * Where an entry stands: {@code root[3]} or {@code 0x10[3]}; in a table of 4-byte entries {@code pd[3]} is one of them and
     * {@code pd[2..3]} the 8-byte word that two share.
     *
     * @param narrow whether it is a 4-byte entry
     * @param index number of the 4-byte entry, or of the 8-byte word
     */
    record Place(long table, boolean narrow, int index) {}

    Place place(Line line) {
        if (isNumber(line.peek())) {
            return new Place(numberUpTo(line, MAX_FRAME, "a physical frame number"), false, index(line, LAST_WORD));
        }
        long table = frame(line);
        if (!symbols.isNarrow(table)) {
            return new Place(table, false, index(line, LAST_WORD));
        }
        Matcher pair = PAIR.matcher(line.peek(1));
        if (!pair.matches()) {
            return new Place(table, true, index(line, LAST_HALF));
        }
        line.expect("[", "and an index");
        line.take("two indices");
        int low = Integer.parseInt(pair.group(1));
        if (low % 2 != 0 || low >= LAST_HALF || Integer.parseInt(pair.group(2)) != low + 1) {
            throw line.errorAtLast("two 4-byte entries that share 8 bytes are an even one and the next, such as 6..7");
        }
        line.expect("]", "after the indices");
        return new Place(table, false, low / 2);
    }

    private int index(Line line, int last) {
        line.expect("[", "and an index");
        int index = (int) numberUpTo(line, last, "an index");
        line.expect("]", "after the index");
        return index;
    }

    /** A number, or a frame, names of bits and {@code key 3}. */
    long entry(Line line) {
        if (isNumber(line.peek())) {
            return number(line, "an entry");
        }
        long entry = frame(line) << FRAME_SHIFT;
        while (!line.atEnd()) {
            entry |= line.takeIf("key")
                    ? numberUpTo(line, HIGHEST_KEY, "a key") << KEY_SHIFT
                    : bit(line, BitNames.ENTRY);
        }
        return entry;
    }

    /** An entry of 4 bytes: a number, or a frame and names of bits. */
    int narrowEntry(Line line) {
        return narrowEntry(line, Long.MAX_VALUE);
    }

    /** The low half of an 8-byte entry: a number, or a frame and names of bits. */
    int lowHalf(Line line) {
        return narrowEntry(line, NarrowEntry.highestFrame(0));
    }

    int highHalf(Line line) {
        return (int) numberUpTo(line, MAX_HALF, "half an entry");
    }

    private int narrowEntry(Line line, long highestFrame) {
        if (isNumber(line.peek())) {
            return (int) numberUpTo(line, MAX_HALF, "an entry of 4 bytes");
        }
        long frame = frame(line);
        long bits = 0;
        while (!line.atEnd()) {
            bits |= bit(line, BitNames.NARROW_ENTRY);
        }
        long highest = Math.min(highestFrame, NarrowEntry.highestFrame(bits));
        if (frame > highest) {
            throw line.error(
                    "these 4 bytes can name frames up to " + Numbers.text(highest) + ", not " + Numbers.text(frame));
        }
        return NarrowEntry.of(frame, bits);
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

    /** As {@link #control}, of 32 bits. */
    int control32(Line line, BitNames names, long before) {
        return of32Bits(line, control(line, names, before));
    }

    private static int of32Bits(Line line, long value) {
        if (value >>> 32 != 0) {
            throw line.errorAtLast("the value has 32 bits, unlike " + Numbers.text(value));
        }
        return (int) value;
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

    int cr3Of32Bits(Line line) {
        return of32Bits(line, cr3(line));
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

    static TssFormat tssFormat(Line line) {
        for (TssFormat format : TssFormat.values()) {
            if (line.takeIf(spelled(format))) {
                return format;
            }
        }
        throw line.unexpected("16-bit or 32-bit");
    }

    static String spelled(TssFormat format) {
        return switch (format) {
            case BITS_16 -> "16-bit";
            case BITS_32 -> "32-bit";
        };
    }

    static String spelled(PagingMode mode) {
        return switch (mode) {
            case NONE -> "none";
            case BITS_32 -> "32-bit";
            case PAE -> "PAE";
            case LEVEL_4 -> "4-level";
            case LEVEL_5 -> "5-level";
        };
    }
}
