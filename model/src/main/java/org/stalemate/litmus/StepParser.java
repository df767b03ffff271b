package org.stalemate.litmus;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** The lines that say what happens, one step each. */
final class StepParser {
    private static final String OPERATIONS = "load, store, fetch, exchange, implicit load, split load, split store,"
            + " emulated, entry, read, MOV CR0, MOV CR3, MOV CR4, LMSW, WRMSR EFER, WRMSR PKRS, WRMSR MTRR, WRPKRU,"
            + " INVLPG, INVPCID, task switch, LTR, state, INIT, RESET, INIT-AND-BRING-UP, SMI";

    private static final Set<String> ACCESSES = Set.of("load", "implicit", "store", "exchange", "fetch");

    private final Operands operands;
    private final Platform platform;
    private final List<NominalRegisters> nominal = new ArrayList<>();

    StepParser(Operands operands, Start start) {
        this.operands = operands;
        this.platform = start.platform();
        start.processors().forEach(registers -> nominal.add(new NominalRegisters(platform, registers)));
    }

    Step parse(Line line) {
        int processor = processor(line);
        Step step = step(line, processor);
        line.expectEnd();
        nominal.get(processor).follow(step);
        return step;
    }

    private int processor(Line line) {
        if (StartParser.isPrefix(line.peek())) {
            return StartParser.processor(line, platform);
        }
        if (platform.logicalProcessors() > 1) {
            throw line.error("say which logical processor executes this step, such as P0: at the beginning");
        }
        return 0;
    }

    private Step step(Line line, int processor) {
        if (line.takeIf("INIT")) {
            return new Step.Init(processor);
        }
        if (line.takeIf("RESET")) {
            return new Step.Reset(processor);
        }
        if (line.takeIf("SMI")) {
            return new Step.Smi(processor);
        }
        if (line.takeIf("INIT-AND-BRING-UP")) {
            long root = operands.frame(line);
            return checked(line, () -> new Step.InitAndBringUp(processor, root, operands.pcid(line)));
        }
        return new Step.Instruction(processor, operation(line, nominal.get(processor)));
    }

    private Operation operation(Line line, NominalRegisters before) {
        if (line.startsWith("MOV", "CR0")) {
            skip(line, 2);
            return new Operation.MovToCr0(operands.control(line, BitNames.CR0, before.cr0()));
        }
        if (line.startsWith("MOV", "CR3")) {
            skip(line, 2);
            return new Operation.MovToCr3(operands.cr3(line));
        }
        if (line.startsWith("MOV", "CR4")) {
            skip(line, 2);
            return new Operation.MovToCr4(operands.control(line, BitNames.CR4, before.cr4()));
        }
        if (line.startsWith("WRMSR", "EFER")) {
            skip(line, 2);
            return new Operation.WrmsrEfer(operands.control(line, BitNames.EFER, before.efer()));
        }
        if (line.startsWith("WRMSR", "PKRS")) {
            skip(line, 2);
            return new Operation.WrmsrPkrs(operands.control(line, BitNames.KEY_RIGHTS, before.pkrs()));
        }
        if (line.startsWith("WRMSR", "MTRR")) {
            skip(line, 2);
            return Operation.WrmsrMtrr.INSTANCE;
        }
        if (line.startsWith("task", "switch")) {
            skip(line, 2);
            return new Operation.TaskSwitch(operands.cr3Of32Bits(line));
        }
        if (line.startsWith("read", "entry")) {
            skip(line, 2);
            return loadEntry(line);
        }
        return simple(line, before);
    }

    private Operation simple(Line line, NominalRegisters before) {
        String mnemonic = line.peek();
        if (ACCESSES.contains(mnemonic)) {
            return access(line);
        }
        switch (mnemonic) {
            case "split", "emulated", "entry", "read", "LMSW", "WRPKRU", "INVLPG", "INVPCID", "LTR", "state" ->
                skip(line, 1);
            default -> throw line.error("'" + unknown(line) + "' is not an operation; expected one of " + OPERATIONS);
        }
        return switch (mnemonic) {
            case "split" -> splitAccess(line);
            case "emulated" -> new Operation.Emulated(access(line));
            case "entry" -> storeEntry(line);
            case "read" -> new Operation.ReadRegister(register(line));
            case "LMSW" -> new Operation.Lmsw(operands.control32(line, BitNames.MACHINE_STATUS, before.cr0() & 0xF));
            case "WRPKRU" -> new Operation.WrPkru(operands.control32(line, BitNames.KEY_RIGHTS, before.pkru()));
            case "INVLPG" -> new Operation.InvLpg(operands.address(line));
            case "INVPCID" -> invpcid(line);
            case "LTR" -> new Operation.LoadTaskRegister(Operands.tssFormat(line));
            default -> new Operation.SetExecutionState(operands.state(line));
        };
    }

