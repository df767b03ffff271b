package org.stalemate.oracles.reference;

import static org.stalemate.oracles.reference.ControlBits.*;

import org.stalemate.oracles.reference.Effect.PdpteLoad;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.TssFormat;

/** The instructions that change registers or invalidate (B, C.2, D). */
final class ControlInstructions {
    private final Architecture architecture;

    ControlInstructions(Architecture architecture) {
        this.architecture = architecture;
    }

    /**
     * Executes an instruction other than an access to memory. The registers change only where the outcome is Done.
     *
     * @param processor number of the logical processor that executes it
     * @param refuse how this processor decides EN-EFER-LMA and EN-CR0-PG-TSS16
     */
    Effect execute(int processor, RegisterFile registers, Operation operation, boolean refuse) {
        return switch (operation) {
            case Operation.SetExecutionState(ExecutionState state) -> setExecutionState(registers, state);
            case Operation.WrPkru(int value) -> wrpkru(registers, value);
            case Operation.TaskSwitch(int cr3) -> taskSwitch(registers, cr3);
            case Operation.LoadTaskRegister _ when !registers.protectedMode() -> Effect.UNDEFINED_OPCODE;
            case Operation.ReadRegister(var register) when register == Register.PKRU -> rdpkru(registers);
            case Operation.InvPcid _ when !architecture.invpcid -> Effect.UNDEFINED_OPCODE; // INVPCID-UD
            default ->
                registers.cpl == 0
                        ? executePrivileged(processor, registers, operation, refuse)
                        : Effect.GENERAL_PROTECTION;
        };
    }

    private Effect executePrivileged(int processor, RegisterFile registers, Operation operation, boolean refuse) {
        return switch (operation) {
            case Operation.MovToCr0(long value) -> movToCr0(registers, operand(registers, value), refuse);
            case Operation.Lmsw(int value) -> lmsw(registers, value);
            case Operation.MovToCr3(long value) -> movToCr3(registers, operand(registers, value));
            case Operation.MovToCr4(long value) -> movToCr4(registers, operand(registers, value));
            case Operation.WrmsrEfer(long value) -> wrmsrEfer(registers, value, refuse);
            case Operation.WrmsrPkrs(long value) -> wrmsrPkrs(registers, value);
            case Operation.WrmsrMtrr _ -> Effect.invalidating(Invalidation.Everything.INSTANCE); // TLB-MTRR
            case Operation.ReadRegister(var register) -> read(registers, register);
            case Operation.InvLpg(long address) -> invlpg(processor, registers, registers.linear(address));
            case Operation.InvPcid invpcid -> invpcid(processor, registers, invpcid);
            case Operation.LoadTaskRegister(var format) -> loadTaskRegister(registers, format);
            case Operation.SetExecutionState _,
                    Operation.TaskSwitch _,
                    Operation.WrPkru _,
                    Operation.Access _,
                    Operation.SplitAccess _,
                    Operation.Emulated _,
                    Operation.StoreTableEntry _,
                    Operation.StoreTableHalf _,
                    Operation.LoadTableEntry _ ->
                throw new IllegalArgumentException(operation + " is no control instruction");
        };
    }

    /** Whether both readings of EN-EFER-LMA or EN-CR0-PG-TSS16 have to be tried. */
    Answer mayRefuse(RegisterFile registers, Operation operation) {
        return switch (operation) {
            case Operation.WrmsrEfer(long value)
            when has(value ^ registers.efer, EFER_LMA) -> architecture.changedLmaFaults;
            case Operation.MovToCr0 _ when registers.narrowTask -> architecture.narrowTaskBarsLongMode;
            default -> Answer.NO;
        };
    }

    /** TLB-TASK, PG-PDPTE-LOAD-TASK; a load that fails is answered as for MOV to CR3, since there is no verdict on it anyway. */
    private static Effect taskSwitch(RegisterFile registers, int cr3) {
        if (!registers.protectedMode()) {
            return Effect.DONE;
        }
        if (registers.longMode()) {
            return Effect.generalProtection(Operation.TaskSwitch.SELECTOR);
        }
        registers.cr0 |= CR0_TS;
        registers.narrowTask = false;
        long value = cr3 & LOW_32;
        if (!registers.paging() || registers.cr3 == value) {
            return Effect.DONE;
        }
        registers.cr3 = value;
        Effect effect = Effect.invalidating(new Invalidation.Context(0));
        return registers.paePaging() ? effect.loading(PdpteLoad.YES) : effect;
    }

    private static Effect loadTaskRegister(RegisterFile registers, TssFormat format) {
        boolean narrow = format == TssFormat.BITS_16;
        if (narrow && registers.longMode()) {
            return Effect.generalProtection(Operation.LoadTaskRegister.SELECTOR);
        }
        registers.narrowTask = narrow;
        return Effect.DONE;
    }

