package org.stalemate.mmu;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.mmu.engine.Engine;
import org.stalemate.mmu.engine.Host;
import org.stalemate.mmu.guest.AccessKind;
import org.stalemate.mmu.guest.ControlBits;
import org.stalemate.mmu.guest.EntryBits;
import org.stalemate.mmu.guest.GuestMemory;
import org.stalemate.mmu.guest.GuestPlatform;
import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.guest.RegisterRules;
import org.stalemate.mmu.host.HostCounters;
import org.stalemate.mmu.host.HostProcessor;
import org.stalemate.mmu.invalidation.FlushRequests;
import org.stalemate.mmu.shadow.ShadowPaging;
import org.stalemate.mmu.tdp.TwoDimensionalPaging;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Mmu;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/**
 * An MMU in the manner of KVM's for x86: a hypervisor that presents the virtual processor of the vocabulary to a guest, on
 * simulated host hardware. A reset costs what was touched since the one before, and steps allocate nothing but outcomes.
 */
public final class KvmLikeMmu implements Mmu {
    private static final Outcome GENERAL_PROTECTION = new Outcome.GeneralProtection(0);

    private final MmuConfiguration configuration;
    private final Parts parts;
    private final RegisterRules rules;
    private final GuestMemory memory = new GuestMemory();
    private final HostCounters counters = new HostCounters();
    private final ProcessorState[] processors = new ProcessorState[Platform.MAX_LOGICAL_PROCESSORS];
    private final HostProcessor[] hardware = new HostProcessor[Platform.MAX_LOGICAL_PROCESSORS];
    private final FlushRequests[] requests = new FlushRequests[Platform.MAX_LOGICAL_PROCESSORS];

    private @Nullable GuestPlatform platform;
    private @Nullable Engine engine;

    /** An MMU of standard parts. */
    public KvmLikeMmu(MmuConfiguration configuration) {
        this(configuration, Parts.standard());
    }

    /** An MMU assembled from parts. */
    public KvmLikeMmu(MmuConfiguration configuration, Parts parts) {
        this.configuration = configuration;
        this.parts = parts;
        rules = parts.registerRules();
        for (int i = 0; i < processors.length; i++) {
            processors[i] = new ProcessorState(i, parts.accessRights());
            requests[i] = parts.flushRequests().get();
            hardware[i] = new HostProcessor(
                    i,
                    parts.tlb().apply(configuration.retention()),
                    parts.structureCache().apply(configuration.retention()),
                    parts.nativeInvalidation(),
                    counters);
        }
    }

    /** {@return what was done since the last reset} */
    public HostCounters counters() {
        return counters;
    }

    @Override
    public void reset(Start start) {
        GuestPlatform wanted = new GuestPlatform(start.platform());
        platform = wanted;
        for (int i = 0; i < start.processors().size(); i++) {
            processors[i].load(start.processors().get(i));
            hardware[i].reset();
            requests[i].reset();
        }
        memory.reset(start.tables());
        counters.reset();
        Engine present = engine;
        if (present == null) {
            present = assemble(wanted);
            engine = present;
        }
        present.reset(wanted, processors);
    }

    private Engine assemble(GuestPlatform wanted) {
        Host host = new Host(
                memory,
                List.of(hardware),
                List.of(requests),
                counters,
                parts.flushPolicy(),
                parts.entryFormat(),
                parts.faultCode());
        return switch (configuration.mode()) {
            case SHADOW -> new ShadowPaging(host, wanted, configuration.previousRoots());
            case TDP -> new TwoDimensionalPaging(host, wanted);
        };
    }

    private Engine engine() {
        if (engine == null) {
            throw new IllegalStateException("an MMU has to be reset to a start before it executes steps");
        }
        return engine;
    }

    private GuestPlatform platform() {
        if (platform == null) {
            throw new IllegalStateException("an MMU has to be reset to a start before it executes steps");
        }
        return platform;
    }

