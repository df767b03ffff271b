package org.stalemate.adapters.encoding;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Step;

/** Encodes steps, one after the other. Where one cannot be encoded the scenario has to end, and what was written for it is not used. */
final class StepEncoder {
    private static final long EFER = 0xC000_0080L;
    private static final long PKRS = 0x6E1;

    private final List<Avoidance> avoided;
    private final Roots roots;
    private final RegisterHistory registers;
    private final AccessEncoder accesses;
    private final TableEncoder tables;
    private final BlockWriter writer;

    private @Nullable Platform platform;
    private boolean startsUnder4Level;
    private long bringUpBits;

    StepEncoder(
            List<Avoidance> avoided,
            Roots roots,
            RegisterHistory registers,
            AccessEncoder accesses,
            TableEncoder tables,
            BlockWriter writer) {
        this.avoided = avoided;
        this.roots = roots;
        this.registers = registers;
        this.accesses = accesses;
        this.tables = tables;
        this.writer = writer;
    }

    void reset(Platform processor, int levels) {
        platform = processor;
        startsUnder4Level = levels == 4;
        bringUpBits = (platform.has(Feature.NX) ? 1 : 0) | (platform.has(Feature.PCID) ? 2 : 0);
    }

    /** {@return why the target cannot execute the step, or null if it was encoded} */
    @Nullable
    String encode(Step step) {
        int before = writer.stepCount();
        String obstacle = switch (step) {
            case Step.Instruction(var processor, var operation) -> {
                String known = known(processor, operation);
                yield known == null ? encode(processor, operation) : known;
            }
            case Step.InitAndBringUp bringUp -> bringUp(bringUp);
            case Step.Init _ -> "the target has no real mode for scenarios";
            case Step.Smi _ -> "the target cannot be interrupted for system management";
            case Step.Reset _ -> "the target cannot reset one logical processor";
        };
        if (obstacle != null) {
            writer.truncate(before);
        }
        return obstacle;
    }

    /** {@return the reason not to do what an operation does, though it may not be one of the steps, or null} */
    @Nullable
    String known(int processor, Operation operation) {
        Platform present = platform;
        if (present == null) {
            throw new IllegalStateException("no start yet");
        }
        for (Avoidance avoidance : avoided) {
            if (avoidance.trigger().matches(operation, registers.state(processor), present)) {
                return avoidance.reason();
            }
        }
        return null;
    }

    private @Nullable String bringUp(Step.InitAndBringUp step) {
        if (!startsUnder4Level) {
            return "after INIT the target comes back to the paging mode of the start alone";
        }
        registers.enter(step.processor(), ExecutionState.SUPERVISOR_64);
        writer.step(Opcode.INIT_AND_BRING_UP, step.processor(), step.root(), step.pcid(), bringUpBits);
        return roots.load(step.root() << 12);
    }

    private @Nullable String encode(int processor, Operation operation) {
        return switch (operation) {
            case Operation.Access access -> accesses.encode(processor, access);
            case Operation.SplitAccess access -> accesses.encode(processor, access);
            case Operation.Emulated(var access) -> accesses.encode(processor, access);
            case Operation.StoreTableEntry store -> tables.encode(processor, store);
            case Operation.StoreTableHalf store -> tables.encode(processor, store);
            case Operation.LoadTableEntry load -> tables.encode(processor, load);
            case Operation.MovToCr0(var value) -> {
                registers.writeCr0(value);
                yield write(Opcode.MOV_CR0, processor, value);
            }
            case Operation.MovToCr3(var value) -> {
                write(Opcode.MOV_CR3, processor, value);
                yield roots.load(value);
            }
            case Operation.MovToCr4(var value) -> {
                write(Opcode.MOV_CR4, processor, value);
                yield registers.writeCr4(value);
            }
            case Operation.WrmsrEfer(var value) -> {
                writer.step(Opcode.WRMSR, processor, EFER, value, 0);
                yield registers.writeEfer(value);
            }
            case Operation.WrmsrPkrs(var value) -> {
                writer.step(Opcode.WRMSR, processor, PKRS, value, 0);
                yield registers.writePkrs(value);
            }
            case Operation.WrPkru(var value) -> write(Opcode.WRPKRU, processor, Integer.toUnsignedLong(value));
            case Operation.WrmsrMtrr _ -> write(Opcode.MTRR, processor, 0);
            case Operation.Lmsw(var value) -> write(Opcode.LMSW, processor, Integer.toUnsignedLong(value));
            case Operation.ReadRegister(var register) -> read(processor, register);
            case Operation.InvLpg(var address) -> write(Opcode.INVLPG, processor, address);
            case Operation.InvPcid(var type, var descriptor, var address) -> {
                writer.step(Opcode.INVPCID, processor, type, descriptor, address);
                yield null;
            }
            case Operation.SetExecutionState(var state) -> enter(processor, state);
            case Operation.TaskSwitch _, Operation.LoadTaskRegister _ -> "the target has no tasks for scenarios";
        };
    }

    private @Nullable String write(int opcode, int processor, long operand) {
        writer.step(opcode, processor, operand, 0, 0);
        return null;
    }

    private @Nullable String read(int processor, Register register) {
        return switch (register) {
            case CR0 -> write(Opcode.READ_CR, processor, 0);
            case CR2 -> write(Opcode.READ_CR, processor, 2);
            case CR3 -> write(Opcode.READ_CR, processor, 3);
            case CR4 -> write(Opcode.READ_CR, processor, 4);
            case EFER -> write(Opcode.RDMSR, processor, EFER);
            case PKRS -> write(Opcode.RDMSR, processor, PKRS);
            case PKRU -> write(Opcode.RDPKRU, processor, 0);
        };
    }

    private @Nullable String enter(int processor, ExecutionState state) {
        if (state.codeSegment() != CodeSegment.BITS_64) {
            return "the target has no code segment for scenarios that is not 64-bit";
        }
        registers.enter(processor, state);
        return write(Opcode.SET_STATE, processor, BlockWriter.state(state));
    }
}
