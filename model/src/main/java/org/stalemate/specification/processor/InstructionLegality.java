package org.stalemate.specification.processor;

import static org.stalemate.specification.processor.ControlBits.*;
import static org.stalemate.specification.processor.Legality.EITHER;
import static org.stalemate.specification.processor.Legality.GENERAL_PROTECTION;
import static org.stalemate.specification.processor.Legality.LEGAL;
import static org.stalemate.specification.processor.Legality.SELECTOR_FAULT;
import static org.stalemate.specification.processor.Legality.UNDEFINED_OPCODE;
import static org.stalemate.vocabulary.Rule.*;

import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.LinearAddress;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.TssFormat;
import org.stalemate.vocabulary.Vendor;

/** Which instructions are legal in which state (rules, sections B and D). */
public final class InstructionLegality {
    private final Platform platform;
    private final Decisions decisions;
    private final PdpteLoading pdptes;
    private final long cr4Exists;
    private final long eferExists;

    public InstructionLegality(Platform platform, Decisions decisions, PdpteLoading pdptes) {
        this.platform = platform;
        this.pdptes = pdptes;
        this.decisions = decisions;
        this.cr4Exists = CR4_ALWAYS
                | existing(Feature.LA57, CR4_LA57)
                | existing(Feature.PCID, CR4_PCIDE)
                | existing(Feature.SMEP, CR4_SMEP)
                | existing(Feature.SMAP, CR4_SMAP)
                | existing(Feature.PKU, CR4_PKE)
                | existing(Feature.PKS, CR4_PKS);
        this.eferExists = EFER_ALWAYS | existing(Feature.NX, EFER_NXE);
    }

    private long existing(Feature feature, long bit) {
        return platform.has(feature) ? bit : 0;
    }

    /** {@return whether the instruction is legal} Accesses always are; what they do is decided by paging. */
    public Legality of(Operation operation, RegisterFile registers) {
        return switch (operation) {
            case Operation.Access _,
                    Operation.SplitAccess _,
                    Operation.Emulated _,
                    Operation.StoreTableEntry _,
                    Operation.StoreTableHalf _,
                    Operation.LoadTableEntry _ -> LEGAL;
            case Operation.MovToCr0(long value) ->
                privileged(registers) ? movToCr0(value, registers) : GENERAL_PROTECTION;
            case Operation.MovToCr3(long value) ->
                privileged(registers) ? movToCr3(value, registers) : GENERAL_PROTECTION;
            case Operation.MovToCr4(long value) ->
                privileged(registers) ? movToCr4(value, registers) : GENERAL_PROTECTION;
            case Operation.WrmsrEfer(long value) ->
                privileged(registers) ? wrmsrEfer(value, registers) : GENERAL_PROTECTION;
            case Operation.WrmsrPkrs(long value) -> pkrs(registers, value >>> 32 != 0);
            case Operation.WrPkru _ -> pkru(registers);
            case Operation.ReadRegister(Register register) ->
                switch (register) {
                    case CR0, CR2, CR3, CR4, EFER -> ofPrivileged(registers);
                    case PKRU -> pkru(registers);
                    case PKRS -> pkrs(registers, false);
                };
            case Operation.Lmsw _, Operation.InvLpg _, Operation.WrmsrMtrr _ -> ofPrivileged(registers);
            case Operation.TaskSwitch(int cr3) -> taskSwitch(Integer.toUnsignedLong(cr3), registers);
            case Operation.LoadTaskRegister(TssFormat format) -> loadTaskRegister(format, registers);
            case Operation.InvPcid invPcid -> invPcid(invPcid, registers);
            case Operation.SetExecutionState(ExecutionState state) -> setExecutionState(state, registers);
        };
    }

    private static boolean privileged(RegisterFile registers) {
        return registers.state().cpl() == 0;
    }

    private static Legality ofPrivileged(RegisterFile registers) {
        return privileged(registers) ? LEGAL : GENERAL_PROTECTION;
    }