    /** @throws IllegalStateException if the MMU was never reset to a start */
    @Override
    public Outcome execute(Step step) {
        Engine present = engine();
        ProcessorState state = processors[step.processor()];
        return switch (step) {
            case Step.Instruction instruction -> execute(present, state, instruction.operation());
            case Step.Init _ -> restart(present, state, false);
            case Step.Reset _ -> restart(present, state, true);
            case Step.InitAndBringUp bringUp -> bringUp(present, state, bringUp);
        };
    }

    private Outcome execute(Engine present, ProcessorState state, Operation operation) {
        present.enter(state);
        return switch (operation) {
            case Operation.Load load -> load(present, state, load.address(), AccessKind.READ);
            case Operation.Store store -> store(present, state, store.address(), store.value());
            case Operation.Fetch fetch -> load(present, state, fetch.address(), AccessKind.FETCH);
            case Operation.StoreTableEntry(var table, var index, var value) -> {
                present.storeThroughWindow(memory.hostFrame(table), index, value);
                yield new Outcome.Stored(table);
            }
            case Operation.LoadTableEntry(var table, var index) ->
                new Outcome.Loaded(memory.read(memory.hostFrame(table), index), table);
            case Operation.SetExecutionState(var wanted) -> setExecution(state, wanted);
            case Operation.InvPcid invPcid -> invPcid(present, state, invPcid);
            case Operation.MovToCr0(var value) ->
                isPrivileged(state) ? movToCr0(present, state, state.truncated(value)) : GENERAL_PROTECTION;
            case Operation.MovToCr3(var value) ->
                isPrivileged(state) ? movToCr3(present, state, state.truncated(value)) : GENERAL_PROTECTION;
            case Operation.MovToCr4(var value) ->
                isPrivileged(state) ? movToCr4(present, state, state.truncated(value)) : GENERAL_PROTECTION;
            case Operation.WrmsrEfer(var value) ->
                isPrivileged(state) ? wrmsrEfer(present, state, value) : GENERAL_PROTECTION;
            case Operation.ReadRegister(var register) ->
                isPrivileged(state) ? new Outcome.RegisterValue(readable(state, register)) : GENERAL_PROTECTION;
            case Operation.InvLpg(var address) ->
                isPrivileged(state) ? invLpg(present, state, state.truncated(address)) : GENERAL_PROTECTION;
        };
    }

    /** MOV from a control register has 32 bits outside 64-bit mode; RDMSR has 64 everywhere. */
    private static long readable(ProcessorState state, Register register) {
        long contents = read(state, register);
        return register == Register.EFER ? contents : state.truncated(contents);
    }

    private static boolean isPrivileged(ProcessorState state) {
        return state.execution().cpl() == 0;
    }

    private Outcome load(Engine present, ProcessorState state, long address, int kind) {
        long linear = state.truncated(address);
        if (!ProcessorState.isCanonical(linear)) {
            return GENERAL_PROTECTION;
        }
        long result = present.translate(state, linear, kind);
        if (result < 0) {
            return fault(state, linear, result);
        }
        int frame = (int) result;
        return new Outcome.Loaded(memory.read(frame, EntryBits.index(linear, 0)), memory.guestFrame(frame));
    }

    private Outcome store(Engine present, ProcessorState state, long address, long value) {
        long linear = state.truncated(address);
        if (!ProcessorState.isCanonical(linear)) {
            return GENERAL_PROTECTION;
        }
        long result = present.translate(state, linear, AccessKind.WRITE);
        if (result < 0) {
            return fault(state, linear, result);
        }
        int frame = (int) result;
        int word = EntryBits.index(linear, 0);
        if ((result & Engine.EMULATE) != 0) {
            present.emulateStore(frame, word, value);
        } else {
            memory.write(frame, word, value);
        }
        return new Outcome.Stored(memory.guestFrame(frame));
    }

    private static Outcome fault(ProcessorState state, long linear, long result) {
        state.setCr2(linear);
        return new Outcome.PageFault((int) (-1 - result), linear);
    }

