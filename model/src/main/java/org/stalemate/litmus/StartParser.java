package org.stalemate.litmus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.TableFrame;

/** The lines between the processor and the first step: tables, linear pages and registers. */
final class StartParser {
    private static final List<String> REGISTERS = List.of("CR0", "CR2", "CR3", "CR4", "EFER", "PKRU", "PKRS", "state");

    private final Symbols symbols;
    private final Operands operands;
    private final Platform platform;
    private final PagingMode paging;
    private final SortedMap<Long, SortedMap<Integer, Long>> tables = new TreeMap<>();
    private final Set<Operands.Place> filled = new HashSet<>();
    private final List<Settings> settings = new ArrayList<>();
    private long firstTable;

    /** What the text says about one logical processor. */
    private static final class Settings {
        private @Nullable Long cr0;
        private @Nullable Long cr2;
        private @Nullable Long cr3;
        private @Nullable Long cr4;
        private @Nullable Long efer;
        private @Nullable Integer pkru;
        private @Nullable Integer pkrs;
        private @Nullable ExecutionState state;

        Registers or(Registers defaults) {
            return new Registers(
                    cr0 == null ? defaults.cr0() : cr0,
                    cr2 == null ? defaults.cr2() : cr2,
                    cr3 == null ? defaults.cr3() : cr3,
                    cr4 == null ? defaults.cr4() : cr4,
                    efer == null ? defaults.efer() : efer,
                    pkru == null ? 0 : pkru,
                    pkrs == null ? 0 : pkrs,
                    state == null ? defaults.state() : state);
        }
    }

    StartParser(Symbols symbols, Operands operands, Platform platform, PagingMode paging) {
        this.symbols = symbols;
        this.operands = operands;
        this.platform = platform;
        this.paging = paging;
        for (int i = 0; i < platform.logicalProcessors(); i++) {
            settings.add(new Settings());
        }
    }

    /** {@return whether a line declares a table or page, fills an entry or sets a register} */
    static boolean owns(Line line) {
        int word = isPrefix(line.peek()) && line.peek(1).equals(":") ? 2 : 0;
        return line.startsWith("table")
                || line.peek(word + 1).equals("=")
                || line.peek(1).equals("[");
    }

    static boolean isPrefix(String word) {
        return word.matches("P[0-9]");
    }

    void parse(Line line) {
        if (line.takeIf("table")) {
            declareTable(line);
        } else if (line.peek(1).equals("[")) {
            fillEntry(line);
        } else if (isPrefix(line.peek()) || REGISTERS.contains(line.peek())) {
            setRegister(line);
        } else {
            declarePage(line);
        }
        line.expectEnd();
    }

    Start start() {
        List<TableFrame> frames = new ArrayList<>();
        tables.forEach((frame, entries) -> frames.add(new TableFrame(frame, entries)));
        List<Registers> registers = new ArrayList<>();
        for (Settings setting : settings) {
            registers.add(setting.or(NominalRegisters.defaults(platform, paging, firstTable << 12)));
        }
        return new Start(platform, frames, registers);
    }

    private void declareTable(Line line) {
        String name = freeName(line);
        line.expect("at", "and a frame number");
        long frame = operands.numberUpTo(line, Operands.MAX_FRAME, "a physical frame number");
        if (tables.containsKey(frame)) {
            throw line.errorAtLast("there is a table at " + Numbers.text(frame) + " already");
        }
        if (tables.isEmpty()) {
            firstTable = frame;
        }
        if (line.takeIf("of")) {
            line.expect("4-byte", "entries");
            line.expect("entries", "at the end");
            symbols.narrowTable(frame);
        }
        symbols.nameTable(name, frame);
        tables.put(frame, new TreeMap<>());
    }

    private void declarePage(Line line) {
        String name = freeName(line);
        line.expect("=", "and a linear address");
        symbols.namePage(name, operands.number(line, "a linear address"));
    }

    private String freeName(Line line) {
        String name = line.take("a name");
        try {
            symbols.requireFree(name);
        } catch (IllegalArgumentException e) {
            throw line.errorAtLast(String.valueOf(e.getMessage()));
        }
        return name;
    }

    private void fillEntry(Line line) {
        String name = line.peek();
        if (symbols.table(name).isEmpty()) {
            throw line.error("there is no table '" + name + "'; declare it with 'table " + name + " at NUMBER'");
        }
        Operands.Place place = operands.place(line);
        if (symbols.isNarrow(place.table()) && !place.narrow()) {
            throw line.errorAtLast("the entries of " + name + " have 4 bytes and are filled one by one");
        }
        if (!filled.add(place)) {
            throw line.errorAtLast(name + "[" + place.index() + "] was filled before");
        }
        if (!line.takeIf("->")) {
            line.expect("=", "and a number, or '->' and a frame");
        }
        SortedMap<Integer, Long> words = tables.computeIfAbsent(place.table(), _ -> new TreeMap<>());
        if (place.narrow()) {
            long half = Integer.toUnsignedLong(operands.narrowEntry(line)) << (place.index() % 2 * Integer.SIZE);
            words.merge(place.index() / 2, half, (before, now) -> before | now);
        } else {
            words.merge(place.index(), operands.entry(line), (before, now) -> before | now);
        }
    }

    private void setRegister(Line line) {
        List<Settings> targets = settings;
        if (isPrefix(line.peek())) {
            int processor = processor(line, platform);
            targets = settings.subList(processor, processor + 1);
        }
        String register = line.take("a register");
        Registers defaults = NominalRegisters.defaults(platform, paging, 0);
        line.expect("=", "and a value");
        switch (register) {
            case "CR0" -> {
                long value = operands.control(line, BitNames.CR0, defaults.cr0());
                targets.forEach(target -> target.cr0 = value);
            }
            case "CR2" -> {
                long value = operands.address(line);
                targets.forEach(target -> target.cr2 = value);
            }
            case "CR3" -> {
                long value = operands.cr3(line);
                targets.forEach(target -> target.cr3 = value);
            }
            case "CR4" -> {
                long value = operands.control(line, BitNames.CR4, defaults.cr4());
                targets.forEach(target -> target.cr4 = value);
            }
            case "EFER" -> {
                long value = operands.control(line, BitNames.EFER, defaults.efer());
                targets.forEach(target -> target.efer = value);
            }
            case "PKRU" -> {
                int value = operands.control32(line, BitNames.KEY_RIGHTS, 0);
                targets.forEach(target -> target.pkru = value);
            }
            case "PKRS" -> {
                int value = operands.control32(line, BitNames.KEY_RIGHTS, 0);
                targets.forEach(target -> target.pkrs = value);
            }
            case "state" -> {
                ExecutionState value = operands.state(line);
                targets.forEach(target -> target.state = value);
            }
            default ->
                throw line.errorAtLast(
                        "'" + register + "' is not a register; expected one of " + String.join(", ", REGISTERS));
        }
    }

    /** Takes {@code P1:}. @throws LitmusSyntaxException if there is no such logical processor */
    static int processor(Line line, Platform platform) {
        String prefix = line.take("a logical processor");
        int processor = prefix.charAt(1) - '0';
        if (processor >= platform.logicalProcessors()) {
            throw line.errorAtLast("there is no logical processor " + prefix + "; say 'processors: " + (processor + 1)
                    + "' at the top");
        }
        line.expect(":", "after the logical processor");
        return processor;
    }
}
