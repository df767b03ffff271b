package org.stalemate.litmus;

import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Step;

/**
 * What the registers of one logical processor hold if every step before succeeded: what {@code +PGE} and {@code -PGE} in a litmus
 * text are relative to, and what its tables are called after. It is a matter of spelling alone and decides nothing.
 */
final class NominalRegisters {
    private static final long CR0_PE = 1;
    private static final long CR0_TS = 1L << 3;
    private static final long CR0_ET = 1L << 4;
    private static final long CR0_NE = 1L << 5;
    private static final long CR0_WP = 1L << 16;
    private static final long CR0_CD_NW = 3L << 29;
    private static final long CR0_PG = 1L << 31;
    private static final long CR0_LMSW_SETS = 0xF;
    private static final long CR0_LMSW_CLEARS = 0xE;
    private static final long CR4_PSE = 1L << 4;
    private static final long CR4_PAE = 1L << 5;
    private static final long CR4_PGE = 1L << 7;
    private static final long CR4_LA57 = 1L << 12;
    private static final long CR4_PCIDE = 1L << 17;
    private static final long EFER_LME = 1L << 8;
    private static final long EFER_LMA = 1L << 10;
    private static final long EFER_NXE = 1L << 11;
    private static final long PAGING_ON = CR0_PE | CR0_ET | CR0_NE | CR0_WP | CR0_PG;

    private static final ExecutionState SUPERVISOR_32 = new ExecutionState(0, false, CodeSegment.BITS_32);

    private final Platform platform;
    private long cr0;
    private long cr4;
    private long efer;
    private int pkru;
    private int pkrs;

    NominalRegisters(Platform platform, Registers start) {
        this.platform = platform;
        cr0 = start.cr0();
        cr4 = start.cr4();
        efer = start.efer();
        pkru = start.pkru();
        pkrs = start.pkrs();
    }

    /**
     * {@return where a logical processor starts unless a litmus text says otherwise} That is supervisor code of the widest kind
     * that the mode has, write protection, global pages where there is paging, 4 MB pages, PCID 0, XD.
     */
    static Registers defaults(Platform platform, PagingMode mode, long cr3) {
        long nxe = ifHas(platform, Feature.NX, EFER_NXE);
        long pcide = ifHas(platform, Feature.PCID, CR4_PCIDE);
        return switch (mode) {
            case NONE -> new Registers(PAGING_ON & ~CR0_PG, 0, cr3, 0, 0, SUPERVISOR_32);
            case BITS_32 -> new Registers(PAGING_ON, 0, cr3, CR4_PSE | CR4_PGE, nxe, SUPERVISOR_32);
            case PAE -> new Registers(PAGING_ON, 0, cr3, CR4_PAE | CR4_PGE, nxe, SUPERVISOR_32);
            case LEVEL_4 -> longMode(cr3, CR4_PAE | CR4_PGE | pcide, nxe);
            case LEVEL_5 -> longMode(cr3, CR4_PAE | CR4_PGE | CR4_LA57 | pcide, nxe);
        };
    }

    private static Registers longMode(long cr3, long cr4, long nxe) {
        return new Registers(PAGING_ON, 0, cr3, cr4, EFER_LME | EFER_LMA | nxe, ExecutionState.SUPERVISOR_64);
    }

    /** {@return the paging mode that registers select} */
    static PagingMode mode(Registers registers) {
        return mode(registers.cr0(), registers.cr4(), registers.efer());
    }

    private static PagingMode mode(long cr0, long cr4, long efer) {
        if ((cr0 & CR0_PG) == 0) {
            return PagingMode.NONE;
        }
        return withPaging(cr4, (efer & EFER_LMA) != 0);
    }

    private static PagingMode withPaging(long cr4, boolean longMode) {
        if (longMode) {
            return (cr4 & CR4_LA57) != 0 ? PagingMode.LEVEL_5 : PagingMode.LEVEL_4;
        }
        return (cr4 & CR4_PAE) != 0 ? PagingMode.PAE : PagingMode.BITS_32;
    }

    PagingMode mode() {
        return mode(cr0, cr4, efer);
    }

    /**
     * {@return the paging mode that is on, or that setting PG would select} Where nothing has been set up that says so, it is taken
     * to be 4-level paging.
     */
    PagingMode modeToCome() {
        if (mode() != PagingMode.NONE) {
            return mode();
        }
        boolean longMode = (efer & EFER_LME) != 0 || (cr4 & CR4_PAE) == 0;
        return withPaging(cr4, longMode);
    }

    long cr0() {
        return cr0;
    }

    long cr4() {
        return cr4;
    }

    long efer() {
        return efer;
    }

    long pkru() {
        return Integer.toUnsignedLong(pkru);
    }

    long pkrs() {
        return Integer.toUnsignedLong(pkrs);
    }

    /** Takes a step of this logical processor for granted. */
    void follow(Step step) {
        switch (step) {
            case Step.Instruction instruction -> follow(instruction.operation());
            case Step.Init _ -> reset(CR0_ET | (cr0 & CR0_CD_NW));
            case Step.Reset _ -> {
                reset(CR0_ET | CR0_CD_NW);
                pkru = 0;
                pkrs = 0;
            }
            case Step.Smi _ -> {}
            case Step.InitAndBringUp _ -> {
                cr0 = PAGING_ON;
                cr4 = CR4_PAE | ifHas(platform, Feature.PCID, CR4_PCIDE);
                efer = EFER_LME | EFER_LMA | ifHas(platform, Feature.NX, EFER_NXE);
            }
        }
    }

    private void follow(Operation operation) {
        switch (operation) {
            case Operation.MovToCr0(long value) -> {
                cr0 = value | CR0_ET;
                boolean longMode = (efer & EFER_LME) != 0 && (cr0 & CR0_PG) != 0;
                efer = longMode ? efer | EFER_LMA : efer & ~EFER_LMA;
            }
            case Operation.Lmsw(int value) -> cr0 = (cr0 & ~CR0_LMSW_CLEARS) | (value & CR0_LMSW_SETS);
            case Operation.MovToCr4(long value) -> cr4 = value;
            case Operation.WrPkru(int value) -> pkru = value;
            case Operation.WrmsrPkrs(long value) -> pkrs = (int) value;
            case Operation.WrmsrEfer(long value) -> efer = (value & ~EFER_LMA) | (efer & EFER_LMA);
            case Operation.TaskSwitch _ -> {
                boolean possible = (cr0 & CR0_PE) != 0 && (efer & EFER_LMA) == 0;
                cr0 = possible ? cr0 | CR0_TS : cr0;
            }
            default -> {}
        }
    }

    private void reset(long newCr0) {
        cr0 = newCr0;
        cr4 = 0;
        efer = 0;
    }

    private static long ifHas(Platform platform, Feature feature, long bits) {
        return platform.has(feature) ? bits : 0;
    }
}
