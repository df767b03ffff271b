package org.stalemate.mmu.guest;

/**
 * The rights of a translation and what they allow (SDM 4.6). A set of rights is three bits, accumulated over the walk; which
 * accesses it allows now depends on CPL, AC, CR0.WP, CR4.SMEP, CR4.SMAP and EFER.NXE and is therefore never stored with a
 * translation (PG-CTRL-LIVE) but looked up in tables of 8 bits that each logical processor keeps of its present state.
 */
public class AccessRights {
    /** R/W=1 at every level. */
    public static final int WRITABLE = 1;
    /** U/S=1 at every level. */
    public static final int USER = 2;
    /** XD=0 at every level. */
    public static final int EXECUTABLE = 4;
    /** What the walk starts with. */
    public static final int ALL = 7;

    /** Of tables, the sets of rights with {@link #WRITABLE}. */
    private static final int WRITABLE_SETS = 0b1010_1010;

    /** {@return the rights left when a walk with some rights passes through an entry} */
    public static int narrow(int rights, long entry) {
        int here = ((int) (entry >>> 1) & (WRITABLE | USER)) | (entry < 0 ? 0 : EXECUTABLE);
        return rights & here;
    }

    /** {@return whether the present state of a processor lets an access of some kind through} */
    public boolean permits(ProcessorState state, int kind, int rights) {
        boolean user = state.isUser(kind);
        boolean userPage = (rights & USER) != 0;
        if (user && !userPage) {
            return false;
        }
        return switch (kind) {
            case AccessKind.READ -> userDataAllowed(state, user, userPage);
            case AccessKind.WRITE -> userDataAllowed(state, user, userPage) && writeAllowed(state, user, rights);
            case AccessKind.IMPLICIT_READ -> implicitReadAllowed(state, userPage);
            default -> fetchAllowed(state, user, userPage, rights);
        };
    }

    /** PG-SMAP-EXPL: supervisor data accesses to user pages. */
    protected boolean userDataAllowed(ProcessorState state, boolean user, boolean userPage) {
        return user || !userPage || !state.smap() || state.ac();
    }

    /** PG-SMAP-IMPL: EFLAGS.AC does not matter. */
    protected boolean implicitReadAllowed(ProcessorState state, boolean userPage) {
        return !userPage || !state.smap();
    }

    /** PG-RIGHTS-RW-USER, PG-RIGHTS-RW-SUP. */
    protected boolean writeAllowed(ProcessorState state, boolean user, int rights) {
        return (rights & WRITABLE) != 0 || (!user && !state.writeProtect());
    }

    /** PG-RIGHTS-XD, PG-SMEP. With NXE=0 only a stale translation can lack the right to execute: it serves no fetch. */
    protected boolean fetchAllowed(ProcessorState state, boolean user, boolean userPage, int rights) {
        return (rights & EXECUTABLE) != 0 && (user || !userPage || !state.smep());
    }

    /**
     * {@return the rights of a shadow entry made for an access of a kind, already found to be allowed} Those of the guest's walk; but the
     * hardware has CR0.WP=1, and so a write that the guest's CR0.WP=0 lets through needs an entry with R/W=1. That of a user page has
     * U/S=0 in return, because users may not write to it (IMPL-WP0). Where the hardware must go on seeing a user page, the entry stays
     * read-only, and the hypervisor carries out each such write itself.
     */
    public final int shadowed(ProcessorState state, int kind, int rights) {
        if (kind != AccessKind.WRITE || (rights & WRITABLE) != 0) {
            return rights;
        }
        if ((rights & USER) == 0) {
            return rights | WRITABLE;
        }
        if (!mayBecomeSupervisors(state)) {
            return rights;
        }
        int supervisors = (rights & ~USER) | WRITABLE;
        return forgoesFetches(state) ? supervisors & ~EXECUTABLE : supervisors;
    }

    /** {@return whether the entry of a user page may have U/S=0} Not if SMAP is to guard the page, or PKRU its key. */
    protected boolean mayBecomeSupervisors(ProcessorState state) {
        return !state.smap() && !state.hasKeys();
    }

    /** {@return whether the entry of a user page must serve no fetch when it has U/S=0} With SMEP, which no longer sees a user page. */
    protected boolean forgoesFetches(ProcessorState state) {
        return state.smep();
    }

    /** {@return for each set of rights {@code r}, in bit {@code r}, whether an access of a kind is allowed} */
    public final int table(ProcessorState state, int kind) {
        int table = 0;
        for (int rights = 0; rights <= ALL; rights++) {
            table |= permits(state, kind, rights) ? 1 << rights : 0;
        }
        return table;
    }

    /** {@return what a table is with CR0.WP=1, given that of writes} */
    public static int protectingWrites(int table) {
        return table & WRITABLE_SETS;
    }
}