    /** RDMSR returns 64 bits in every mode, MOV from a control register only in 64-bit mode. */
    private Effect read(RegisterFile registers, Register register) {
        long all = registers.read(register);
        return switch (register) {
            case CR0, CR2, CR3, CR4 -> Effect.value(operand(registers, all));
            case EFER, PKRU -> Effect.value(all);
            case PKRS -> architecture.supervisorKeys ? Effect.value(all) : Effect.GENERAL_PROTECTION;
        };
    }

    /** EN-CR4-PKE: at any CPL. */
    private static Effect rdpkru(RegisterFile registers) {
        return registers.userKeys() ? Effect.value(registers.read(Register.PKRU)) : Effect.UNDEFINED_OPCODE;
    }

    /** EN-CR4-PKE: at any CPL. */
    private static Effect wrpkru(RegisterFile registers, int value) {
        if (!registers.userKeys()) {
            return Effect.UNDEFINED_OPCODE;
        }
        registers.pkru = value;
        return Effect.DONE;
    }

    private Effect wrmsrPkrs(RegisterFile registers, long value) {
        if (!architecture.supervisorKeys || value >>> 32 != 0) {
            return Effect.GENERAL_PROTECTION;
        }
        registers.pkrs = (int) value;
        return Effect.DONE;
    }

    /** EN-CR0-LMSW. */
    private Effect lmsw(RegisterFile registers, int value) {
        boolean startsProtection = !registers.protectedMode() && has(value, CR0_PE);
        registers.cr0 = (registers.cr0 & ~(CR0_LMSW & ~CR0_PE)) | (value & CR0_LMSW);
        return startsProtection && architecture.cacheControlFlushes // TLB-CR0-PE
                ? Effect.invalidating(Invalidation.Everything.INSTANCE)
                : Effect.DONE;
    }

    private static long operand(RegisterFile registers, long value) {
        return registers.in64BitMode() ? value : value & LOW_32;
    }

    private static Effect setExecutionState(RegisterFile registers, ExecutionState state) {
        if (!registers.protectedMode() && (state.cpl() != 0 || state.codeSegment() != CodeSegment.BITS_16)) {
            return Effect.GENERAL_PROTECTION;
        }
        registers.enter(state);
        return Effect.DONE;
    }

    private Effect movToCr0(RegisterFile registers, long operand, boolean refuseNarrowTask) {
        if (operand >>> 32 != 0) {
            return Effect.GENERAL_PROTECTION; // EN-CR0-HI32
        }
        long value = (operand & CR0_EXISTING) | CR0_ET;
        if ((has(value, CR0_PG) && !has(value, CR0_PE)) || (has(value, CR0_NW) && !has(value, CR0_CD))) {
            return Effect.GENERAL_PROTECTION; // EN-CR0-PGPE, EN-CR0-NWCD
        }
        boolean turnsOn = has(value, CR0_PG) && !registers.paging();
        boolean turnsOff = !has(value, CR0_PG) && registers.paging();
        if (turnsOff && (registers.in64BitMode() || registers.processContexts())) {
            return Effect.GENERAL_PROTECTION; // EN-CR0-PG-64, EN-CR0-PG-PCIDE
        }
        if (turnsOn) {
            boolean longMode = has(registers.efer, EFER_LME);
            boolean pae = has(registers.cr4, CR4_PAE);
            if (longMode && (!pae || registers.codeSegment == CodeSegment.BITS_64)) {
                return Effect.GENERAL_PROTECTION; // EN-CR0-PG-LME-PAE, EN-CR0-PG-CSL
            }
            if (longMode && registers.narrowTask && refuseNarrowTask) {
                return Effect.GENERAL_PROTECTION; // EN-CR0-PG-TSS16
            }
        }
        long changed = value ^ registers.cr0;
        registers.cr0 = value;
        if (turnsOn && has(registers.efer, EFER_LME)) {
            registers.efer |= EFER_LMA; // EN-CR0-PG-LMA
        }
        if (turnsOff) {
            registers.efer &= ~EFER_LMA;
        }
        // TLB-CR0-PG, TLB-CR0-PE
        boolean flushes = turnsOff || (has(changed, CR0_PG | CR0_PE) && architecture.cacheControlFlushes);
        Effect effect = flushes ? Effect.invalidating(Invalidation.Everything.INSTANCE) : Effect.DONE;
        boolean loads = registers.paePaging() && has(changed, CR0_PG | CR0_CD | CR0_NW); // PG-PDPTE-LOAD-CR0
        return loads ? effect.loading(PdpteLoad.YES) : effect;
    }

    private Effect movToCr3(RegisterFile registers, long operand) {
        boolean noFlush = has(operand, CR3_NO_FLUSH);
        long value = operand & ~CR3_NO_FLUSH;
        if (registers.longMode()
                && (value >>> architecture.maxPhyAddr != 0 || (noFlush && !registers.processContexts()))) {
            return Effect.GENERAL_PROTECTION; // EN-CR3-RSVD-LM, EN-CR3-63-PCIDE0
        }
        registers.cr3 = value;
        // TLB-MOVCR3-NOPCID, TLB-MOVCR3-FLUSH, TLB-MOVCR3-NOFLUSH: the operand's PCID, not the one that was current.
        Effect effect = noFlush ? Effect.DONE : Effect.invalidating(new Invalidation.Context(registers.pcid()));
        return registers.paePaging() ? effect.loading(PdpteLoad.YES) : effect; // PG-PDPTE-LOAD-CR3
    }