    /** RDPKRU and WRPKRU: at any CPL, but not while CR4.PKE=0 (EN-CR4-PKE). */
    private Legality pkru(RegisterFile registers) {
        return violates(EN_CR4_PKE, !registers.has(CR4_PKE)) ? UNDEFINED_OPCODE : LEGAL;
    }

    /** RDMSR and WRMSR of IA32_PKRS. */
    private Legality pkrs(RegisterFile registers, boolean reserved) {
        return privileged(registers) && platform.has(Feature.PKS) && !reserved ? LEGAL : GENERAL_PROTECTION;
    }

    private boolean violates(Rule rule, boolean condition) {
        return condition && decisions.keeps(rule);
    }

    private Legality movToCr0(long operand, RegisterFile registers) {
        long value = RegisterEffects.operand(operand, registers);
        boolean pg = (value & CR0_PG) != 0;
        boolean wasOn = registers.pagingIsOn();
        if (violates(EN_CR0_HI32, value >>> 32 != 0)
                || violates(EN_CR0_NWCD, (value & (CR0_NW | CR0_CD)) == CR0_NW)
                || violates(EN_CR0_PGPE, pg && (value & CR0_PE) == 0)) {
            return GENERAL_PROTECTION;
        }
        boolean codeIs64 = registers.state().codeSegment() == CodeSegment.BITS_64;
        if (wasOn && !pg) {
            boolean illegal = violates(EN_CR0_PG_64, codeIs64 && registers.longModeIsActive())
                    || violates(EN_CR0_PG_PCIDE, registers.has(CR4_PCIDE));
            return illegal ? GENERAL_PROTECTION : LEGAL;
        }
        boolean entersLongMode = !wasOn && pg && (registers.efer() & EFER_LME) != 0;
        if (entersLongMode
                && (violates(EN_CR0_PG_LME_PAE, !registers.has(CR4_PAE)) || violates(EN_CR0_PG_CSL, codeIs64))) {
            return GENERAL_PROTECTION;
        }
        if (entersLongMode && registers.taskRegister() == TssFormat.BITS_16 && decisions.keeps(EN_CR0_PG_TSS16)) {
            return narrowTssInLongMode();
        }
        long efer = registers.efer() | (entersLongMode ? EFER_LMA : 0);
        PagingMode after = RegisterFile.mode(value, registers.cr4(), efer);
        return pdptes.check(pdptes.byCr0(value ^ registers.cr0(), after), registers.cr3());
    }

    /** AMD's text lacks the restriction (L-TSS16). */
    private Legality narrowTssInLongMode() {
        return switch (platform.profile().vendor()) {
            case INTEL -> GENERAL_PROTECTION;
            case AMD -> LEGAL;
            case UNION -> EITHER;
        };
    }

    /** At any CPL, since the DPL of the TSS is 3. Where a load of the PDPTE registers fails, the model says what MOV to CR3 would do. */
    private Legality taskSwitch(long cr3, RegisterFile registers) {
        if (registers.longModeIsActive()) {
            return SELECTOR_FAULT;
        }
        return pdptes.check(pdptes.byTask(registers.cr3() != cr3, registers.mode()), cr3);
    }

    private static Legality loadTaskRegister(TssFormat format, RegisterFile registers) {
        if (!registers.protectionIsOn()) {
            return UNDEFINED_OPCODE;
        }
        if (!privileged(registers)) {
            return GENERAL_PROTECTION;
        }
        return registers.longModeIsActive() && format == TssFormat.BITS_16 ? SELECTOR_FAULT : LEGAL;
    }

    private Legality movToCr3(long operand, RegisterFile registers) {
        long value = RegisterEffects.operand(operand, registers);
        if (!registers.pagingIsOn() && !decisions.keeps(EN_CR3_NOPG)) {
            return GENERAL_PROTECTION;
        }
        if (!registers.longModeIsActive()) {
            return pdptes.check(pdptes.byCr3(registers.mode()), value);
        }
        if (violates(EN_CR3_63_PCIDE0, value < 0 && !registers.has(CR4_PCIDE))) {
            return GENERAL_PROTECTION;
        }
        long reserved = Long.MAX_VALUE & -(1L << platform.maxPhyAddr());
        return violates(EN_CR3_RSVD_LM, (value & reserved) != 0) ? GENERAL_PROTECTION : LEGAL;
    }

