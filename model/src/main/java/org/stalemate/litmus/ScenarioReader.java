package org.stalemate.litmus;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.stalemate.litmus.TokenCodes.StepKind;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;
import org.stalemate.vocabulary.Vendor;

/** Reads what {@link ScenarioWriter} wrote; anything else makes it throw some unchecked exception. */
final class ScenarioReader {
    private final byte[] bytes;
    private int next;

    private ScenarioReader(byte[] bytes) {
        this.bytes = bytes;
    }

    static Scenario read(byte[] bytes) {
        ScenarioReader reader = new ScenarioReader(bytes);
        Start start = reader.start();
        int count = reader.count();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(reader.step());
        }
        if (reader.next != bytes.length) {
            throw new IllegalArgumentException("bytes are left over");
        }
        return new Scenario(start, steps);
    }

    private Start start() {
        Vendor vendor = TokenCodes.VENDORS.get(count());
        boolean strict = count() != 0;
        int maxPhyAddr = count();
        int featureBits = count();
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (int bit = 0; featureBits >>> bit != 0; bit++) {
            if ((featureBits >>> bit & 1) != 0) {
                features.add(TokenCodes.FEATURES.get(bit));
            }
        }
        Platform platform = new Platform(new Profile(vendor, strict), maxPhyAddr, features, count());
        List<Registers> processors = new ArrayList<>();
        for (int i = 0; i < platform.logicalProcessors(); i++) {
            processors.add(registers());
        }
        int tableCount = count();
        List<TableFrame> tables = new ArrayList<>();
        for (int i = 0; i < tableCount; i++) {
            tables.add(table());
        }
        return new Start(platform, tables, processors);
    }

    private Registers registers() {
        long cr0 = number();
        long cr2 = word();
        long cr3 = word();
        long cr4 = number();
        long efer = number();
        int packed = count();
        ExecutionState state = state(packed & ~TokenCodes.KEY_RIGHTS_FOLLOW);
        boolean keyRights = (packed & TokenCodes.KEY_RIGHTS_FOLLOW) != 0;
        return new Registers(cr0, cr2, cr3, cr4, efer, keyRights ? half() : 0, keyRights ? half() : 0, state);
    }

    private TableFrame table() {
        long frame = number();
        int count = count();
        SortedMap<Integer, Long> entries = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            entries.put(count(), word());
        }
        return new TableFrame(frame, entries);
    }

    private static ExecutionState state(int packed) {
        return new ExecutionState(
                packed & 3, (packed & 4) != 0, TokenCodes.CODE_SEGMENTS.get(packed / TokenCodes.SEGMENT_UNIT));
    }

    private Step step() {
        int head = count();
        int processor = head / TokenCodes.KINDS_PER_PROCESSOR;
        StepKind kind = TokenCodes.STEP_KINDS.get(head % TokenCodes.KINDS_PER_PROCESSOR);
        return switch (kind) {
            case INIT -> new Step.Init(processor);
            case RESET -> new Step.Reset(processor);
            case SMI -> new Step.Smi(processor);
            case INIT_AND_BRING_UP -> new Step.InitAndBringUp(processor, number(), count());
            default -> new Step.Instruction(processor, operation(kind));
        };
    }

    private Operation operation(StepKind kind) {
        return switch (kind) {
            case LOAD, IMPLICIT_LOAD, STORE, EXCHANGE, FETCH -> access(kind);
            case EMULATED -> new Operation.Emulated(access(TokenCodes.STEP_KINDS.get(count())));
            case SPLIT_LOAD -> new Operation.SplitLoad(word());
            case SPLIT_STORE -> new Operation.SplitStore(word(), word());
            case STORE_TABLE_ENTRY -> new Operation.StoreTableEntry(number(), count(), word());
            case STORE_TABLE_HALF -> new Operation.StoreTableHalf(number(), count(), half());
            case LOAD_TABLE_ENTRY -> new Operation.LoadTableEntry(number(), count());
            case MOV_CR0 -> new Operation.MovToCr0(word());
            case MOV_CR3 -> new Operation.MovToCr3(word());
            case MOV_CR4 -> new Operation.MovToCr4(word());
            case WRMSR_EFER -> new Operation.WrmsrEfer(word());
            case READ_REGISTER -> new Operation.ReadRegister(TokenCodes.REGISTERS.get(count()));
            case INVLPG -> new Operation.InvLpg(word());
            case INVPCID -> new Operation.InvPcid(number(), number(), word());
            case STATE -> new Operation.SetExecutionState(state(count()));
            case LMSW -> new Operation.Lmsw(half());
            case WRPKRU -> new Operation.WrPkru(half());
            case WRMSR_PKRS -> new Operation.WrmsrPkrs(word());
            case WRMSR_MTRR -> Operation.WrmsrMtrr.INSTANCE;
            case TASK_SWITCH -> new Operation.TaskSwitch(half());
            case LTR -> new Operation.LoadTaskRegister(TokenCodes.TSS_FORMATS.get(count()));
            case INIT, RESET, SMI, INIT_AND_BRING_UP -> throw new IllegalArgumentException(kind + " is no operation");
        };
    }

    private Operation.Access access(StepKind kind) {
        return switch (kind) {
            case LOAD -> new Operation.Load(word());
            case IMPLICIT_LOAD -> new Operation.ImplicitLoad(word());
            case STORE -> new Operation.Store(word(), word());
            case EXCHANGE -> new Operation.Exchange(word(), word());
            case FETCH -> new Operation.Fetch(word());
            default -> throw new IllegalArgumentException(kind + " is no access");
        };
    }

    /** An unsigned number of 32 bits. */
    private int half() {
        long value = number();
        if (value >>> 32 != 0) {
            throw new IllegalArgumentException(value + " has more than 32 bits");
        }
        return (int) value;
    }

    private int count() {
        return Math.toIntExact(number());
    }

    private long word() {
        return Long.rotateRight(number(), 1);
    }

    private long number() {
        long value = 0;
        int shift = 0;
        while (true) {
            int part = bytes[next++];
            value |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return value;
            }
            shift += 7;
        }
    }
}