    private Effect movToCr4(RegisterFile registers, long value) {
        if ((value & ~architecture.cr4Existing) != 0) {
            return Effect.GENERAL_PROTECTION; // EN-CR4-RSVD
        }
        long changed = value ^ registers.cr4;
        if (registers.longMode() && (!has(value, CR4_PAE) || has(changed, CR4_LA57))) {
            return Effect.GENERAL_PROTECTION; // EN-CR4-PAE-LMA, EN-CR4-LA57-LMA
        }
        boolean startsPcids = has(changed & value, CR4_PCIDE);
        if (startsPcids && (!registers.longMode() || has(registers.cr3, CR3_PCID))) {
            return Effect.GENERAL_PROTECTION; // EN-CR4-PCIDE-LMA, EN-CR4-PCIDE-CR3
        }
        boolean stopsPcids = has(changed & ~value, CR4_PCIDE);
        int pcid = registers.pcid();
        registers.cr4 = value;
        Effect effect = Effect.invalidating(droppedByCr4(changed, changed & value, stopsPcids, pcid));
        if (!registers.paePaging() || changed == 0) {
            return effect;
        }
        boolean loads = has(changed, CR4_PAE | CR4_PGE | CR4_PSE | CR4_SMEP); // PG-PDPTE-LOAD-CR4
        return effect.loading(loads ? PdpteLoad.YES : PdpteLoad.OPTIONAL);
    }

    private Invalidation droppedByCr4(long changed, long started, boolean stopsPcids, int pcid) {
        if (has(changed, CR4_PGE) || stopsPcids) {
            return Invalidation.Everything.INSTANCE; // TLB-CR4-PGE, TLB-CR4-PCIDE-OFF
        }
        if (has(started, CR4_PKE) && architecture.pkeFlushes) {
            return Invalidation.Everything.INSTANCE; // TLB-CR4-PKE
        }
        if (has(changed, CR4_PAE | CR4_PSE) && architecture.cacheControlFlushes) {
            return Invalidation.Everything.INSTANCE; // TLB-CR4-PSE, L-PSE-PAE-GLOBAL
        }
        if (has(changed, CR4_PAE) || (has(started, CR4_SMEP) && architecture.smepFlushes)) {
            return new Invalidation.Context(pcid); // TLB-CR4-PAE, TLB-CR4-SMEP
        }
        return Invalidation.Nothing.INSTANCE;
    }

    private Effect wrmsrEfer(RegisterFile registers, long value, boolean refuseChangedLma) {
        long changed = value ^ registers.efer;
        if ((value & ~architecture.eferExisting) != 0
                || (has(changed, EFER_LME) && registers.paging())
                || (has(changed, EFER_LMA) && refuseChangedLma)) {
            return Effect.GENERAL_PROTECTION; // EN-EFER-RSVD, EN-EFER-LME-PG, EN-EFER-LMA
        }
        registers.efer = (value & ~EFER_LMA) | (registers.efer & EFER_LMA);
        return Effect.DONE; // TLB-NXE: nothing is dropped
    }

    private Effect invlpg(int processor, RegisterFile registers, long linear) {
        if (!registers.canonical(linear)) {
            return Effect.DONE;
        }
        return Effect.invalidating(new Invalidation.InvalidatePage(
                registers.pcid(), Place.of(processor, registers, linear, architecture)));
    }

    private Effect invpcid(int processor, RegisterFile registers, Operation.InvPcid invpcid) {
        long type = operand(registers, invpcid.type());
        if (type < 0 || type > 3 || invpcid.descriptor() >>> 12 != 0) {
            return Effect.GENERAL_PROTECTION; // INVPCID-GP-TYPE, INVPCID-GP-RSVD
        }
        int pcid = (int) invpcid.descriptor();
        if (type <= 1 && pcid != 0 && !registers.processContexts()) {
            return Effect.GENERAL_PROTECTION; // INVPCID-GP-PCID
        }
        if (type == 0 && !registers.canonical(invpcid.address())) {
            return Effect.GENERAL_PROTECTION; // INVPCID-GP-CANON
        }
        return Effect.invalidating(
                switch ((int) type) {
                    case 0 ->
                        new Invalidation.IndividualAddress(
                                pcid,
                                Place.of(processor, registers, invpcid.address(), pcid, architecture),
                                architecture.invpcidDropsAllStructures);
                    case 1 -> new Invalidation.Context(pcid);
                    case 2 -> Invalidation.Everything.INSTANCE;
                    default -> Invalidation.AllButGlobals.INSTANCE;
                });
    }

    private static boolean has(long value, long bits) {
        return (value & bits) != 0;
    }
}
