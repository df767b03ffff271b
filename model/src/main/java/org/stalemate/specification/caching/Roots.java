package org.stalemate.specification.caching;

import static org.stalemate.vocabulary.Rule.PG_PAE_PDPTE_REGS;
import static org.stalemate.vocabulary.Rule.PG_PDPTE_NP;

import org.stalemate.specification.memory.PhysicalMemory;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.paging.PageTree;
import org.stalemate.specification.paging.PagingEntry;
import org.stalemate.specification.paging.PagingFormat;
import org.stalemate.specification.paging.Regime;
import org.stalemate.specification.processor.PdpteLoading;
import org.stalemate.specification.processor.PdpteRegisters;
import org.stalemate.specification.processor.Regimes;
import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.Vendor;

/**
 * The tables that walks of one logical processor start at while nothing is cached: the root table that CR3 names, or under PAE
 * paging the page directories that the PDPTE registers name (PG-PAE-PDPTE-REGS), and, where the profile lets PDPTEs be fetched on
 * demand, the page-directory-pointer table as well (PG-PDPTE-LOAD-SVM). Tables are locations, see {@link PagingFormat}.
 */
public final class Roots {
    /** Stands for a PDPTE register with P=0: a walk ends there. */
    public static final int NOT_PRESENT = -1;

    private final RegisterFile registers;
    private final Regimes regimes;
    private final PhysicalMemory memory;
    private final PdpteLoading loading;
    private final Decisions decisions;
    private final boolean registersHold;
    private final boolean onDemand;

    private Regime regime;
    private boolean pae;
    private int table;
    private long identity;

    public Roots(
            RegisterFile registers, Regimes regimes, PhysicalMemory memory, PdpteLoading loading, Decisions decisions) {
        this.registers = registers;
        this.regimes = regimes;
        this.memory = memory;
        this.loading = loading;
        this.decisions = decisions;
        registersHold = decisions.keeps(PG_PAE_PDPTE_REGS);
        onDemand = regimes.platform().profile().vendor() != Vendor.INTEL || !registersHold;
        regime = registers.pagingIsOn() ? regimes.of(registers) : regimes.pae();
    }

    /** {@return the vendor whose manual the logical processor goes by} */
    public Vendor vendor() {
        return regimes.platform().profile().vendor();
    }

    /** Takes a new look at the registers, paging being on. */
    public void refresh() {
        regime = regimes.of(registers);
        pae = regime.format() == PagingFormat.PAE;
        long address = pae ? loading.tableOf(registers.cr3()) : registers.rootFrame() << 12;
        table = memory.place(address >>> 12) * PagingFormat.LOCATIONS + (int) (address & 0xFFF) / 4;
        identity = pae ? (long) registers.pdptes().version() << 32 | table : table;
    }

    /** {@return how entries are read} */
    public Regime regime() {
        return regime;
    }

    /** {@return what tells these roots from others of the same scenario and regime} */
    long identity() {
        return identity;
    }

    /** {@return the location of the table that CR3 names} */
    public int rootTable() {
        return table;
    }

    /** {@return whether, under PAE paging, a walk may start at the page-directory-pointer table} */
    public boolean areOnDemand() {
        return onDemand;
    }

    /** {@return how many page directories, or absences of one, a PDPTE register may name, under PAE paging} */
    public int directories(int register) {
        return registersHold ? registers.pdptes().count(register) : 0;
    }

    /** {@return the location of one of those page directories, or {@link #NOT_PRESENT}} */
    public int directory(int register, int i) {
        long pdpte = registers.pdptes().value(register, i);
        boolean present = (pdpte & PagingEntry.PRESENT) != 0 || !decisions.keeps(PG_PDPTE_NP);
        return present ? memory.place(PagingEntry.frame(pdpte)) * PagingFormat.LOCATIONS : NOT_PRESENT;
    }

    /** {@return how many tables hold the entry of a node without anything above it having been read} */
    public int count(PageTree tree, int node) {
        if (!pae) {
            return tree.parent(node) == PageTree.ROOT ? 1 : 0;
        }
        return switch (tree.level(node)) {
            case 3 -> onDemand ? 1 : 0;
            case 2 -> directories(register(tree, node));
            default -> 0;
        };
    }

    /** {@return the location of one of those tables, or {@link #NOT_PRESENT}} */
    public int table(PageTree tree, int node, int i) {
        return !pae || tree.level(node) == 3 ? table : directory(register(tree, node), i);
    }

    /** {@return the number of the PDPTE register that a node lies under} */
    private static int register(PageTree tree, int node) {
        return (int) (tree.firstAddress(node) >>> 30) & (PdpteRegisters.COUNT - 1);
    }
}
