package org.stalemate.mmu.guest;

import org.stalemate.vocabulary.PagingMode;

/** What of a processor's registers decides how its paging structures are reached and read. */
public final class PagingShape {
    /** How many PDPTE registers PAE paging has. */
    public static final int PDPTES = 4;

    private PagingMode mode = PagingMode.NONE;
    private int topLevel;
    private boolean fourByteEntries;
    private boolean executeDisable;
    private boolean pagesOf4M;
    private long rootFrame;
    private final long[] pdptes = new long[PDPTES];

    /** A shape with paging off. */
    public PagingShape() {}

    void set(PagingMode newMode, boolean nxe, boolean pse) {
        mode = newMode;
        fourByteEntries = newMode == PagingMode.BITS_32;
        executeDisable = nxe;
        pagesOf4M = pse;
        topLevel = switch (newMode) {
            case NONE -> 0;
            case BITS_32, PAE -> 2;
            case LEVEL_4 -> 4;
            case LEVEL_5 -> 5;
        };
    }

    void setRootFrame(long frame) {
        rootFrame = frame;
    }

    void setPdpte(int register, long value) {
        pdptes[register] = value;
    }

    /** Takes over everything of another shape. */
    public void copy(PagingShape other) {
        mode = other.mode;
        topLevel = other.topLevel;
        fourByteEntries = other.fourByteEntries;
        executeDisable = other.executeDisable;
        pagesOf4M = other.pagesOf4M;
        copyRoots(other);
    }

    /** Takes over what CR3 and the PDPTE registers of another shape say. */
    void copyRoots(PagingShape other) {
        rootFrame = other.rootFrame;
        System.arraycopy(other.pdptes, 0, pdptes, 0, PDPTES);
    }

    /** {@return the paging mode} */
    public PagingMode mode() {
        return mode;
    }

    /** {@return whether CR0.PG=1} */
    public boolean paging() {
        return topLevel != 0;
    }

    /** {@return the level of the first table of a walk: 2, 4 or 5; 0 with paging off} */
    public int topLevel() {
        return topLevel;
    }

    /** {@return whether walks start from the PDPTE registers (PG-PAE-PDPTE-REGS)} */
    public boolean startsFromPdptes() {
        return mode == PagingMode.PAE;
    }

    /** {@return whether entries have 4 bytes and tables 1024 of them} */
    public boolean fourByteEntries() {
        return fourByteEntries;
    }

    /** {@return whether bit 63 of an entry is XD and not reserved} */
    public boolean executeDisable() {
        return executeDisable;
    }

    /** {@return whether PS=1 in a PDE of 32-bit paging maps 4 MB} */
    public boolean pagesOf4M() {
        return pagesOf4M;
    }

    /** {@return whether entries that map pages have a protection key} */
    public boolean hasKeys() {
        return topLevel >= 4;
    }

    /** {@return the guest frame that CR3 names; meaningless under PAE paging} */
    public long rootFrame() {
        return rootFrame;
    }

    /** {@return a PDPTE register} */
    public long pdpte(int register) {
        return pdptes[register];
    }

    /** {@return the PDPTE register that a linear address selects} */
    public long pdpteOf(long linear) {
        return pdptes[(int) (linear >>> 30) & 3];
    }

    /** {@return the highest level of a table that paging-structure caches may remember: below the first one} */
    public int highestRemembered() {
        return topLevel - 1;
    }
}
