package org.stalemate.litmus;

import java.util.ArrayList;
import java.util.List;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Step;

/** Spells steps and their operands. */
final class StepPrinter {
    private static final int MOST_CHANGED_BITS = 2;
    private static final int MOST_NUMBERED_BITS = 2;

    private final ScenarioNames names;
    private final boolean prefixed;
    private final List<NominalRegisters> nominal = new ArrayList<>();

    StepPrinter(Scenario scenario, ScenarioNames names) {
        this.names = names;
        prefixed = scenario.start().platform().logicalProcessors() > 1;
        scenario.start()
                .processors()
                .forEach(start ->
                        nominal.add(new NominalRegisters(scenario.start().platform(), start)));
    }

    /** {@return the line of the next step} Steps have to come in their order. */
    String next(Step step) {
        NominalRegisters registers = nominal.get(step.processor());
        String text = switch (step) {
            case Step.Instruction instruction -> operation(instruction.operation(), registers);
            case Step.Init _ -> "INIT";
            case Step.Reset _ -> "RESET";
            case Step.Smi _ -> "SMI";
            case Step.InitAndBringUp bringUp ->
                "INIT-AND-BRING-UP " + names.frame(bringUp.root()) + pcid(bringUp.pcid());
        };
        registers.follow(step);
        return prefixed ? "P" + step.processor() + ": " + text : text;
    }

    private String operation(Operation operation, NominalRegisters before) {
        return switch (operation) {
            case Operation.Access access -> access(access);
            case Operation.Emulated(Operation.Access access) -> "emulated " + access(access);
            case Operation.SplitLoad(long address) -> "split load " + names.address(address);
            case Operation.SplitStore(long address, long value) ->
                "split store " + names.address(address) + " " + Numbers.text(value);
            case Operation.StoreTableEntry(long table, int index, long value) ->
                "entry " + word(table, index) + " := " + (names.isNarrow(table) ? Numbers.text(value) : entry(value));
            case Operation.StoreTableHalf(long table, int half, int value) -> "entry " + half(table, half, value);
            case Operation.LoadTableEntry(long table, int index) -> "read entry " + word(table, index);
            case Operation.Lmsw(int value) -> "LMSW " + control(Integer.toUnsignedLong(value), BitNames.MACHINE_STATUS);
            case Operation.WrPkru(int value) ->
                "WRPKRU " + changed(Integer.toUnsignedLong(value), BitNames.KEY_RIGHTS, before.pkru());
            case Operation.WrmsrPkrs(long value) -> "WRMSR PKRS " + changed(value, BitNames.KEY_RIGHTS, before.pkrs());
            case Operation.WrmsrMtrr _ -> "WRMSR MTRR";
            case Operation.MovToCr0(long value) -> "MOV CR0 " + changed(value, BitNames.CR0, before.cr0());
            case Operation.MovToCr3(long value) -> "MOV CR3 " + cr3(value);
            case Operation.MovToCr4(long value) -> "MOV CR4 " + changed(value, BitNames.CR4, before.cr4());
            case Operation.WrmsrEfer(long value) -> "WRMSR EFER " + changed(value, BitNames.EFER, before.efer());
            case Operation.ReadRegister read -> "read " + read.register().name();
            case Operation.TaskSwitch(int cr3) -> "task switch " + cr3(Integer.toUnsignedLong(cr3));
            case Operation.LoadTaskRegister(var format) -> "LTR " + Operands.spelled(format);
            case Operation.InvLpg(long address) -> "INVLPG " + names.address(address);
            case Operation.InvPcid invpcid -> invpcid(invpcid);
            case Operation.SetExecutionState(ExecutionState state) -> "state " + state(state);
        };
    }

    private String access(Operation.Access access) {
        return switch (access) {
            case Operation.Load(long address) -> "load " + names.address(address);
            case Operation.ImplicitLoad(long address) -> "implicit load " + names.address(address);
            case Operation.Fetch(long address) -> "fetch " + names.address(address);
            case Operation.Store(long address, long value) ->
                "store " + names.address(address) + " " + Numbers.text(value);
            case Operation.Exchange(long address, long value) ->
                "exchange " + names.address(address) + " " + Numbers.text(value);
        };
    }

    /** An 8-byte word of a table, as the entry or the two entries that it is. */
    private String word(long table, int index) {
        String place = names.isNarrow(table) ? 2 * index + ".." + (2 * index + 1) : Integer.toString(index);
        return names.indexed(table) + "[" + place + "]";
    }

