package org.stalemate.adapters.encoding;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Step;
import org.stalemate.vocabulary.TssFormat;

/** Encodes steps, one after the other. What one that cannot be encoded leaves behind has to be undone, or nothing comes after it. */
final class StepEncoder {
    private static final long EFER = 0xC000_0080L;
    private static final long PKRS = 0x6E1;
    private static final long CR0_PE = 1;
    private static final long CR0_PG = 1L << 31;
    private static final String SECOND_STAYS = "the target's second logical processor stays in long mode";

    private final Map<Class<?>, List<Avoidance>> avoided;
    private final Roots roots;
    private final RegisterHistory registers;
    private final AccessEncoder accesses;
    private final TableEncoder tables;
    private final BlockWriter writer;

    private @Nullable Platform platform;
    private long bringUpBits;

    StepEncoder(
            List<Avoidance> avoided,
            Roots roots,
            RegisterHistory registers,
            AccessEncoder accesses,
            TableEncoder tables,
            BlockWriter writer) {
        this.avoided = avoided.stream().collect(Collectors.groupingBy(Avoidance::kind));
        this.roots = roots;
        this.registers = registers;
        this.accesses = accesses;
        this.tables = tables;
        this.writer = writer;
    }

    void reset(Platform processor) {
        platform = processor;
        bringUpBits = (platform.has(Feature.NX) ? 1 : 0) | (platform.has(Feature.PCID) ? 2 : 0);
    }

    /** {@return why the target cannot execute the step, or null if it was encoded} */
    @Nullable
    String encode(Step step) {
        String known = known(step);
        if (known != null) {
            return known;
        }
        String obstacle = switch (step) {
            case Step.Instruction(var processor, var operation) -> encode(processor, operation);
            case Step.InitAndBringUp bringUp -> bringUp(bringUp);
            case Step.Init(var processor) -> init(processor);
            case Step.Smi(var processor) ->
                processor == 0
                        ? write(Opcode.SMI, processor, 0)
                        : "the target's second logical processor cannot be interrupted for system management";
            case Step.Reset _ -> "the target cannot reset one logical processor";
        };
        for (int i = 0; i < registers.processors() && obstacle == null; i++) {
            obstacle = reachable(i); // the step may have changed tables
        }
        return obstacle;
    }

    /** {@return the reason not to do what a step does, though it may not be one of the scenario's, or null} */
    @Nullable
    String known(Step step) {
        Object what = step instanceof Step.Instruction(var _, var operation) ? operation : step;
        List<Avoidance> ofThatKind = avoided.get(what.getClass());
        return ofThatKind == null ? null : known(step, ofThatKind);
    }

    private @Nullable String known(Step step, List<Avoidance> candidates) {
        ModeStates states = registers.states(step.processor());
        boolean badPdptes = (states.modes() & Modes.PAE) != 0 && mayFailToLoadPdptes(step.processor());
        Avoidance.Situation situation = new Avoidance.Situation(
                states.execution(),
                states.mayBeInLongMode(),
                (states.modes() & Modes.LEGACY) != 0,
                (states.modes() & Modes.LEVEL_5) != 0,
                (states.modes() & Modes.LEVEL_4) != 0,
                badPdptes,
                platform());
        for (Avoidance avoidance : candidates) {
            if (avoidance.trigger().matches(step, situation)) {
                return avoidance.reason();
            }
        }
        return null;
    }

    private Platform platform() {
        Platform present = platform;
        if (present == null) {
            throw new IllegalStateException("no start yet");
        }
        return present;
    }

    /** {@return MAXPHYADDR} */
    private int width() {
        return platform().maxPhyAddr();
    }

