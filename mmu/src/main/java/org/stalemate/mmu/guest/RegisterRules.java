package org.stalemate.mmu.guest;

import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.TssFormat;

/** Which values the control registers, EFER and INVPCID accept; everything else is #GP(0) and changes nothing. */
public class RegisterRules {
    private static final long HIGH_HALF = 0xFFFF_FFFF_0000_0000L;

    /** {@return whether MOV to CR0 of a value, already cut to the operand size, is legal} */
    public boolean acceptsCr0(ProcessorState state, long value) {
        boolean pg = (value & ControlBits.CR0_PG) != 0;
        if ((value & HIGH_HALF) != 0
                || (pg && (value & ControlBits.CR0_PE) == 0)
                || ((value & ControlBits.CR0_NW) != 0 && (value & ControlBits.CR0_CD) == 0)) {
            return false;
        }
        if (pg && !state.paging()) {
            return acceptsEnablingPaging(state);
        }
        return pg || !state.paging() || (!state.in64BitMode() && !state.pcids());
    }

    /** EN-CR0-PG-LME-PAE, EN-CR0-PG-CSL. */
    private static boolean acceptsEnablingPaging(ProcessorState state) {
        boolean longMode = (state.efer() & ControlBits.EFER_LME) != 0;
        return !longMode
                || ((state.cr4() & ControlBits.CR4_PAE) != 0
                        && state.execution().codeSegment() != CodeSegment.BITS_64);
    }

    /** {@return whether setting PG with EFER.LME=1 minds no 16-bit TSS} EN-CR0-PG-TSS16, L-TSS16: AMD's manual does not. */
    public boolean acceptsTaskRegisterInLongMode(GuestPlatform platform, ProcessorState state) {
        return platform.isAmd() || state.taskRegister() != TssFormat.BITS_16;
    }

    /** {@return whether there are task switches} In IA-32e mode there are not (SDM 7.7). */
    public boolean hasTaskSwitches(ProcessorState state) {
        return !state.longMode();
    }

    /** {@return the paging mode that a legal value of CR0 selects} */
    public PagingMode modeAfterCr0(ProcessorState state, long value) {
        return ProcessorState.mode(value, state.cr4(), (state.efer() & ControlBits.EFER_LME) != 0);
    }

    /** {@return the paging mode that a legal value of CR4 selects} */
    public PagingMode modeAfterCr4(ProcessorState state, long value) {
        return ProcessorState.mode(state.cr0(), value, state.longMode());
    }

    /** {@return whether MOV to CR3 of a value, already cut to the operand size, is legal (EN-CR3-RSVD-LM, EN-CR3-63-PCIDE0)} */
    public boolean acceptsCr3(GuestPlatform platform, ProcessorState state, long value) {
        if ((state.efer() & ControlBits.EFER_LMA) == 0) {
            return true;
        }
        return (value & platform.aboveWidth()) == 0 && (value >= 0 || state.pcids());
    }

    /** {@return what of a legal value CR3 stores} EN-CR3-63: bit 63 is a command. */
    public long cr3Kept(long value) {
        return value & ~ControlBits.CR3_NO_FLUSH;
    }

    /** {@return what MOV from CR3 reads} The guest's own value, whatever root the hardware runs with. */
    public long cr3AsRead(ProcessorState state) {
        return state.cr3();
    }

    /** {@return whether MOV to CR4 of a value, already cut to the operand size, is legal} */
    public boolean acceptsCr4(GuestPlatform platform, ProcessorState state, long value) {
        long changed = value ^ state.cr4();
        boolean longMode = (state.efer() & ControlBits.EFER_LMA) != 0;
        boolean setsPcide = (changed & value & ControlBits.CR4_PCIDE) != 0;
        if ((value & ~platform.cr4Bits()) != 0) {
            return false;
        }
        if (longMode && ((value & ControlBits.CR4_PAE) == 0 || (changed & ControlBits.CR4_LA57) != 0)) {
            return false;
        }
        return !setsPcide || (longMode && (state.cr3() & ControlBits.CR3_PCID) == 0);
    }

    /** {@return whether WRMSR to EFER is legal; another value of LMA is ignored, which both manuals allow (L-LMA-WRITE)} */
    public boolean acceptsEfer(GuestPlatform platform, ProcessorState state, long value) {
        boolean changesLme = ((value ^ state.efer()) & ControlBits.EFER_LME) != 0;
        return (value & ~platform.eferBits()) == 0 && !(changesLme && state.paging());
    }

    /** {@return whether INVPCID exists (INVPCID-UD)} */
    public boolean hasInvPcid(GuestPlatform platform) {
        return platform.hasInvPcid();
    }

    /** {@return whether INVPCID accepts its type, already cut to the operand size, and its descriptor} */
    public boolean acceptsInvPcid(ProcessorState state, long type, long descriptor, long address) {
        if (type < 0 || type > 3 || (descriptor & ~ControlBits.CR3_PCID) != 0) {
            return false;
        }
        if (type <= 1 && !state.pcids() && descriptor != 0) {
            return false;
        }
        return type != 0 || state.isCanonical(address);
    }

    /** {@return whether INVLPG of an address, already cut to its width, does anything} TLB-INVLPG: not if it is not canonical. */
    public boolean heedsInvLpg(ProcessorState state, long linear) {
        return state.isCanonical(linear);
    }

    /** {@return whether an access to an address, already cut to its width, goes on to paging} PG-CANON, PG-PF-PRIO. */
    public boolean acceptsAddress(ProcessorState state, long linear) {
        return state.isCanonical(linear);
    }

    /** {@return what CR0 holds after INIT} INIT-CR0: CD and NW stay. */
    public long cr0AfterInit(ProcessorState state) {
        return ControlBits.CR0_ET | (state.cr0() & (ControlBits.CR0_CD | ControlBits.CR0_NW));
    }

    /** {@return what CR3 holds after INIT and RESET} INIT-CR234. */
    public long cr3AfterRestart(ProcessorState state) {
        return 0;
    }

    /** {@return what CR4 holds after INIT and RESET} INIT-CR234. */
    public long cr4AfterRestart(ProcessorState state) {
        return 0;
    }

    /** {@return what EFER holds after INIT and RESET} INIT-EFER. */
    public long eferAfterRestart(ProcessorState state) {
        return 0;
    }

    /** {@return whether RDPKRU and WRPKRU exist} EN-CR4-PKE: while CR4.PKE=1. */
    public boolean hasPkru(ProcessorState state) {
        return (state.cr4() & ControlBits.CR4_PKE) != 0;
    }

    /** {@return whether IA32_PKRS exists} */
    public boolean hasPkrs(GuestPlatform platform) {
        return platform.has(Feature.PKS);
    }

    /** {@return whether WRMSR to IA32_PKRS, which exists, is legal} */
    public boolean acceptsPkrs(long value) {
        return (value & HIGH_HALF) == 0;
    }

    /** {@return whether an execution state exists while CR0.PE is as it is} */
    public boolean acceptsExecution(ProcessorState state, ExecutionState wanted) {
        return (state.cr0() & ControlBits.CR0_PE) != 0
                || (wanted.cpl() == 0 && wanted.codeSegment() == CodeSegment.BITS_16);
    }
}
