package org.stalemate.mmu;

import org.stalemate.mmu.engine.Engine;
import org.stalemate.mmu.guest.ControlBits;
import org.stalemate.mmu.guest.EntryBits;
import org.stalemate.mmu.guest.EntryFormat;
import org.stalemate.mmu.guest.GuestMemory;
import org.stalemate.mmu.guest.GuestPlatform;
import org.stalemate.mmu.guest.PagingShape;
import org.stalemate.mmu.guest.PdpteLoading;
import org.stalemate.mmu.guest.ProcessorState;
import org.stalemate.mmu.guest.RegisterRules;
import org.stalemate.mmu.invalidation.FlushPolicy;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.TssFormat;

/** Executes the instructions that read and write control registers and model-specific registers, with their privilege checked. */
final class RegisterWrites {
    private static final Outcome GENERAL_PROTECTION = new Outcome.GeneralProtection(0);
    private static final Outcome NO_TASK_SWITCHES = new Outcome.GeneralProtection(Operation.TaskSwitch.SELECTOR);
    private static final Outcome WRONG_TSS = new Outcome.GeneralProtection(Operation.LoadTaskRegister.SELECTOR);
    private static final long LOW_32_BITS = 0xFFFF_FFFFL;

    private final RegisterRules rules;
    private final EntryFormat format;
    private final PdpteLoading loading;
    private final FlushPolicy policy;
    private final GuestMemory memory;

    RegisterWrites(
            RegisterRules rules, EntryFormat format, PdpteLoading loading, FlushPolicy policy, GuestMemory memory) {
        this.rules = rules;
        this.format = format;
        this.loading = loading;
        this.policy = policy;
        this.memory = memory;
    }

    /** MOV to CR0 and LMSW. */
    Outcome writeCr0(Engine engine, GuestPlatform platform, ProcessorState state, long value) {
        if (!rules.acceptsCr0(state, value) || !acceptsTaskRegister(platform, state, value)) {
            return GENERAL_PROTECTION;
        }
        long old = state.cr0();
        boolean loads = rules.modeAfterCr0(state, value) == PagingMode.PAE && loading.atMovToCr0(old ^ value);
        if (loads && !acceptsPdptes(platform, state.cr3())) {
            return GENERAL_PROTECTION;
        }
        state.setCr0(value);
        if (loads) {
            loadPdptes(state);
        }
        engine.movedToCr0(state, old);
        return Outcome.Done.INSTANCE;
    }

    private boolean acceptsTaskRegister(GuestPlatform platform, ProcessorState state, long newCr0) {
        boolean entersLongMode =
                (newCr0 & ControlBits.CR0_PG) != 0 && !state.paging() && (state.efer() & ControlBits.EFER_LME) != 0;
        return !entersLongMode || rules.acceptsTaskRegisterInLongMode(platform, state);
    }

    /** EN-CR0-LMSW: PE, MP, EM and TS, of which PE is never cleared. */
    Outcome lmsw(Engine engine, GuestPlatform platform, ProcessorState state, int value) {
        long kept = state.cr0() & ~(ControlBits.CR0_LMSW & ~ControlBits.CR0_PE);
        return writeCr0(engine, platform, state, kept | (value & ControlBits.CR0_LMSW));
    }

    Outcome movToCr3(Engine engine, GuestPlatform platform, ProcessorState state, long value) {
        if (!rules.acceptsCr3(platform, state, value)) {
            return GENERAL_PROTECTION;
        }
        boolean loads = state.shape().startsFromPdptes() && loading.atMovToCr3();
        if (loads && !acceptsPdptes(platform, value)) {
            return GENERAL_PROTECTION;
        }
        long old = state.cr3();
        int oldPcid = state.pcid();
        state.setCr3(rules.cr3Kept(value));
        if (loads) {
            loadPdptes(state);
        }
        engine.movedToCr3(state, old, oldPcid, (value & ControlBits.CR3_NO_FLUSH) != 0);
        return Outcome.Done.INSTANCE;
    }

    /**
     * A task switch that loads CR3 and sets TS. With paging off CR3 stays, as the contract has it. Where the load of PDPTEs fails, which
     * is nobody's to judge, the switch is #GP(0) before anything has changed.
     */
    Outcome taskSwitch(Engine engine, GuestPlatform platform, ProcessorState state, int newCr3) {
        if (!state.protection()) {
            return Outcome.Done.INSTANCE;
        }
        if (!rules.hasTaskSwitches(state)) {
            return NO_TASK_SWITCHES;
        }
        long value = newCr3 & LOW_32_BITS;
        long old = state.cr3();
        boolean loadsCr3 = state.paging() && value != old;
        boolean loads = loadsCr3 && state.shape().startsFromPdptes() && loading.atTaskSwitch();
        if (loads && !acceptsPdptes(platform, value)) {
            return GENERAL_PROTECTION;
        }
        long oldCr0 = state.cr0();
        state.setCr0(oldCr0 | ControlBits.CR0_TS);
        state.setTaskRegister(TssFormat.BITS_32);
        engine.movedToCr0(state, oldCr0);
        if (loadsCr3) {
            state.setCr3(value);
            if (loads) {
                loadPdptes(state);
            }
            if (policy.taskSwitchReachesMmu()) {
                engine.movedToCr3(state, old, state.pcid(), false);
            }
        }
        return Outcome.Done.INSTANCE;
    }

