package org.stalemate.litmus;

import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Step;

/**
 * What CR0, CR4 and EFER of one logical processor hold if every step before succeeded: what {@code +PGE} and {@code -PGE} in a
 * litmus text are relative to. It is a matter of spelling alone and decides nothing.
 */
final class NominalRegisters {
    private static final long CR0_PE = 1;
    private static final long CR0_ET = 1L << 4;
    private static final long CR0_NE = 1L << 5;
    private static final long CR0_WP = 1L << 16;
    private static final long CR0_CD_NW = 3L << 29;
    private static final long CR0_PG = 1L << 31;
    private static final long CR4_PAE = 1L << 5;
    private static final long CR4_PGE = 1L << 7;
    private static final long CR4_PCIDE = 1L << 17;
    private static final long EFER_LME = 1L << 8;
    private static final long EFER_LMA = 1L << 10;
    private static final long EFER_NXE = 1L << 11;
    private static final long PAGING_ON = CR0_PE | CR0_ET | CR0_NE | CR0_WP | CR0_PG;

    private final Platform platform;
    private long cr0;
    private long cr4;
    private long efer;

    NominalRegisters(Platform platform, Registers start) {
        this.platform = platform;
        cr0 = start.cr0();
        cr4 = start.cr4();
        efer = start.efer();
    }

    /** {@return where a logical processor starts unless a litmus text says otherwise: 64-bit supervisor code, PCID 0} */
    static Registers defaults(Platform platform, long cr3) {
        return new Registers(
                PAGING_ON,
                0,
                cr3,
                CR4_PAE | CR4_PGE | ifHas(platform, Feature.PCID, CR4_PCIDE),
                EFER_LME | EFER_LMA | ifHas(platform, Feature.NX, EFER_NXE),
                ExecutionState.SUPERVISOR_64);
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

    /** Takes a step of this logical processor for granted. */
    void follow(Step step) {
        switch (step) {
            case Step.Instruction instruction -> follow(instruction.operation());
            case Step.Init _ -> reset(CR0_ET | (cr0 & CR0_CD_NW));
            case Step.Reset _ -> reset(CR0_ET | CR0_CD_NW);
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
            case Operation.MovToCr4(long value) -> cr4 = value;
            case Operation.WrmsrEfer(long value) -> efer = (value & ~EFER_LMA) | (efer & EFER_LMA);
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