    private Operation.Access access(Line line) {
        String mnemonic = line.peek();
        if (!ACCESSES.contains(mnemonic)) {
            throw line.unexpected("load, implicit load, store, exchange or fetch");
        }
        skip(line, 1);
        if (mnemonic.equals("implicit")) {
            line.expect("load", "after 'implicit'");
        }
        long address = operands.address(line);
        return switch (mnemonic) {
            case "load" -> checked(line, () -> new Operation.Load(address));
            case "implicit" -> checked(line, () -> new Operation.ImplicitLoad(address));
            case "fetch" -> checked(line, () -> new Operation.Fetch(address));
            case "store" -> {
                long value = operands.number(line, "the value to store");
                yield checked(line, () -> new Operation.Store(address, value));
            }
            default -> {
                long value = operands.number(line, "the value to exchange");
                yield checked(line, () -> new Operation.Exchange(address, value));
            }
        };
    }

    private Operation splitAccess(Line line) {
        if (line.takeIf("load")) {
            long address = operands.address(line);
            return checked(line, () -> new Operation.SplitLoad(address));
        }
        if (!line.takeIf("store")) {
            throw line.unexpected("'load' or 'store' after 'split'");
        }
        long address = operands.address(line);
        long value = operands.number(line, "the value to store");
        return checked(line, () -> new Operation.SplitStore(address, value));
    }

    private Operation loadEntry(Line line) {
        Operands.Place place = operands.place(line);
        if (place.narrow()) {
            int even = place.index() & ~1;
            throw line.errorAtLast(
                    "8 bytes are read, which hold two of these entries: say [" + even + ".." + (even + 1) + "]");
        }
        return new Operation.LoadTableEntry(place.table(), place.index());
    }

    private Operation storeEntry(Line line) {
        Operands.Place place = operands.place(line);
        if (!place.narrow() && line.takeIf("low")) {
            line.expect(":=", "and half an entry");
            return new Operation.StoreTableHalf(place.table(), 2 * place.index(), operands.lowHalf(line));
        }
        if (!place.narrow() && line.takeIf("high")) {
            line.expect(":=", "and half an entry");
            return new Operation.StoreTableHalf(place.table(), 2 * place.index() + 1, operands.highHalf(line));
        }
        line.expect(":=", "and the new entry");
        return place.narrow()
                ? new Operation.StoreTableHalf(place.table(), place.index(), operands.narrowEntry(line))
                : new Operation.StoreTableEntry(place.table(), place.index(), operands.entry(line));
    }

    private static Register register(Line line) {
        for (Register register : Register.values()) {
            if (line.takeIf(register.name())) {
                return register;
            }
        }
        throw line.unexpected("'entry', CR0, CR2, CR3, CR4, EFER, PKRU or PKRS");
    }

    private Operation invpcid(Line line) {
        long type = operands.number(line, "a type");
        long descriptor = line.takeIf("descriptor") ? operands.number(line, "a descriptor") : operands.pcid(line);
        long address = line.atEnd() ? 0 : operands.address(line);
        return new Operation.InvPcid(type, descriptor, address);
    }

    /** {@return what stands where an operation should: with its first operand where only the two together tell} */
    private static String unknown(Line line) {
        String first = line.peek();
        return first.equals("MOV") || first.equals("WRMSR") ? (first + " " + line.peek(1)).strip() : first;
    }

    private static void skip(Line line, int words) {
        for (int i = 0; i < words; i++) {
            line.take("an operation");
        }
    }

    private interface Maker<T> {
        T make();
    }

    private static <T> T checked(Line line, Maker<T> maker) {
        try {
            return maker.make();
        } catch (LitmusSyntaxException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw line.errorAtLast(String.valueOf(e.getMessage()));
        }
    }
}
