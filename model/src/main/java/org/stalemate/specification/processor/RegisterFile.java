package org.stalemate.specification.processor;

import static org.stalemate.specification.processor.ControlBits.CR0_PE;
import static org.stalemate.specification.processor.ControlBits.CR0_PG;
import static org.stalemate.specification.processor.ControlBits.CR3_PCID;
import static org.stalemate.specification.processor.ControlBits.CR4_LA57;
import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.CR4_PCIDE;
import static org.stalemate.specification.processor.ControlBits.EFER_LMA;
import static org.stalemate.specification.processor.ControlBits.EFER_NXE;

import org.stalemate.specification.paging.LinearAddress;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.TssFormat;

/** The registers of one logical processor that paging depends on; mutable state, no rules. */
public final class RegisterFile {
    private long cr0;
    private long cr2;
    private long cr3;
    private long cr4;
    private long efer;
    private int pkru;
    private int pkrs;
    private TssFormat taskRegister = TssFormat.BITS_32;
    private final PdpteRegisters pdptes = new PdpteRegisters();
    private ExecutionState state = ExecutionState.REAL_MODE;

    /** Takes on the given contents. */
    public void load(Registers registers) {
        cr0 = registers.cr0();
        cr2 = registers.cr2();
        cr3 = registers.cr3();
        cr4 = registers.cr4();
        efer = registers.efer();
        pkru = registers.pkru();
        pkrs = registers.pkrs();
        taskRegister = TssFormat.BITS_32;
        state = registers.state();
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

    /** {@return PKRU: for key i access-disable in bit 2i, write-disable in bit 2i+1} */
    public int pkru() {
        return pkru;
    }

    /** {@return IA32_PKRS bits 31:0, likewise} */
    public int pkrs() {
        return pkrs;
    }

    /** {@return the format of the TSS that TR names} No start, INIT or RESET leaves a 16-bit one there. */
    public TssFormat taskRegister() {
        return taskRegister;
    }

    public PdpteRegisters pdptes() {
        return pdptes;
    }

    public ExecutionState state() {
        return state;
    }

    void cr0(long value) {
        cr0 = value;
    }

    /** Sets the linear address of a page fault (PG-PF-CR2). */
    public void cr2(long value) {
        cr2 = value;
    }

    void cr3(long value) {
        cr3 = value;
    }

    void cr4(long value) {
        cr4 = value;
    }

    void efer(long value) {
        efer = value;
    }

    void pkru(int value) {
        pkru = value;
    }

    void pkrs(int value) {
        pkrs = value;
    }

    void taskRegister(TssFormat value) {
        taskRegister = value;
    }

    void state(ExecutionState value) {
        state = value;
    }

    /** {@return all bits of the register} */
    public long read(Register register) {
        return switch (register) {
            case CR0 -> cr0;
            case CR2 -> cr2;
            case CR3 -> cr3;
            case CR4 -> cr4;
            case EFER -> efer;
            case PKRU -> pkru & 0xFFFF_FFFFL;
            case PKRS -> pkrs & 0xFFFF_FFFFL;
        };
    }

    /** {@return what an instruction that reads the register gets: MOV from a control register has 32 bits outside 64-bit mode} */
    public long asRead(Register register) {
        return in64BitMode() || register == Register.EFER ? read(register) : LinearAddress.truncated(read(register));
    }

    public boolean pagingIsOn() {
        return (cr0 & CR0_PG) != 0;
    }

    public boolean protectionIsOn() {
        return (cr0 & CR0_PE) != 0;
    }

    public boolean longModeIsActive() {
        return (efer & EFER_LMA) != 0;
    }

    /** {@return whether addresses and operands have 64 bits} */
    public boolean in64BitMode() {
        return longModeIsActive() && state.codeSegment() == CodeSegment.BITS_64;
    }

    public boolean nxe() {
        return (efer & EFER_NXE) != 0;
    }

    public boolean has(long cr4Bit) {
        return (cr4 & cr4Bit) != 0;
    }

    /** {@return how linear addresses are translated} (SDM 4.1.1) */
    public PagingMode mode() {
        return mode(cr0, cr4, efer);
    }

    /** {@return how linear addresses are translated under given registers, EFER with LMA} */
    static PagingMode mode(long cr0, long cr4, long efer) {
        if ((cr0 & CR0_PG) == 0) {
            return PagingMode.NONE;
        }
        if ((efer & EFER_LMA) != 0) {
            return (cr4 & CR4_LA57) != 0 ? PagingMode.LEVEL_5 : PagingMode.LEVEL_4;
        }
        return (cr4 & CR4_PAE) != 0 ? PagingMode.PAE : PagingMode.BITS_32;
    }

    /** {@return the current PCID: CR3 bits 11:0 while PCIDE=1, else 000H} (EN-CR3-PCID) */
    public int pcid() {
        return has(CR4_PCIDE) ? (int) (cr3 & CR3_PCID) : 0;
    }

    /** {@return the physical frame number of the root table of any mode but PAE} (PG-4L-WALK, PG-5L-WALK, EN-CR3-32) */
    public long rootFrame() {
        return PagingEntry.frame(longModeIsActive() ? cr3 : LinearAddress.truncated(cr3));
    }
}
