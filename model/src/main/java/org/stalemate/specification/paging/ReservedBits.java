package org.stalemate.specification.paging;

import static org.stalemate.specification.paging.PagingEntry.ADDRESS;
import static org.stalemate.specification.paging.PagingEntry.EXECUTE_DISABLE;
import static org.stalemate.specification.paging.PagingEntry.GLOBAL;
import static org.stalemate.specification.paging.PagingEntry.PAGE_SIZE;
import static org.stalemate.specification.paging.PagingEntry.PRESENT;
import static org.stalemate.specification.paging.PagingEntry.ROOT_LEVEL;
import static org.stalemate.vocabulary.Rule.PG_RSVD_G_AMD;
import static org.stalemate.vocabulary.Rule.PG_RSVD_PA;
import static org.stalemate.vocabulary.Rule.PG_RSVD_PDE_2M;
import static org.stalemate.vocabulary.Rule.PG_RSVD_PDPTE_1G;
import static org.stalemate.vocabulary.Rule.PG_RSVD_PML45_PS;
import static org.stalemate.vocabulary.Rule.PG_RSVD_XD;

import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Vendor;

/** Which bits of a present entry are reserved under 4-level paging (rules, section A.3). */
public final class ReservedBits {
    /** Bits 29:13, the address bits below a 1 GB page but for PAT. */
    private static final long BELOW_1G = 0x3FFF_E000L;

    /** Bits 20:13, the address bits below a 2 MB page but for PAT. */
    private static final long BELOW_2M = 0x001F_E000L;

    private final long[] ofTableEntry = new long[ROOT_LEVEL + 1];
    private final long[] ofPageEntry = new long[ROOT_LEVEL + 1];
    private final long whileNxeIsClear;
    private final boolean globalInPml4eMayFault;

    public ReservedBits(Platform platform, Decisions decisions) {
        long beyond = decisions.keeps(PG_RSVD_PA) ? ADDRESS & -(1L << platform.maxPhyAddr()) : 0;
        for (int level = 1; level <= ROOT_LEVEL; level++) {
            ofTableEntry[level] = beyond;
            ofPageEntry[level] = beyond;
        }
        ofTableEntry[4] |= ifKept(decisions, PG_RSVD_PML45_PS, PAGE_SIZE);
        if (platform.profile().vendor() == Vendor.AMD) {
            ofTableEntry[4] |= ifKept(decisions, PG_RSVD_G_AMD, GLOBAL);
        }
        boolean largest = platform.has(Feature.PAGE_1G);
        ofPageEntry[3] |= ifKept(decisions, PG_RSVD_PDPTE_1G, largest ? BELOW_1G : PAGE_SIZE);
        ofPageEntry[2] |= ifKept(decisions, PG_RSVD_PDE_2M, BELOW_2M);
        whileNxeIsClear = ifKept(decisions, PG_RSVD_XD, EXECUTE_DISABLE);
        globalInPml4eMayFault = platform.profile().vendor() == Vendor.UNION;
    }

    private static long ifKept(Decisions decisions, Rule rule, long bits) {
        return decisions.keeps(rule) ? bits : 0;
    }

    /**
     * {@return whether a present entry has a reserved bit set}
     *
     * @param level 4 (PML4E) to 1 (PTE)
     * @param nxe EFER.NXE
     */
    public boolean violatedBy(long entry, int level, boolean nxe) {
        long reserved = PagingEntry.mapsPage(entry, level) ? ofPageEntry[level] : ofTableEntry[level];
        return (entry & (nxe ? reserved : reserved | whileNxeIsClear)) != 0;
    }

    /** {@return whether a present entry may be taken for a violation and may be used just as well} (PG-RSVD-G-AMD under UNION) */
    public boolean mayBeViolatedBy(long entry, int level) {
        return globalInPml4eMayFault && level == ROOT_LEVEL && (entry & (GLOBAL | PRESENT)) == (GLOBAL | PRESENT);
    }
}
