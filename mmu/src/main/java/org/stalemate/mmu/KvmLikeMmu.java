package org.stalemate.mmu;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.mmu.emulator.EmulatorWalker;
import org.stalemate.mmu.engine.Engine;
import org.stalemate.mmu.engine.Host;
import org.stalemate.mmu.guest.AccessKind;
import org.stalemate.mmu.guest.ControlBits;
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
import org.stalemate.vocabulary.Platform;
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
    private final EmulatorWalker emulator;
    private final GuestAccesses accesses;
    private final RegisterWrites registers;
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
        emulator = new EmulatorWalker(
                memory,
                parts.entryFormat(),
                parts.faultCode(),
                parts.accessRights(),
                parts.protectionKeys(),
                parts.roleComparison());
        accesses = new GuestAccesses(rules, memory, emulator);
        registers = new RegisterWrites(rules, parts.entryFormat(), parts.pdpteLoading(), parts.flushPolicy(), memory);
        for (int i = 0; i < processors.length; i++) {
            processors[i] = new ProcessorState(i, parts.accessRights(), parts.protectionKeys(), parts.entryFormat());
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
        emulator.reset();
        for (int i = 0; i < start.processors().size(); i++) {
            if (processors[i].shape().startsFromPdptes()) {
                registers.loadPdptes(processors[i]);
            }
        }
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
                parts.faultCode(),
                parts.roleComparison(),
                parts.hostSettings());
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
            case Step.Smi _ -> {
                present.leftSystemManagement(state);
                yield Outcome.Done.INSTANCE;
            }
            case Step.InitAndBringUp bringUp -> bringUp(present, state, bringUp);
        };
    }

    private Outcome execute(Engine present, ProcessorState state, Operation operation) {
        present.enter(state);
        return switch (operation) {
            case Operation.Load load -> accesses.load(present, state, load.address(), AccessKind.READ);
            case Operation.Store store -> accesses.store(present, state, store);
            case Operation.Fetch fetch -> accesses.load(present, state, fetch.address(), AccessKind.FETCH);
            case Operation.StoreTableEntry(var table, var index, var value) -> {
                present.storeThroughWindow(memory.hostFrame(table), index, value);
                yield new Outcome.Stored(table);
            }
            case Operation.LoadTableEntry(var table, var index) ->
                new Outcome.Loaded(memory.read(memory.hostFrame(table), index), table);
            case Operation.SetExecutionState(var wanted) -> setExecution(state, wanted);
            case Operation.InvPcid invPcid -> invPcid(present, state, invPcid);
            case Operation.MovToCr0(var value) ->
                isPrivileged(state)
                        ? registers.writeCr0(present, platform(), state, state.truncated(value))
                        : GENERAL_PROTECTION;
            case Operation.MovToCr3(var value) ->
                isPrivileged(state)
                        ? registers.movToCr3(present, platform(), state, state.truncated(value))
                        : GENERAL_PROTECTION;
            case Operation.MovToCr4(var value) ->
                isPrivileged(state)
                        ? registers.movToCr4(present, platform(), state, state.truncated(value))
                        : GENERAL_PROTECTION;
            case Operation.WrmsrEfer(var value) ->
                isPrivileged(state) ? registers.wrmsrEfer(present, platform(), state, value) : GENERAL_PROTECTION;
            case Operation.ReadRegister(var register) -> registers.read(platform(), state, register);
            case Operation.InvLpg(var address) ->
                isPrivileged(state) ? invLpg(present, state, state.truncated(address)) : GENERAL_PROTECTION;
            case Operation.Emulated(var access) -> accesses.emulate(present, platform(), state, access);
            case Operation.Exchange exchange -> accesses.exchange(present, state, exchange);
            case Operation.SplitLoad load -> accesses.splitLoad(present, state, load);
            case Operation.SplitStore store -> accesses.splitStore(present, state, store);
            case Operation.ImplicitLoad load -> accesses.load(present, state, load.address(), AccessKind.IMPLICIT_READ);
            case Operation.StoreTableHalf(var table, var half, var value) -> {
                int frame = memory.hostFrame(table);
                present.storeThroughWindow(frame, half >> 1, memory.withHalf(frame, half, value));
                yield new Outcome.Stored(table);
            }
            case Operation.WrPkru(var value) -> registers.wrPkru(state, value);
            case Operation.WrmsrPkrs(var value) ->
                isPrivileged(state) ? registers.wrmsrPkrs(platform(), state, value) : GENERAL_PROTECTION;
            case Operation.Lmsw(var value) ->
                isPrivileged(state) ? registers.lmsw(present, platform(), state, value) : GENERAL_PROTECTION;
            case Operation.TaskSwitch(var cr3) -> registers.taskSwitch(present, platform(), state, cr3);
            case Operation.LoadTaskRegister(var format) -> registers.loadTaskRegister(state, format);
            case Operation.WrmsrMtrr _ -> isPrivileged(state) ? wrmsrMtrr(present, state) : GENERAL_PROTECTION;
        };
    }

    private static Outcome wrmsrMtrr(Engine present, ProcessorState state) {
        present.wroteMtrr(state);
        return Outcome.Done.INSTANCE;
    }

    private static boolean isPrivileged(ProcessorState state) {
        return state.execution().cpl() == 0;
    }

    private Outcome setExecution(ProcessorState state, ExecutionState wanted) {
        if (!rules.acceptsExecution(state, wanted)) {
            return GENERAL_PROTECTION;
        }
        state.setExecution(wanted);
        return Outcome.Done.INSTANCE;
    }

    private Outcome invLpg(Engine present, ProcessorState state, long linear) {
        if (rules.heedsInvLpg(state, linear)) {
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

    private Outcome restart(Engine present, ProcessorState state, boolean reset) {
        int oldPcid = state.pcid();
        long cr0 = reset ? ControlBits.CR0_AT_RESET : rules.cr0AfterInit(state);
        state.restart(cr0, rules.cr3AfterRestart(state), rules.cr4AfterRestart(state), rules.eferAfterRestart(state));
        if (reset) {
            state.clearKeyRights();
            present.wasReset(state, oldPcid);
        } else {
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
