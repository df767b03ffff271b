package org.stalemate.litmus;

import java.io.ByteArrayOutputStream;
import org.stalemate.litmus.TokenCodes.StepKind;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TableFrame;

/**
 * The bytes inside a {@link ScenarioToken}. Numbers have seven bits a byte, the lowest first; words that may use bit 63
 * are rotated so that it comes first. {@link ScenarioReader} is its inverse.
 */
final class ScenarioWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private ScenarioWriter() {}

    static byte[] write(Scenario scenario) {
        ScenarioWriter writer = new ScenarioWriter();
        writer.start(scenario.start());
        writer.number(scenario.steps().size());
        scenario.steps().forEach(writer::step);
        return writer.out.toByteArray();
    }

    private void start(Start start) {
        Platform platform = start.platform();
        number(TokenCodes.VENDORS.indexOf(platform.profile().vendor()));
        number(platform.profile().strict() ? 1 : 0);
        number(platform.maxPhyAddr());
        int features = 0;
        for (Feature feature : platform.features()) {
            features |= 1 << TokenCodes.FEATURES.indexOf(feature);
        }
        number(features);
        number(platform.logicalProcessors());
        start.processors().forEach(this::registers);
        number(start.tables().size());
        for (TableFrame table : start.tables()) {
            number(table.frame());
            number(table.entries().size());
            table.entries().forEach((index, value) -> {
                number(index);
                word(value);
            });
        }
    }

    private void registers(Registers registers) {
        number(registers.cr0());
        word(registers.cr2());
        word(registers.cr3());
        number(registers.cr4());
        number(registers.efer());
        boolean keyRights = registers.pkru() != 0 || registers.pkrs() != 0;
        number(packed(registers.state()) + (keyRights ? TokenCodes.KEY_RIGHTS_FOLLOW : 0));
        if (keyRights) {
            number(Integer.toUnsignedLong(registers.pkru()));
            number(Integer.toUnsignedLong(registers.pkrs()));
        }
    }

    private static int packed(ExecutionState state) {
        return state.cpl()
                + (state.ac() ? 4 : 0)
                + TokenCodes.CODE_SEGMENTS.indexOf(state.codeSegment()) * TokenCodes.SEGMENT_UNIT;
    }

    private void step(Step step) {
        switch (step) {
            case Step.Instruction instruction -> instruction(step.processor(), instruction.operation());
            case Step.Init init -> head(StepKind.INIT, init.processor());
            case Step.Reset reset -> head(StepKind.RESET, reset.processor());
            case Step.Smi smi -> head(StepKind.SMI, smi.processor());
            case Step.InitAndBringUp(int processor, long root, int pcid) -> {
                head(StepKind.INIT_AND_BRING_UP, processor);
                number(root);
                number(pcid);
            }
        }
    }

    private void instruction(int processor, Operation operation) {
        switch (operation) {
            case Operation.Access access -> {
                head(kind(access), processor);
                access(access);
            }
            case Operation.Emulated(Operation.Access access) -> {
                head(StepKind.EMULATED, processor);
                number(TokenCodes.STEP_KINDS.indexOf(kind(access)));
                access(access);
            }
            case Operation.SplitLoad(long address) -> one(StepKind.SPLIT_LOAD, processor, address);
            case Operation.SplitStore(long address, long value) -> {
                one(StepKind.SPLIT_STORE, processor, address);
                word(value);
            }
            case Operation.StoreTableEntry(long table, int index, long value) -> {
                entry(StepKind.STORE_TABLE_ENTRY, processor, table, index);
                word(value);
            }
            case Operation.LoadTableEntry(long table, int index) ->
                entry(StepKind.LOAD_TABLE_ENTRY, processor, table, index);
            case Operation.StoreTableHalf(long table, int half, int value) -> {
                entry(StepKind.STORE_TABLE_HALF, processor, table, half);
                number(Integer.toUnsignedLong(value));
            }
            case Operation.MovToCr0(long value) -> one(StepKind.MOV_CR0, processor, value);
            case Operation.MovToCr3(long value) -> one(StepKind.MOV_CR3, processor, value);
            case Operation.MovToCr4(long value) -> one(StepKind.MOV_CR4, processor, value);
            case Operation.WrmsrEfer(long value) -> one(StepKind.WRMSR_EFER, processor, value);
            case Operation.ReadRegister read -> {
                head(StepKind.READ_REGISTER, processor);
                number(TokenCodes.REGISTERS.indexOf(read.register()));
            }
            case Operation.Lmsw(int value) -> half(StepKind.LMSW, processor, value);
            case Operation.WrPkru(int value) -> half(StepKind.WRPKRU, processor, value);
            case Operation.WrmsrPkrs(long value) -> one(StepKind.WRMSR_PKRS, processor, value);
            case Operation.WrmsrMtrr _ -> head(StepKind.WRMSR_MTRR, processor);
            case Operation.TaskSwitch(int cr3) -> half(StepKind.TASK_SWITCH, processor, cr3);
            case Operation.LoadTaskRegister(var format) -> {
                head(StepKind.LTR, processor);
                number(TokenCodes.TSS_FORMATS.indexOf(format));
            }
            case Operation.InvLpg(long address) -> one(StepKind.INVLPG, processor, address);
            case Operation.InvPcid(long type, long descriptor, long address) -> {
                head(StepKind.INVPCID, processor);
                number(type);
                number(descriptor);
                word(address);
            }
            case Operation.SetExecutionState(ExecutionState state) -> {
                head(StepKind.STATE, processor);
                number(packed(state));
            }
        }
    }

    private static StepKind kind(Operation.Access access) {
        return switch (access) {
            case Operation.Load _ -> StepKind.LOAD;
            case Operation.ImplicitLoad _ -> StepKind.IMPLICIT_LOAD;
            case Operation.Store _ -> StepKind.STORE;
            case Operation.Exchange _ -> StepKind.EXCHANGE;
            case Operation.Fetch _ -> StepKind.FETCH;
        };
    }

    private void access(Operation.Access access) {
        word(access.address());
        switch (access) {
            case Operation.Store(long _, long value) -> word(value);
            case Operation.Exchange(long _, long value) -> word(value);
            case Operation.Load _, Operation.ImplicitLoad _, Operation.Fetch _ -> {}
        }
    }

    private void half(StepKind kind, int processor, int operand) {
        head(kind, processor);
        number(Integer.toUnsignedLong(operand));
    }

    private void one(StepKind kind, int processor, long operand) {
        head(kind, processor);
        word(operand);
    }

    private void entry(StepKind kind, int processor, long table, int index) {
        head(kind, processor);
        number(table);
        number(index);
    }

    private void head(StepKind kind, int processor) {
        number(TokenCodes.STEP_KINDS.indexOf(kind) + (long) processor * TokenCodes.KINDS_PER_PROCESSOR);
    }

    /** Bit 63 first, so that XD and the no-flush bit of CR3 cost little. */
    private void word(long value) {
        number(Long.rotateLeft(value, 1));
    }

    private void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