    /** {@return whether an entry that CR3 makes a PDPTE may be one that cannot be loaded} */
    private boolean mayFailToLoadPdptes(int processor) {
        for (long root : registers.roots(processor)) {
            if (roots.mayFailToLoadPdptes(root, width())) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String bringUp(Step.InitAndBringUp step) {
        writer.step(Opcode.INIT_AND_BRING_UP, step.processor(), step.root(), step.pcid(), bringUpBits);
        ModeStates states = registers.states(step.processor());
        registers.setStates(step.processor(), states.bringUp((bringUpBits & 2) != 0));
        registers.writeCr3(step.processor(), step.root() << 12, false);
        return runnable(step.processor());
    }

    private @Nullable String init(int processor) {
        if (processor != 0) {
            return "the target's second logical processor has no real mode for scenarios";
        }
        writer.step(Opcode.INIT, processor, 0, 0, 0);
        registers.setStates(processor, ModeStates.afterInit());
        registers.writeCr3(processor, 0, false);
        return runnable(processor);
    }

    /** {@return why the target cannot execute steps in the state that a logical processor may be in, or null} */
    @Nullable
    String runnable(int processor) {
        ModeStates states = registers.states(processor);
        CodeSegment segment = states.execution().codeSegment();
        if (states.mayBeOutsideLongMode()) {
            if (processor != 0) {
                return SECOND_STAYS;
            }
            if (segment == CodeSegment.BITS_64) {
                return "the target has no 64-bit code segment outside long mode";
            }
            if (states.mayBeReal() && states.mayBeProtected()) {
                return "the target has to know whether protection is enabled";
            }
            if (states.mayBeReal() && states.execution().ac()) {
                return "the target loses EFLAGS.AC in real mode";
            }
        }
        for (long root : registers.roots(processor)) {
            String obstacle = roots.use(root, states.modes());
            if (obstacle != null) {
                return obstacle;
            }
        }
        return reachable(processor);
    }

    /** {@return why the target cannot run code of 32 or 16 bits with the tables as they may be, or null if it need not or can} */
    private @Nullable String reachable(int processor) {
        ModeStates states = registers.states(processor);
        if (!states.mayBeInLongMode() || states.execution().codeSegment() == CodeSegment.BITS_64) {
            return null;
        }
        if (registers.mayDenyLowPages()) {
            return "the rights of protection key 0 are those of the target's own code of 32 bits";
        }
        String obstacle = null;
        for (long root : registers.roots(processor)) {
            if ((states.modes() & Modes.LEVEL_4) != 0 && obstacle == null) {
                obstacle = roots.openLowAddresses(root, 1, width());
            }
            if ((states.modes() & Modes.LEVEL_5) != 0 && obstacle == null) {
                obstacle = roots.openLowAddresses(root, 2, width());
            }
        }
        return obstacle;
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
                write(Opcode.MOV_CR0, processor, value);
                String obstacle = wayOut(processor, value);
                yield obstacle == null ? changeMode(processor, operation) : obstacle;
            }
            case Operation.MovToCr3(var value) -> {
                write(Opcode.MOV_CR3, processor, value);
                yield loadRoot(processor, value);
            }
            case Operation.MovToCr4(var value) -> {
                write(Opcode.MOV_CR4, processor, value);
                String obstacle = registers.writeCr4(value);
                yield obstacle == null ? changeMode(processor, operation) : obstacle;
            }
            case Operation.WrmsrEfer(var value) -> {
                writer.step(Opcode.WRMSR, processor, EFER, value, 0);
                String obstacle = registers.writeEfer(value);
                yield obstacle == null ? changeMode(processor, operation) : obstacle;
            }
            case Operation.WrmsrPkrs(var value) -> {
                writer.step(Opcode.WRMSR, processor, PKRS, value, 0);
                yield registers.writePkrs(value);
            }
            case Operation.WrPkru(var value) -> {
                registers.writePkru(value);
                yield write(Opcode.WRPKRU, processor, Integer.toUnsignedLong(value));
            }
            case Operation.WrmsrMtrr _ -> write(Opcode.MTRR, processor, 0);
            case Operation.Lmsw(var value) -> {
                registers.writeMachineStatus(value);
                write(Opcode.LMSW, processor, Integer.toUnsignedLong(value));
                yield changeMode(processor, operation);
            }
            case Operation.ReadRegister(var register) -> read(processor, register);
            case Operation.InvLpg(var address) -> write(Opcode.INVLPG, processor, address);
            case Operation.InvPcid(var type, var descriptor, var address) -> {
                writer.step(Opcode.INVPCID, processor, type, descriptor, address);
                yield null;
            }
            case Operation.SetExecutionState(var state) -> enter(processor, state);
            case Operation.TaskSwitch(var cr3) -> switchTask(processor, Integer.toUnsignedLong(cr3));
            case Operation.LoadTaskRegister(var format) -> {
                registers.setStates(processor, registers.states(processor).loadTask(format));
                yield write(Opcode.LTR, processor, format == TssFormat.BITS_16 ? 0 : 1);
            }
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

    private @Nullable String switchTask(int processor, long cr3) {
        ModeStates states = registers.states(processor);
        if (states.is64Bit() && states.execution().cpl() == 3 && registers.mayDenyAgentsUserPage()) {
            return "the rights of protection key 15 are the target's own";
        }
        boolean loadsPdptes = (states.modes() & Modes.PAE) != 0;
        if (loadsPdptes && roots.mayFailToLoadPdptes(cr3, width())) {
            return "the task switch may fail past the point of no return";
        }
        write(Opcode.TASK_SWITCH, processor, cr3);
        if (states.mayBeOutsideLongMode()) {
            registers.switchTask();
        }
        if ((states.modes() & Modes.LEGACY) == 0) {
            return null;
        }
        registers.writeCr3(processor, cr3, true);
        return runnable(processor);
    }

    private @Nullable String loadRoot(int processor, long operand) {
        ModeStates states = registers.states(processor);
        long value = states.is64Bit() ? operand : operand & 0xFFFF_FFFFL;
        boolean faults = states.execution().cpl() != 0 || (value & Long.MAX_VALUE) >>> width() != 0;
        if (faults) {
            return null;
        }
        boolean mayFault = (value < 0 && !states.usesPcids())
                || ((states.modes() & Modes.PAE) != 0 && roots.mayFailToLoadPdptes(value, width()));
        registers.writeCr3(processor, value, mayFault);
        return runnable(processor);
    }

    private @Nullable String changeMode(int processor, Operation operation) {
        ModeStates states = registers.states(processor);
        registers.setStates(
                processor, states.execute(operation, Cr4Bits.of(platform()), mayFailToLoadPdptes(processor)));
        return runnable(processor);
    }

    /** {@return why a processor cannot leave long mode by a value of CR0, even where the attempt faults, or null} */
    private @Nullable String wayOut(int processor, long cr0) {
        ModeStates states = registers.states(processor);
        boolean isCompatible = states.mayBeInLongMode() && !states.is64Bit();
        if (!isCompatible || (cr0 & CR0_PG) != 0) {
            return null;
        }
        if (processor != 0) {
            return SECOND_STAYS;
        }
        return (cr0 & CR0_PE) == 0 ? "the target has no way from compatibility mode to real mode" : null;
    }

    private @Nullable String enter(int processor, ExecutionState state) {
        ModeStates states = registers.states(processor);
        write(Opcode.SET_STATE, processor, BlockWriter.state(state));
        boolean isReal = states.mayBeReal();
        if (!isReal) {
            registers.setStates(processor, states.enter(state));
        }
        return runnable(processor);
    }
}