    private Outcome setExecution(ProcessorState state, ExecutionState wanted) {
        if (!rules.acceptsExecution(state, wanted)) {
            return GENERAL_PROTECTION;
        }
        state.setExecution(wanted);
        return Outcome.Done.INSTANCE;
    }

    private Outcome movToCr0(Engine present, ProcessorState state, long value) {
        if (!rules.acceptsCr0(state, value)) {
            return GENERAL_PROTECTION;
        }
        PagingMode mode = rules.modeAfterCr0(state, value);
        if (mode != PagingMode.NONE && mode != PagingMode.LEVEL_4) {
            return new Outcome.NotModelled(mode);
        }
        long old = state.cr0();
        state.setCr0(value);
        present.movedToCr0(state, old);
        return Outcome.Done.INSTANCE;
    }

    private Outcome movToCr3(Engine present, ProcessorState state, long value) {
        if (!rules.acceptsCr3(platform(), state, value)) {
            return GENERAL_PROTECTION;
        }
        long old = state.cr3();
        state.setCr3(value);
        present.movedToCr3(state, old, (value & ControlBits.CR3_NO_FLUSH) != 0);
        return Outcome.Done.INSTANCE;
    }

    private Outcome movToCr4(Engine present, ProcessorState state, long value) {
        if (!rules.acceptsCr4(platform(), state, value)) {
            return GENERAL_PROTECTION;
        }
        long old = state.cr4();
        int oldPcid = state.pcid();
        state.setCr4(value);
        present.movedToCr4(state, old, oldPcid);
        return Outcome.Done.INSTANCE;
    }

    private Outcome wrmsrEfer(Engine present, ProcessorState state, long value) {
        if (!rules.acceptsEfer(platform(), state, value)) {
            return GENERAL_PROTECTION;
        }
        state.setEfer(value);
        present.wroteEfer(state);
        return Outcome.Done.INSTANCE;
    }

    private static long read(ProcessorState state, Register register) {
        return switch (register) {
            case CR0 -> state.cr0();
            case CR2 -> state.cr2();
            case CR3 -> state.cr3();
            case CR4 -> state.cr4();
            case EFER -> state.efer();
        };
    }

    private static Outcome invLpg(Engine present, ProcessorState state, long linear) {
        if (ProcessorState.isCanonical(linear)) {
            present.invLpg(state, linear);
        }
        return Outcome.Done.INSTANCE;
    }

    private Outcome invPcid(Engine present, ProcessorState state, Operation.InvPcid operation) {
        if (!rules.hasInvPcid(platform())) {
            return Outcome.UndefinedOpcode.INSTANCE;
        }
        long type = state.truncated(operation.type());
        if (!isPrivileged(state) || !rules.acceptsInvPcid(state, type, operation.descriptor(), operation.address())) {
            return GENERAL_PROTECTION;
        }
        present.invPcid(state, (int) type, (int) operation.descriptor(), operation.address());
        return Outcome.Done.INSTANCE;
    }

    private static Outcome restart(Engine present, ProcessorState state, boolean reset) {
        int oldPcid = state.pcid();
        if (reset) {
            state.restart(ControlBits.CR0_AT_RESET);
            present.wasReset(state, oldPcid);
        } else {
            state.restart(ControlBits.CR0_ET | (state.cr0() & (ControlBits.CR0_CD | ControlBits.CR0_NW)));
            present.initialised(state, oldPcid);
        }
        return Outcome.Done.INSTANCE;
    }

    private Outcome bringUp(Engine present, ProcessorState state, Step.InitAndBringUp step) {
        restart(present, state, false);
        for (int place = 0; place < BringUp.LENGTH; place++) {
            Operation operation = BringUp.instruction(step, platform().platform(), place);
            if (operation != null) {
                execute(present, state, operation);
            }
        }
        return Outcome.Done.INSTANCE;
    }
}
