package org.stalemate.specification.paging;

import static org.stalemate.vocabulary.Rule.PG_RIGHTS_RW_SUP;
import static org.stalemate.vocabulary.Rule.PG_RIGHTS_RW_USER;
import static org.stalemate.vocabulary.Rule.PG_RIGHTS_US;
import static org.stalemate.vocabulary.Rule.PG_RIGHTS_XD;
import static org.stalemate.vocabulary.Rule.PG_RIGHTS_XD_DATA;
import static org.stalemate.vocabulary.Rule.PG_SMAP_EXPL;
import static org.stalemate.vocabulary.Rule.PG_SMAP_WP0;
import static org.stalemate.vocabulary.Rule.PG_SMEP;

/**
 * Whether a translation's rights allow an access (SDM 4.6). Rights are what the entries on the path grant together; the
 * access is described by what the processor is and does at that moment (PG-CTRL-LIVE), never by what it was when the
 * translation was cached.
 */
public final class AccessRights {
    /** Right: every entry on the path has R/W=1. */
    public static final int WRITABLE = 1;

    /** Right: every entry on the path has U/S=1. */
    public static final int USER = 1 << 1;

    /** Right: no entry on the path has XD=1. */
    public static final int EXECUTABLE = 1 << 2;

    /** What a walk has before it reads its first entry. */
    public static final int ALL = WRITABLE | USER | EXECUTABLE;

    /** Access: made at CPL 3. */
    public static final int BY_USER = 1;

    /** Access: a write. */
    public static final int WRITE = 1 << 1;

    /** Access: an instruction fetch. */
    public static final int FETCH = 1 << 2;

    /** Access: made while CR0.WP=1. */
    public static final int UNDER_WP = 1 << 3;

    /** Access: made while CR4.SMEP=1. */
    public static final int UNDER_SMEP = 1 << 4;

    /** Access: made while CR4.SMAP=1. */
    public static final int UNDER_SMAP = 1 << 5;

    /** Access: made while EFLAGS.AC=1. */
    public static final int UNDER_AC = 1 << 6;

    /** Access: made while EFER.NXE=1. */
    public static final int UNDER_NXE = 1 << 7;

    /** Access: a fault of a fetch has I/D=1 in its error code (PG-PF-ID). */
    public static final int TELLS_FETCHES = 1 << 8;

    /** Access: a fault of a fetch may have I/D=1 or I/D=0, since the manuals differ (PG-PF-ID, L-ID-BIT). */
    public static final int MAY_TELL_FETCHES = 1 << 9;

    /**
     * Access: bit 16 + i, reading or writing, as it does, data of user pages with protection key i is denied (PG-PKU).
     */
    public static final int DENIED_USER_KEYS = 16;

    /** Access: bit 32 + i, the same of supervisor pages (PG-PKS). */
    public static final int DENIED_SUPERVISOR_KEYS = 32;

    private AccessRights() {}

    /** {@return the rights left after an entry: what was granted so far, less what the entry withholds} */
    public static int narrowed(int rights, long entry) {
        int left = rights;
        if ((entry & PagingEntry.WRITABLE) == 0) {
            left &= ~WRITABLE;
        }
        if ((entry & PagingEntry.USER) == 0) {
            left &= ~USER;
        }
        return entry < 0 ? left & ~EXECUTABLE : left;
    }

    /** {@return whether the rights allow the access} */
    public static boolean allow(int rights, long access, Decisions decisions) {
        boolean userPage = (rights & USER) != 0;
        boolean fetch = (access & FETCH) != 0;
        if ((access & BY_USER) != 0) {
            if (!userPage && decisions.keeps(PG_RIGHTS_US)) {
                return false;
            }
        } else if (userPage) {
            if (fetch && (access & UNDER_SMEP) != 0 && decisions.keeps(PG_SMEP)) {
                return false;
            }
            if (!fetch && smapForbids(access, decisions)) {
                return false;
            }
        }
        if ((rights & EXECUTABLE) == 0 && (access & UNDER_NXE) != 0) {
            if (fetch ? decisions.keeps(PG_RIGHTS_XD) : !decisions.keeps(PG_RIGHTS_XD_DATA)) {
                return false;
            }
        }
        return (access & WRITE) == 0 || (rights & WRITABLE) != 0 || mayWriteReadOnly(access, userPage, decisions);
    }

    /** {@return whether a protection key denies the access, whatever the rights say besides} (PG-PKU, PG-PKS) */
    public static boolean keyDenies(int rights, int key, long access) {
        int denied = (rights & USER) != 0 ? DENIED_USER_KEYS : DENIED_SUPERVISOR_KEYS;
        return (access >>> (denied + key) & 1) != 0;
    }

    /** {@return whether cached rights may make the access fault: they forbid it, or hold an XD from before NXE was cleared (TLB-NXE)} */
    public static boolean mayForbid(int rights, long access) {
        return !allow(rights, access, Decisions.ARCHITECTURAL)
                || ((rights & EXECUTABLE) == 0 && (access & (FETCH | UNDER_NXE)) == FETCH);
    }

    /** An explicit supervisor data access to a user page (PG-SMAP-EXPL). */
    private static boolean smapForbids(long access, Decisions decisions) {
        return (access & (UNDER_SMAP | UNDER_AC)) == UNDER_SMAP && decisions.keeps(PG_SMAP_EXPL);
    }

    private static boolean mayWriteReadOnly(long access, boolean userPage, Decisions decisions) {
        if ((access & BY_USER) != 0) {
            return !decisions.keeps(PG_RIGHTS_RW_USER);
        }
        if ((access & UNDER_WP) == 0) {
            return true;
        }
        boolean smapLifted = userPage && (access & (UNDER_SMAP | UNDER_AC)) == (UNDER_SMAP | UNDER_AC);
        return (smapLifted && !decisions.keeps(PG_SMAP_WP0)) || !decisions.keeps(PG_RIGHTS_RW_SUP);
    }
}
