package org.stalemate.oracles.reference;

import static org.stalemate.oracles.reference.ControlBits.CR0_AT_RESET;
import static org.stalemate.oracles.reference.ControlBits.CR0_CD;
import static org.stalemate.oracles.reference.ControlBits.CR0_ET;
import static org.stalemate.oracles.reference.ControlBits.CR0_NW;
import static org.stalemate.oracles.reference.ControlBits.CR0_PE;
import static org.stalemate.oracles.reference.ControlBits.CR0_PG;
import static org.stalemate.oracles.reference.ControlBits.CR0_WP;
import static org.stalemate.oracles.reference.ControlBits.CR3_PCID;
import static org.stalemate.oracles.reference.ControlBits.CR4_LA57;
import static org.stalemate.oracles.reference.ControlBits.CR4_PAE;
import static org.stalemate.oracles.reference.ControlBits.CR4_PCIDE;
import static org.stalemate.oracles.reference.ControlBits.CR4_PGE;
import static org.stalemate.oracles.reference.ControlBits.CR4_PKE;
import static org.stalemate.oracles.reference.ControlBits.CR4_PKS;
import static org.stalemate.oracles.reference.ControlBits.CR4_PSE;
import static org.stalemate.oracles.reference.ControlBits.CR4_SMAP;
import static org.stalemate.oracles.reference.ControlBits.CR4_SMEP;
import static org.stalemate.oracles.reference.ControlBits.EFER_LMA;
import static org.stalemate.oracles.reference.ControlBits.EFER_NXE;
import static org.stalemate.oracles.reference.ControlBits.LOW_32;

import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Register;
import org.stalemate.vocabulary.Registers;

/** The registers of one logical processor. */
final class RegisterFile {
    /** Linear pages are numbered by bits 56:12. */
    static final long PAGE_NUMBERS = (1L << 45) - 1;

    long cr0;
    long cr2;
    long cr3;
    long cr4;
    long efer;
    int pkru;
    int pkrs;
    int cpl;
    boolean ac;
    CodeSegment codeSegment;
    /** Whether TR holds a 16-bit TSS. */
    boolean narrowTask;

    RegisterFile(Registers start) {
        cr0 = start.cr0();
        cr2 = start.cr2();
        cr3 = start.cr3();
        cr4 = start.cr4();
        efer = start.efer();
        pkru = start.pkru();
        pkrs = start.pkrs();
        cpl = start.state().cpl();
        ac = start.state().ac();
        codeSegment = start.state().codeSegment();
    }

    RegisterFile copy() {
        RegisterFile copy = new RegisterFile(
                new Registers(cr0, cr2, cr3, cr4, efer, pkru, pkrs, new ExecutionState(cpl, ac, codeSegment)));
        copy.narrowTask = narrowTask;
        return copy;
    }

    boolean paging() {
        return (cr0 & CR0_PG) != 0;
    }

    /** The structures of the present mode; meaningless with paging off (PG-MODE-32, PG-MODE-PAE, PG-MODE-4L, PG-MODE-5L). */
    Layout layout() {
        if (longMode()) {
            return (cr4 & CR4_LA57) != 0 ? Layout.LEVEL_5 : Layout.LEVEL_4;
        }
        return (cr4 & CR4_PAE) != 0 ? Layout.PAE : Layout.BITS_32;
    }

    /** Whether PAE paging is in use. */
    boolean paePaging() {
        return paging() && layout() == Layout.PAE;
    }

    /** CR4.PSE, which only 32-bit paging looks at. */
    boolean pageSizeExtensions() {
        return (cr4 & CR4_PSE) != 0;
    }

    boolean longMode() {
        return (efer & EFER_LMA) != 0;
    }

    boolean in64BitMode() {
        return longMode() && codeSegment == CodeSegment.BITS_64;
    }

    boolean protectedMode() {
        return (cr0 & CR0_PE) != 0;
    }

    boolean writeProtect() {
        return (cr0 & CR0_WP) != 0;
    }

    boolean globalPages() {
        return (cr4 & CR4_PGE) != 0;
    }

    boolean processContexts() {
        return (cr4 & CR4_PCIDE) != 0;
    }

    boolean smep() {
        return (cr4 & CR4_SMEP) != 0;
    }

    boolean smap() {
        return (cr4 & CR4_SMAP) != 0;
    }

    boolean userKeys() {
        return (cr4 & CR4_PKE) != 0;
    }

    boolean supervisorKeys() {
        return (cr4 & CR4_PKS) != 0;
    }

    /** Whether XD is heeded: NXE=1, and entries wide enough to have it (PG-RIGHTS-XD). */
    boolean executeDisableInUse() {
        return executeDisable() && (cr4 & CR4_PAE) != 0;
    }

    /** EFER.NXE. */
    boolean executeDisable() {
        return (efer & EFER_NXE) != 0;
    }

    /** The current PCID, 000H while CR4.PCIDE is 0 (EN-CR3-PCID). */
    int pcid() {
        return processContexts() ? (int) (cr3 & CR3_PCID) : 0;
    }

    /** The linear address that an instruction's operand means (PG-LA-WIDTH). */
    long linear(long operand) {
        return in64BitMode() ? operand : operand & LOW_32;
    }

    /** PG-CANON; outside 64-bit mode addresses have been cut to 32 bits and are canonical anyway. */
    boolean canonical(long linear) {
        int unused = (cr4 & CR4_LA57) != 0 ? 64 - 57 : 64 - 48;
        return linear << unused >> unused == linear;
    }

    static long page(long linear) {
        return linear >>> 12 & PAGE_NUMBERS;
    }

    long read(Register register) {
        return switch (register) {
            case CR0 -> cr0;
            case CR2 -> cr2;
            case CR3 -> cr3;
            case CR4 -> cr4;
            case EFER -> efer;
            case PKRU -> Integer.toUnsignedLong(pkru);
            case PKRS -> Integer.toUnsignedLong(pkrs);
        };
    }

    /** INIT-CR0: CD and NW are kept, and so are the key rights (INIT-PKRU). */
    void init() {
        restart(CR0_ET | (cr0 & (CR0_CD | CR0_NW)));
    }

    /** RESET of this logical processor. */
    void reset() {
        restart(CR0_AT_RESET);
        pkru = 0;
        pkrs = 0;
    }

    /** INIT-CR234, INIT-EFER. */
    private void restart(long newCr0) {
        cr0 = newCr0;
        cr2 = 0;
        cr3 = 0;
        cr4 = 0;
        efer = 0;
        narrowTask = false;
        enter(ExecutionState.REAL_MODE);
    }

    void enter(ExecutionState state) {
        cpl = state.cpl();
        ac = state.ac();
        codeSegment = state.codeSegment();
    }
}
