package org.stalemate.generators;

/**
 * Kinds of single steps that a scenario is mixed from. Each scenario leaves some out altogether: a step that
 * hides a defect (a flush, say) is then absent rather than rare.
 */
public enum StepKind {
    LOAD(26, 95),
    STORE(13, 75),
    FETCH(8, 45),
    /** A locked read-modify-write. */
    EXCHANGE(4, 45),
    /** A load that the processor makes for itself, as supervisor. */
    IMPLICIT_LOAD(3, 40),
    /** A load that crosses from one page into the next. */
    SPLIT_LOAD(4, 40),
    /** A store that crosses from one page into the next, where what it writes is certain. */
    SPLIT_STORE(4, 40),
    /** An access within a page, of one of the kinds above, that the hypervisor performs. */
    EMULATED(8, 60),
    /** A store to an entry of a paging structure. */
    EDIT_ENTRY(21, 96),
    /** A load of an entry, or of a data word, through the direct-map window. */
    READ_ENTRY(3, 60),
    INVLPG(7, 60),
    /** INVPCID type 0. */
    INVPCID_ADDRESS(4, 45),
    /** INVPCID type 1. */
    INVPCID_CONTEXT(4, 45),
    /** INVPCID type 2. */
    INVPCID_ALL(2, 35),
    /** INVPCID type 3. */
    INVPCID_NON_GLOBAL(2, 35),
    /** MOV to CR3 with bit 63 clear. */
    CR3_FLUSH(6, 65),
    /** MOV to CR3 with bit 63 set, where PCIDs are in use. */
    CR3_NO_FLUSH(8, 70),
    TOGGLE_PGE(2, 35),
    TOGGLE_PCIDE(2, 30),
    TOGGLE_SMEP(2, 35),
    TOGGLE_SMAP(2, 30),
    TOGGLE_WP(2, 40),
    TOGGLE_NXE(1, 25),
    TOGGLE_PSE(2, 60),
    /** CR4.PAE, which leads from 32-bit to PAE paging or back. */
    TOGGLE_PAE(1, 40),
    TOGGLE_PKE(1, 15),
    TOGGLE_PKS(1, 15),
    /** CR0.CD and NW, which reload PDPTEs. */
    TOGGLE_CD_NW(1, 25),
    WRPKRU(2, 55),
    /** WRMSR of IA32_PKRS. */
    WRMSR_PKRS(1, 40),
    /** WRMSR of a memory-type range register, which empties the TLBs. */
    WRMSR_MTRR(1, 20),
    /** A task switch, which loads CR3 outside long mode. */
    TASK_SWITCH(5, 45),
    /** SMI and RSM. */
    SMI(1, 20),
    LMSW(1, 20),
    /** A bit of CR0, CR4 or EFER that changes no rights: CD, NW, TS, AM, PSE in long mode, SCE and the like. */
    TOGGLE_OTHER(1, 30),
    /** A change of CPL, EFLAGS.AC or the code segment. */
    CHANGE_STATE(3, 50),
    READ_REGISTER(2, 45),
    INIT_AND_BRING_UP(1, 36),
    /** INIT, accesses in real mode, then instruction by instruction back home. */
    INIT(1, 18),
    RESET(1, 13),
    /** Paging off and on again, out of long mode through compatibility mode. */
    PAGING_OFF(1, 25),
    /** To another paging mode, mostly one that there are tables of, for a while. */
    CHANGE_MODE(1, 12),
    /** What is forbidden: the outcome is an architectural fault. */
    ILLEGAL(2, 60);

    private final int weight;
    private final int percent;

    StepKind(int weight, int percent) {
        this.weight = weight;
        this.percent = percent;
    }

    /** {@return how often the kind is drawn in the standard mix, relative to the others} */
    int weight() {
        return weight;
    }

    /** {@return in how many of 100 scenarios the kind takes part} */
    int percent() {
        return percent;
    }

    /** {@return whether a target with these limits can be in what the step leads to} */
    boolean isWithin(TargetLimits limits) {
        return switch (this) {
            case INIT, RESET, PAGING_OFF, CHANGE_MODE -> limits.mayLeavePaging();
            case TOGGLE_PAE -> limits.has(TableFormat.BITS_32) && limits.has(TableFormat.PAE);
            default -> true;
        };
    }

    /** {@return whether it is an access, by whomever} */
    boolean isAccess() {
        return isPlainAccess() || isSplitAccess() || this == EMULATED;
    }

    /** {@return whether it is an access within one page by the processor itself} */
    boolean isPlainAccess() {
        return switch (this) {
            case LOAD, STORE, FETCH, EXCHANGE, IMPLICIT_LOAD -> true;
            default -> false;
        };
    }

    /** {@return whether it is an access to two pages at once} */
    boolean isSplitAccess() {
        return this == SPLIT_LOAD || this == SPLIT_STORE;
    }

    /** {@return whether some profile demands that a step of this kind removes translations while paging stays on} */
    boolean invalidates() {
        return switch (this) {
            case INVLPG, INVPCID_ADDRESS, INVPCID_CONTEXT, INVPCID_ALL, INVPCID_NON_GLOBAL, CR3_FLUSH -> true;
            case TOGGLE_PGE, TOGGLE_PCIDE, TOGGLE_SMEP, TOGGLE_PSE, TOGGLE_PAE, TOGGLE_PKE -> true;
            case TOGGLE_OTHER, WRMSR_MTRR, TASK_SWITCH, SMI, INIT_AND_BRING_UP -> true;
            default -> false;
        };
    }

    boolean isInvPcid() {
        return switch (this) {
            case INVPCID_ADDRESS, INVPCID_CONTEXT, INVPCID_ALL, INVPCID_NON_GLOBAL -> true;
            default -> false;
        };
    }
}
