package org.stalemate.mmu.guest;

import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.TssFormat;

/** The registers of one virtual processor and what follows from them. */
public final class ProcessorState {
    private final int number;
    private final AccessRights accessRights;
    private final ProtectionKeys keys;
    private final EntryFormat format;
    private final PagingShape shape = new PagingShape();

    private long cr0;
    private long cr2;
    private long cr3;
    private long cr4;
    private long efer;
    private int pkru;
    private int pkrs;
    private TssFormat taskRegister = TssFormat.BITS_32;
    private ExecutionState execution = ExecutionState.REAL_MODE;

    private boolean in64BitMode;
    private int pcid;
    private final int[] permitted = new int[AccessKind.COUNT];
    private final int[] denied = new int[AccessKind.COUNT];
    private int kindsJudged;

    /** A processor; {@link #load} brings it to a state. */
    public ProcessorState(int number, AccessRights accessRights, ProtectionKeys keys, EntryFormat format) {
        this.number = number;
        this.accessRights = accessRights;
        this.keys = keys;
        this.format = format;
    }

    /** Takes over all registers. */
    public void load(Registers registers) {
        cr0 = registers.cr0();
        cr2 = registers.cr2();
        cr3 = registers.cr3();
        cr4 = registers.cr4();
        efer = registers.efer();
        pkru = registers.pkru();
        pkrs = registers.pkrs();
        taskRegister = TssFormat.BITS_32;
        execution = registers.state();
        deriveShape();
    }

    /** Takes over CR0, CR4, EFER and with them the shape of paging from another processor. */
    void copyControls(ProcessorState other) {
        cr0 = other.cr0;
        cr4 = other.cr4;
        efer = other.efer;
        shape.copy(other.shape);
        derive();
    }

    /** Takes over what is not control from another processor: CPL and AC, where tables are, and what keys forbid. */
    void copyPresent(ProcessorState other) {
        cr3 = other.cr3;
        execution = other.execution;
        pkru = other.pkru;
        pkrs = other.pkrs;
        shape.copyRoots(other.shape);
        derive();
    }

    /** What INIT and RESET have in common. */
    public void restart(long newCr0, long newCr3, long newCr4, long newEfer) {
        cr0 = newCr0;
        cr2 = 0;
        cr3 = newCr3;
        cr4 = newCr4;
        efer = newEfer;
        taskRegister = TssFormat.BITS_32;
        execution = ExecutionState.REAL_MODE;
        deriveShape();
    }

    /** INIT-PKRU: RESET clears PKRU and IA32_PKRS. */
    public void clearKeyRights() {
        setKeyRights(0, 0);
    }

    /** Writes PKRU. */
    public void setPkru(int value) {
        setKeyRights(value, pkrs);
    }

    /** Writes IA32_PKRS. */
    public void setPkrs(int value) {
        setKeyRights(pkru, value);
    }

    private void setKeyRights(int newPkru, int newPkrs) {
        pkru = newPkru;
        pkrs = newPkrs;
        kindsJudged = 0;
    }

    /** Writes a PDPTE register. */
    public void setPdpte(int register, long value) {
        shape.setPdpte(register, value);
    }

    /** Writes CR0 and what EN-CR0-PG-LMA makes of EFER.LMA. */
    public void setCr0(long value) {
        cr0 = (value & ControlBits.CR0_EXISTING) | ControlBits.CR0_ET;
        boolean longMode = (cr0 & ControlBits.CR0_PG) != 0 && (efer & ControlBits.EFER_LME) != 0;
        efer = longMode ? efer | ControlBits.EFER_LMA : efer & ~ControlBits.EFER_LMA;
        deriveShape();
    }

    /** Loads TR with a TSS of a format. */
    public void setTaskRegister(TssFormat format) {
        taskRegister = format;
    }

    /** Records the linear address of a page fault. */
    public void setCr2(long value) {
        cr2 = value;
    }

    /** Writes CR3. */
    public void setCr3(long value) {
        cr3 = value;
        shape.setRootFrame(format.rootFrame(shape.mode(), cr3));
        derivePcid();
    }

    /** Writes CR4. */
    public void setCr4(long value) {
        cr4 = value;
        deriveShape();
    }

    /** Writes EFER; LMA stays (EN-EFER-LMA). */
    public void setEfer(long value) {
        efer = (value & ~ControlBits.EFER_LMA) | (efer & ControlBits.EFER_LMA);
        deriveShape();
    }

    /** Changes CPL, AC and code segment. */
    public void setExecution(ExecutionState state) {
        execution = state;
        derive();
    }

