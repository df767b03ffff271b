package org.stalemate.specification.paging;

import static org.stalemate.vocabulary.Rule.PG_PF_HI;
import static org.stalemate.vocabulary.Rule.PG_PF_ID;
import static org.stalemate.vocabulary.Rule.PG_PF_P;
import static org.stalemate.vocabulary.Rule.PG_PF_PK;
import static org.stalemate.vocabulary.Rule.PG_PF_RSVD;
import static org.stalemate.vocabulary.Rule.PG_PF_U;
import static org.stalemate.vocabulary.Rule.PG_PF_W;

/** The error code of a page fault (SDM 4.7). */
public final class PageFaultCode {
    /** Bit 0: the first failing entry was present. */
    public static final int PRESENT = 1;

    /** Bit 1: the access was a write. */
    public static final int WRITE = 1 << 1;

    /** Bit 2: the access was made at CPL 3. */
    public static final int USER = 1 << 2;

    /** Bit 3: a reserved bit was set in a present entry. */
    public static final int RESERVED = 1 << 3;

    /** Bit 4: the access was an instruction fetch, and the processor tells fetches apart. */
    public static final int INSTRUCTION_FETCH = 1 << 4;

    /** Bit 5: a protection key denies the access. */
    public static final int PROTECTION_KEY = 1 << 5;

    /** Bit 15: never set where there is no SGX (PG-PF-HI). */
    private static final int SGX = 1 << 15;

    private PageFaultCode() {}

    /** {@return the code where the first failing entry is not present} */
    public static int notPresent(long access, Decisions decisions) {
        return ofAccess(access, decisions) | (decisions.keeps(PG_PF_P) ? 0 : PRESENT);
    }

    /** {@return the code where the first failing entry has a reserved bit set} */
    public static int reserved(long access, Decisions decisions) {
        return ofAccess(access, decisions) | PRESENT | (decisions.keeps(PG_PF_RSVD) ? RESERVED : 0);
    }

    /**
     * {@return the code where a complete translation forbids the access}
     *
     * @param byKey whether its protection key denies the access, alone or besides other rights (PG-PF-PK)
     */
    public static int rights(long access, boolean byKey, Decisions decisions) {
        int key = byKey && decisions.keeps(PG_PF_PK) ? PROTECTION_KEY : 0;
        return ofAccess(access, decisions) | key | (decisions.keeps(PG_PF_P) ? PRESENT : 0);
    }

    private static int ofAccess(long access, Decisions decisions) {
        int code = 0;
        if ((access & AccessRights.WRITE) != 0 && decisions.keeps(PG_PF_W)) {
            code |= WRITE;
        }
        if ((access & AccessRights.BY_USER) != 0 && decisions.keeps(PG_PF_U)) {
            code |= USER;
        }
        if ((access & AccessRights.FETCH) != 0
                && (access & AccessRights.TELLS_FETCHES) != 0
                && decisions.keeps(PG_PF_ID)) {
            code |= INSTRUCTION_FETCH;
        }
        if (!decisions.keeps(PG_PF_HI)) {
            code |= SGX;
        }
        return code;
    }
}
