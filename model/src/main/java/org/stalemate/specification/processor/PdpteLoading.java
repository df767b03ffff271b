package org.stalemate.specification.processor;

import static org.stalemate.specification.processor.ControlBits.CR0_CD;
import static org.stalemate.specification.processor.ControlBits.CR0_NW;
import static org.stalemate.specification.processor.ControlBits.CR0_PG;
import static org.stalemate.specification.processor.ControlBits.CR4_PAE;
import static org.stalemate.specification.processor.ControlBits.CR4_PGE;
import static org.stalemate.specification.processor.ControlBits.CR4_PSE;
import static org.stalemate.specification.processor.ControlBits.CR4_SMEP;
import static org.stalemate.vocabulary.Rule.EN_CR3_PAE;
import static org.stalemate.vocabulary.Rule.PG_PAE_PDPTE_REGS;
import static org.stalemate.vocabulary.Rule.PG_PDPTE_LOAD_CR0;
import static org.stalemate.vocabulary.Rule.PG_PDPTE_LOAD_CR3;
import static org.stalemate.vocabulary.Rule.PG_PDPTE_LOAD_CR4;
import static org.stalemate.vocabulary.Rule.PG_PDPTE_LOAD_TASK;

import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.specification.paging.Regime;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Vendor;

/** When the PDPTE registers are loaded, from where, and what makes that fail (SDM 4.4.1; PG-PDPTE-LOAD-CR3, -CR0, -CR4, -TASK). */
public final class PdpteLoading {
    /** Memory as a load of the registers finds it. */
    public interface Source {
        /** {@return the 8 bytes at a physical address, uncertain accessed and dirty flags as 0} */
        long read(long physicalAddress);

        /** {@return the bits of those 8 bytes that are 0 in {@link #read} and may be 1} */
        long uncertainBits(long physicalAddress);
    }

    /** Whether an instruction loads the registers. */
    public enum Extent {
        /** It does not. */
        NONE,
        /** It may; the manuals do not say. */
        PERHAPS,
        /** It does. */
        ALL
    }

    private final Source memory;
    private final Regimes regimes;
    private final Vendor vendor;
    private final Decisions decisions;

    public PdpteLoading(Source memory, Regimes regimes, Decisions decisions) {
        this.memory = memory;
        this.regimes = regimes;
        this.vendor = regimes.platform().profile().vendor();
        this.decisions = decisions;
    }

    /** How entries are read under PAE paging; the controls do not matter to PDPTEs. */
    private Regime pae() {
        return regimes.pae();
    }

    /** {@return the physical address of the page-directory-pointer table} (EN-CR3-PAE) */
    public long tableOf(long cr3) {
        return cr3 & (decisions.keeps(EN_CR3_PAE) ? 0xFFFF_FFE0L : 0xFFFF_F000L);
    }

    /** {@return whether a MOV to CR3 loads} */
    Extent byCr3(PagingMode mode) {
        return mode == PagingMode.PAE && decisions.keeps(PG_PDPTE_LOAD_CR3) ? Extent.ALL : Extent.NONE;
    }

    /** {@return whether a MOV to CR0 that changes these bits loads} */
    Extent byCr0(long changed, PagingMode after) {
        boolean loads = ((changed & (CR0_CD | CR0_NW | CR0_PG)) != 0) == decisions.keeps(PG_PDPTE_LOAD_CR0);
        return after == PagingMode.PAE && loads ? Extent.ALL : Extent.NONE;
    }

    /** {@return whether a MOV to CR4 that changes these bits loads} */
    Extent byCr4(long changed, PagingMode after) {
        if (after != PagingMode.PAE || changed == 0 || !decisions.keeps(PG_PDPTE_LOAD_CR4)) {
            return Extent.NONE;
        }
        return (changed & (CR4_PAE | CR4_PGE | CR4_PSE | CR4_SMEP)) != 0 ? Extent.ALL : Extent.PERHAPS;
    }