    Outcome loadTaskRegister(ProcessorState state, TssFormat format) {
        if (!state.protection()) {
            return Outcome.UndefinedOpcode.INSTANCE;
        }
        if (state.execution().cpl() != 0) {
            return GENERAL_PROTECTION;
        }
        if (state.longMode() && format == TssFormat.BITS_16) {
            return WRONG_TSS;
        }
        state.setTaskRegister(format);
        return Outcome.Done.INSTANCE;
    }

    Outcome movToCr4(Engine engine, GuestPlatform platform, ProcessorState state, long value) {
        if (!rules.acceptsCr4(platform, state, value)) {
            return GENERAL_PROTECTION;
        }
        long old = state.cr4();
        boolean loads = rules.modeAfterCr4(state, value) == PagingMode.PAE && loading.atMovToCr4(old ^ value);
        if (loads && !acceptsPdptes(platform, state.cr3())) {
            return GENERAL_PROTECTION;
        }
        int oldPcid = state.pcid();
        state.setCr4(value);
        if (loads) {
            loadPdptes(state);
        }
        engine.movedToCr4(state, old, oldPcid);
        return Outcome.Done.INSTANCE;
    }

    private boolean acceptsPdptes(GuestPlatform platform, long cr3) {
        if (!loading.refusesReservedBits()) {
            return true;
        }
        for (int i = 0; i < PagingShape.PDPTES; i++) {
            long pdpte = pdpte(cr3, i);
            if ((pdpte & EntryBits.PRESENT) != 0 && format.isReservedPdpte(platform, pdpte)) {
                return false;
            }
        }
        return true;
    }

    /** Loads the PDPTE registers from where CR3 points. */
    void loadPdptes(ProcessorState state) {
        for (int i = 0; i < PagingShape.PDPTES; i++) {
            state.setPdpte(i, pdpte(state.cr3(), i));
        }
    }

    private long pdpte(long cr3, int register) {
        long table = format.pointerTable(cr3);
        return memory.read(memory.hostFrame(table >>> 12), ((int) table & 0xFFF) >> 3 | register);
    }

    Outcome wrmsrEfer(Engine engine, GuestPlatform platform, ProcessorState state, long value) {
        if (!rules.acceptsEfer(platform, state, value)) {
            return GENERAL_PROTECTION;
        }
        state.setEfer(value);
        engine.wroteEfer(state);
        return Outcome.Done.INSTANCE;
    }

    Outcome wrPkru(ProcessorState state, int value) {
        if (!rules.hasPkru(state)) {
            return Outcome.UndefinedOpcode.INSTANCE;
        }
        state.setPkru(value);
        return Outcome.Done.INSTANCE;
    }

    Outcome wrmsrPkrs(GuestPlatform platform, ProcessorState state, long value) {
        if (!rules.hasPkrs(platform) || !rules.acceptsPkrs(value)) {
            return GENERAL_PROTECTION;
        }
        state.setPkrs((int) value);
        return Outcome.Done.INSTANCE;
    }

    /** RDPKRU needs no privilege; MOV from a control register has 32 bits outside 64-bit mode, RDMSR 64 everywhere. */
    Outcome read(GuestPlatform platform, ProcessorState state, Register register) {
        if (register == Register.PKRU) {
            return rules.hasPkru(state) ? value(state.pkru() & LOW_32_BITS) : Outcome.UndefinedOpcode.INSTANCE;
        }
        if (state.execution().cpl() != 0) {
            return GENERAL_PROTECTION;
        }
        return switch (register) {
            case CR0 -> value(state.truncated(state.cr0()));
            case CR2 -> value(state.truncated(state.cr2()));
            case CR3 -> value(state.truncated(rules.cr3AsRead(state)));
            case CR4 -> value(state.truncated(state.cr4()));
            case EFER -> value(state.efer());
            case PKRU -> value(state.pkru() & LOW_32_BITS);
            case PKRS -> rules.hasPkrs(platform) ? value(state.pkrs() & LOW_32_BITS) : GENERAL_PROTECTION;
        };
    }

    private static Outcome value(long contents) {
        return new Outcome.RegisterValue(contents);
    }
}