    private String half(long table, int half, int value) {
        if (names.isNarrow(table)) {
            return names.indexed(table) + "[" + half + "] := " + narrowEntry(value);
        }
        String entry = names.indexed(table) + "[" + half / 2 + "] ";
        return half % 2 == 0
                ? entry + "low := " + fourBytes(value, Integer.toUnsignedLong(value) >>> 12)
                : entry + "high := " + Numbers.text(Integer.toUnsignedLong(value));
    }

    /** {@return a 4-byte entry} */
    String narrowEntry(int value) {
        return fourBytes(value, NarrowEntry.frame(value));
    }

    private String fourBytes(int value, long frame) {
        long other = NarrowEntry.otherBits(value);
        return entry(Integer.toUnsignedLong(value), frame, other, BitNames.NARROW_ENTRY.namesOf(other));
    }

    private String invpcid(Operation.InvPcid operation) {
        StringBuilder text = new StringBuilder("INVPCID ").append(Numbers.text(operation.type()));
        long descriptor = operation.descriptor();
        if (descriptor >>> 12 != 0) {
            text.append(" descriptor ").append(Numbers.text(descriptor));
        } else if (descriptor != 0 || operation.type() <= 1) {
            text.append(" pcid ").append(Numbers.text(descriptor));
        }
        if (operation.address() != 0 || operation.type() == 0) {
            text.append(' ').append(names.address(operation.address()));
        }
        return text.toString();
    }

    String entry(long value) {
        long frame = value >>> 12 & Operands.MAX_FRAME;
        long key = value >>> Operands.KEY_SHIFT & Operands.HIGHEST_KEY;
        if (key == 0 || namesTable(frame, value)) {
            return entry(value, frame, value, BitNames.ENTRY.namesOf(value));
        }
        List<String> bits =
                new ArrayList<>(BitNames.ENTRY.namesOf(value & ~(Operands.HIGHEST_KEY << Operands.KEY_SHIFT)));
        bits.add("key " + Numbers.text(key));
        return entry(value, frame, value, bits);
    }

    private String entry(long value, long frame, long otherBits, List<String> bits) {
        long numbered = bits.stream().filter(bit -> bit.startsWith("bit")).count();
        if (frame == 0 || numbered > MOST_NUMBERED_BITS) {
            return Numbers.text(value);
        }
        String target = namesTable(frame, otherBits) ? names.frame(frame) : "page " + Numbers.text(frame);
        return bits.isEmpty() ? target : target + " " + String.join(" ", bits);
    }

    private boolean namesTable(long frame, long otherBits) {
        return names.isTable(frame) && (otherBits & NarrowEntry.PAGE_SIZE_BIT) == 0;
    }

    String cr3(long value) {
        long frame = value >>> 12 & Operands.MAX_FRAME;
        boolean offset = names.isLegacyRoot(frame) && (value & 0xFFF) != 0;
        if ((value >>> 52 & 0x7FF) != 0 || !names.isTable(frame) || offset) {
            return Numbers.text(value);
        }
        return names.frame(frame) + pcid(value & 0xFFF) + (value < 0 ? " noflush" : "");
    }

    private static String pcid(long pcid) {
        return pcid == 0 ? "" : " pcid " + Numbers.text(pcid);
    }

    /** {@return a value as what it changes, where that is little and has names, else as {@link #control}} */
    static String changed(long value, BitNames bits, long before) {
        long difference = value ^ before;
        if (difference == 0 || Long.bitCount(difference) > MOST_CHANGED_BITS || !bits.nameAll(difference)) {
            return control(value, bits);
        }
        List<String> changes = new ArrayList<>();
        bits.namesOf(difference & value).forEach(name -> changes.add("+" + name));
        bits.namesOf(difference & ~value).forEach(name -> changes.add("-" + name));
        return String.join(" ", changes);
    }

    /** {@return the names of the set bits, or a number if one has no name or none is set} */
    static String control(long value, BitNames bits) {
        return value == 0 || !bits.nameAll(value) ? Numbers.text(value) : String.join(" ", bits.namesOf(value));
    }

    static String state(ExecutionState state) {
        return "CPL " + state.cpl() + (state.ac() ? " AC " : " ") + Operands.spelled(state.codeSegment());
    }
}