    private Legality movToCr4(long operand, RegisterFile registers) {
        long value = RegisterEffects.operand(operand, registers);
        long changed = value ^ registers.cr4();
        boolean longMode = registers.longModeIsActive();
        boolean setsPcide = (changed & value & CR4_PCIDE) != 0;
        if ((changed & (CR4_SMEP | CR4_SMAP)) != 0 && !decisions.keeps(EN_CR4_SMEPSMAP)) {
            return GENERAL_PROTECTION;
        }
        boolean illegal = violates(EN_CR4_RSVD, (value & ~cr4Exists) != 0)
                || violates(EN_CR4_PAE_LMA, longMode && (value & CR4_PAE) == 0)
                || violates(EN_CR4_LA57_LMA, longMode && (changed & CR4_LA57) != 0)
                || violates(EN_CR4_PCIDE_LMA, !longMode && setsPcide)
                || violates(EN_CR4_PCIDE_CR3, setsPcide && (registers.cr3() & CR3_PCID) != 0);
        if (illegal || !decisions.keeps(EN_CR4_PDPTE)) {
            return illegal ? GENERAL_PROTECTION : LEGAL;
        }
        PagingMode after = RegisterFile.mode(registers.cr0(), value, registers.efer());
        return pdptes.check(pdptes.byCr4(changed, after), registers.cr3());
    }

    private Legality wrmsrEfer(long value, RegisterFile registers) {
        long changed = value ^ registers.efer();
        if (violates(EN_EFER_RSVD, (value & ~eferExists) != 0)
                || violates(EN_EFER_LME_PG, registers.pagingIsOn() && (changed & EFER_LME) != 0)) {
            return GENERAL_PROTECTION;
        }
        if ((changed & EFER_NXE) != 0 && registers.pagingIsOn() && !decisions.keeps(EN_EFER_NXE)) {
            return GENERAL_PROTECTION;
        }
        boolean changesLma = (changed & EFER_LMA) != 0;
        return changesLma && platform.profile().vendor() != Vendor.INTEL ? EITHER : LEGAL;
    }

    private Legality invPcid(Operation.InvPcid instruction, RegisterFile registers) {
        if (violates(INVPCID_UD, !platform.has(Feature.INVPCID))) {
            return UNDEFINED_OPCODE;
        }
        long type = RegisterEffects.operand(instruction.type(), registers);
        long pcid = instruction.descriptor() & CR3_PCID;
        boolean namesPcid = type == 0 || type == 1;
        boolean illegal = violates(INVPCID_PRIV, !privileged(registers))
                || violates(INVPCID_GP_TYPE, Long.compareUnsigned(type, 3) > 0)
                || violates(INVPCID_GP_RSVD, (instruction.descriptor() & ~CR3_PCID) != 0)
                || violates(INVPCID_GP_PCID, namesPcid && pcid != 0 && !registers.has(CR4_PCIDE))
                || violates(
                        INVPCID_GP_CANON,
                        type == 0 && !LinearAddress.isCanonical(instruction.address(), la57(registers)));
        boolean alwaysLegal = registers.has(CR4_PCIDE) || decisions.keeps(INVPCID_PCIDE0);
        return illegal || !alwaysLegal ? GENERAL_PROTECTION : LEGAL;
    }

    /** CR4.LA57 as it is says how wide canonical addresses are, whatever the processor supports (PG-CANON-COMPONENTS). */
    private boolean la57(RegisterFile registers) {
        return registers.has(CR4_LA57) == decisions.keeps(PG_CANON_COMPONENTS);
    }

    /** Real mode has one privilege level and 16-bit code; the descriptors that would grant more need CR0.PE=1. */
    private static Legality setExecutionState(ExecutionState state, RegisterFile registers) {
        boolean realMode = !registers.protectionIsOn();
        boolean needsProtection = state.cpl() != 0 || state.codeSegment() != CodeSegment.BITS_16;
        return realMode && needsProtection ? GENERAL_PROTECTION : LEGAL;
    }
}