    private void deriveShape() {
        boolean pae = (cr4 & ControlBits.CR4_PAE) != 0;
        boolean nxe = pae && (efer & ControlBits.EFER_NXE) != 0;
        shape.set(mode(cr0, cr4, longMode()), nxe, (cr4 & ControlBits.CR4_PSE) != 0);
        shape.setRootFrame(format.rootFrame(shape.mode(), cr3));
        derive();
    }

    /** {@return the paging mode that registers select} PG-MODE-NONE, -32, -PAE, -4L, -5L. */
    static PagingMode mode(long cr0, long cr4, boolean longMode) {
        if ((cr0 & ControlBits.CR0_PG) == 0) {
            return PagingMode.NONE;
        }
        if (!longMode) {
            return (cr4 & ControlBits.CR4_PAE) == 0 ? PagingMode.BITS_32 : PagingMode.PAE;
        }
        return (cr4 & ControlBits.CR4_LA57) == 0 ? PagingMode.LEVEL_4 : PagingMode.LEVEL_5;
    }

    private void derive() {
        in64BitMode = longMode() && execution.codeSegment() == CodeSegment.BITS_64;
        derivePcid();
        kindsJudged = 0;
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

    public int pkru() {
        return pkru;
    }

    public int pkrs() {
        return pkrs;
    }

    /** {@return the format of the TSS in TR} */
    public TssFormat taskRegister() {
        return taskRegister;
    }

    /** {@return how paging structures are reached and read now} */
    public PagingShape shape() {
        return shape;
    }

    /** {@return EFER.LMA} */
    public boolean longMode() {
        return (efer & ControlBits.EFER_LMA) != 0;
    }

    /** {@return CPL, AC and code segment} */
    public ExecutionState execution() {
        return execution;
    }

    /** {@return whether CR0.PE=1} */
    public boolean protection() {
        return (cr0 & ControlBits.CR0_PE) != 0;
    }

    /** {@return whether CR0.PG=1} */
    public boolean paging() {
        return (cr0 & ControlBits.CR0_PG) != 0;
    }

    /** {@return whether EFER.LMA=1 with a 64-bit code segment} */
    public boolean in64BitMode() {
        return in64BitMode;
    }

    /** {@return the current PCID, 0 while PCIDE=0 (EN-CR3-PCID)} */
    public int pcid() {
        return pcid;
    }

    /** {@return whether accesses of a kind are user-mode ones (PG-ACC-CLASS)} */
    public boolean isUser(int kind) {
        return execution.cpl() == 3 && kind != AccessKind.IMPLICIT_READ;
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

    /** {@return whether user or supervisor pages have protection keys (PG-PKU, PG-PKS)} */
    public boolean hasKeys() {
        return longMode() && (cr4 & (ControlBits.CR4_PKE | ControlBits.CR4_PKS)) != 0;
    }

    public boolean globalPages() {
        return (cr4 & ControlBits.CR4_PGE) != 0;
    }

    public boolean pcids() {
        return (cr4 & ControlBits.CR4_PCIDE) != 0;
    }

    /** {@return which rights an access of a kind can use: bit {@code r} stands for the set of rights {@code r}} */
    public int permitted(int kind) {
        if ((kindsJudged >>> kind & 1) == 0) {
            judge(kind);
        }
        return permitted[kind];
    }

    /** {@return which protection keys forbid an access of a kind, as {@link ProtectionKeys} numbers them} */
    public int denied(int kind) {
        if ((kindsJudged >>> kind & 1) == 0) {
            judge(kind);
        }
        return denied[kind];
    }

    /** {@return which protection keys of cached translations forbid an access of a kind} */
    public int deniedToCached(int kind) {
        int keysDenied = denied(kind);
        return keysDenied != 0 && keys.judgesCached() ? keysDenied : 0;
    }

    /** {@return the rights to shadow a translation with that an access of a kind was allowed to use} */
    public int shadowed(int kind, int rights) {
        return accessRights.shadowed(this, kind, rights);
    }

    private void judge(int kind) {
        permitted[kind] = accessRights.table(this, kind);
        denied[kind] = kind == AccessKind.FETCH ? 0 : keys.denied(this, kind == AccessKind.WRITE);
        kindsJudged |= 1 << kind;
    }

    /** {@return an address or operand as this processor sees it: 32 bits outside 64-bit mode (PG-LA-WIDTH)} */
    public long truncated(long operand) {
        return in64BitMode ? operand : operand & 0xFFFF_FFFFL;
    }

    /** {@return whether bits 63:47 of an address are equal, with CR4.LA57=1 bits 63:56} PG-CANON, PG-CANON-COMPONENTS. */
    public boolean isCanonical(long linear) {
        int unused = (cr4 & ControlBits.CR4_LA57) == 0 ? 16 : 7;
        return linear << unused >> unused == linear;
    }
}