    /** {@return whether a task switch loads, which it does not if CR3 keeps its value} */
    Extent byTask(boolean changesCr3, PagingMode mode) {
        boolean loads = changesCr3 && decisions.keeps(PG_PDPTE_LOAD_TASK);
        return mode == PagingMode.PAE && loads ? Extent.ALL : Extent.NONE;
    }

    /** {@return whether RSM loads} It may, but not what would fault, which is left out: the registers keep what they had then. */
    Extent bySmi(RegisterFile registers) {
        boolean loadable = registers.mode() == PagingMode.PAE && !mustFault(registers.cr3());
        return loadable ? Extent.PERHAPS : Extent.NONE;
    }

    private boolean mustFault(long cr3) {
        for (int i = 0; i < PdpteRegisters.COUNT; i++) {
            long at = tableOf(cr3) + 8L * i;
            if ((memory.read(at) & PagingEntry.PRESENT) != 0 && !someReading(at, false)) {
                return true;
            }
        }
        return false;
    }

    /** Whether some reading of an entry, whose flags may be uncertain, has a reserved bit set, or has none. */
    private boolean someReading(long at, boolean violates) {
        long value = memory.read(at);
        long uncertain = memory.uncertainBits(at);
        for (long set = uncertain; ; set = (set - 1) & uncertain) {
            if (pae().violates(value | set, 3) == violates) {
                return true;
            }
            if (set == 0) {
                return false;
            }
        }
    }

    /**
     * {@return whether an instruction that loads from CR3 completes} A present PDPTE with a reserved bit is #GP(0), unless PDPTEs are
     * fetched on demand and judged at use (PG-PDPTE-LOAD-SVM); one that is not present may be. Without registers to load there is nothing
     * to check (PG-PAE-PDPTE-REGS).
     */
    Legality check(Extent extent, long cr3) {
        if (extent == Extent.NONE || !decisions.keeps(PG_PAE_PDPTE_REGS)) {
            return Legality.LEGAL;
        }
        boolean mayFault = false;
        for (int i = 0; i < PdpteRegisters.COUNT; i++) {
            mayFault |= someReading(tableOf(cr3) + 8L * i, true);
        }
        if (vendor == Vendor.INTEL && extent == Extent.ALL && mustFault(cr3)) {
            return Legality.GENERAL_PROTECTION;
        }
        return mayFault ? Legality.EITHER : Legality.LEGAL;
    }

    /** Loads the registers as the extent says. */
    void load(Extent extent, RegisterFile registers) {
        if (extent == Extent.NONE) {
            return;
        }
        PdpteRegisters pdptes = registers.pdptes();
        if (extent == Extent.ALL) {
            pdptes.clear();
        }
        for (int i = 0; i < PdpteRegisters.COUNT; i++) {
            long at = tableOf(registers.cr3()) + 8L * i;
            long value = memory.read(at);
            long uncertain = memory.uncertainBits(at);
            for (long set = uncertain; ; set = (set - 1) & uncertain) {
                boolean present = (value & PagingEntry.PRESENT) != 0;
                if (!present || !pae().violates(value | set, 3)) {
                    pdptes.add(i, value | set);
                }
                if (set == 0) {
                    break;
                }
            }
            if (pdptes.count(i) == 0 && vendor == Vendor.INTEL) {
                pdptes.add(i, 0);
            }
        }
    }

    /** Gives the registers what a start state in PAE paging implies; otherwise they are zero. */
    public void loadAtStart(RegisterFile registers) {
        registers.pdptes().clear();
        if (registers.mode() == PagingMode.PAE) {
            load(Extent.ALL, registers);
            return;
        }
        for (int i = 0; i < PdpteRegisters.COUNT; i++) {
            registers.pdptes().add(i, 0);
        }
    }

    /** {@return whether a load that completes shows that no present PDPTE had a reserved bit set} Not if PDPTEs may be on demand. */
    public boolean provesPdptes() {
        return vendor == Vendor.INTEL && decisions.keeps(PG_PAE_PDPTE_REGS);
    }
}
