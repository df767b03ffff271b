package org.stalemate.mmu.guest;

import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Registers;

/** The registers of one virtual processor and what follows from them. */
public final class ProcessorState {
    private final int number;
    private final AccessRights accessRights;

    private long cr0;
    private long cr2;
    private long cr3;
    private long cr4;
    private long efer;
    private ExecutionState execution = ExecutionState.REAL_MODE;

    private boolean paging;
    private boolean in64BitMode;
    private int pcid;
    private int permissions;
    private boolean permissionsKnown;

    /** A processor; {@link #load} brings it to a state. */
    public ProcessorState(int number, AccessRights accessRights) {
        this.number = number;
        this.accessRights = accessRights;
    }

    /** Takes over all registers. */
    public void load(Registers registers) {
        cr0 = registers.cr0();
        cr2 = registers.cr2();
        cr3 = registers.cr3();
        cr4 = registers.cr4();
        efer = registers.efer();
        execution = registers.state();
        derive();
    }

    /** INIT-CR234, INIT-EFER: what INIT and RESET have in common. */
    public void restart(long newCr0) {
        cr0 = newCr0;
        cr2 = 0;
        cr3 = 0;
        cr4 = 0;
        efer = 0;
        execution = ExecutionState.REAL_MODE;
        derive();
    }

    /** Writes CR0 and what EN-CR0-PG-LMA makes of EFER.LMA. */
    public void setCr0(long value) {
        cr0 = (value & ControlBits.CR0_EXISTING) | ControlBits.CR0_ET;
        boolean longMode = (cr0 & ControlBits.CR0_PG) != 0 && (efer & ControlBits.EFER_LME) != 0;
        efer = longMode ? efer | ControlBits.EFER_LMA : efer & ~ControlBits.EFER_LMA;
        derive();
    }

    /** Records the linear address of a page fault. */
    public void setCr2(long value) {
        cr2 = value;
    }

    /** Writes CR3; bit 63 is not stored. */
    public void setCr3(long value) {
        cr3 = value & ~ControlBits.CR3_NO_FLUSH;
        derivePcid();
    }

    /** Writes CR4. */
    public void setCr4(long value) {
        cr4 = value;
        derive();
    }

    /** Writes EFER; LMA stays (EN-EFER-LMA). */
    public void setEfer(long value) {
        efer = (value & ~ControlBits.EFER_LMA) | (efer & ControlBits.EFER_LMA);
        derive();
    }

    /** Changes CPL, AC and code segment. */
    public void setExecution(ExecutionState state) {
        execution = state;
        derive();
    }

    private void derive() {
        paging = (cr0 & ControlBits.CR0_PG) != 0;
        in64BitMode = (efer & ControlBits.EFER_LMA) != 0 && execution.codeSegment() == CodeSegment.BITS_64;
        derivePcid();
        permissionsKnown = false;
    }

    private void derivePcid() {
        pcid = (cr4 & ControlBits.CR4_PCIDE) != 0 ? (int) (cr3 & ControlBits.CR3_PCID) : 0;
    }

    /** {@return the number of this logical processor} */
    public int number() {
        return number;
    }

    public long cr0() {
        return cr0;
    }

    public long cr2() {
        return cr2;
    }

    public long cr3() {
        return cr3;
    }

    public long cr4() {
        return cr4;
    }

    public long efer() {
        return efer;
    }

    /** {@return CPL, AC and code segment} */
    public ExecutionState execution() {
        return execution;
    }

    /** {@return whether CR0.PG=1} */
    public boolean paging() {
        return paging;
    }

    /** {@return whether EFER.LMA=1 with a 64-bit code segment} */
    public boolean in64BitMode() {
        return in64BitMode;
    }

    /** {@return the current PCID, 0 while PCIDE=0 (EN-CR3-PCID)} */
    public int pcid() {
        return pcid;
    }

    /** {@return the frame of the root table} */
    public long rootFrame() {
        return EntryBits.frame(cr3);
    }

    /** {@return whether accesses are user-mode ones (PG-ACC-CLASS)} */
    public boolean isUser() {
        return execution.cpl() == 3;
    }

    public boolean ac() {
        return execution.ac();
    }

    public boolean writeProtect() {
        return (cr0 & ControlBits.CR0_WP) != 0;
    }

    public boolean smep() {
        return (cr4 & ControlBits.CR4_SMEP) != 0;
    }

    public boolean smap() {
        return (cr4 & ControlBits.CR4_SMAP) != 0;
    }

    public boolean globalPages() {
        return (cr4 & ControlBits.CR4_PGE) != 0;
    }

    public boolean pcids() {
        return (cr4 & ControlBits.CR4_PCIDE) != 0;
    }

    public boolean executeDisable() {
        return (efer & ControlBits.EFER_NXE) != 0;
    }

    /** {@return which rights an access of a kind can use: bit {@code r} stands for the set of rights {@code r}} */
    public int permitted(int kind) {
        if (!permissionsKnown) {
            permissions = accessRights.table(this);
            permissionsKnown = true;
        }
        return permissions >>> (8 * kind) & 0xFF;
    }

    /** {@return an address or operand as this processor sees it: 32 bits outside 64-bit mode (PG-LA-WIDTH)} */
    public long truncated(long operand) {
        return in64BitMode ? operand : operand & 0xFFFF_FFFFL;
    }

    /** {@return whether bits 63:47 of an address are equal (PG-CANON)} */
    public static boolean isCanonical(long linear) {
        return linear << 16 >> 16 == linear;
    }
}
