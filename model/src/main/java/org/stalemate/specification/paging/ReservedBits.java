package org.stalemate.specification.paging;

import static org.stalemate.specification.paging.PagingEntry.EXECUTE_DISABLE;
import static org.stalemate.specification.paging.PagingEntry.GLOBAL;
import static org.stalemate.specification.paging.PagingEntry.PAGE_SIZE;
import static org.stalemate.specification.paging.PagingEntry.PRESENT;
import static org.stalemate.vocabulary.Rule.PG_RSVD_32_NONE;
import static org.stalemate.vocabulary.Rule.PG_RSVD_G_AMD;
import static org.stalemate.vocabulary.Rule.PG_RSVD_PA;
import static org.stalemate.vocabulary.Rule.PG_RSVD_PDE_2M;
import static org.stalemate.vocabulary.Rule.PG_RSVD_PDE_4M;
import static org.stalemate.vocabulary.Rule.PG_RSVD_PDPTE_1G;
import static org.stalemate.vocabulary.Rule.PG_RSVD_PDPTE_PAE;
import static org.stalemate.vocabulary.Rule.PG_RSVD_PML45_PS;
import static org.stalemate.vocabulary.Rule.PG_RSVD_XD;

import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Rule;
import org.stalemate.vocabulary.Vendor;

/** Which bits of a present entry are reserved in a format (rules, section A.3). */
final class ReservedBits {
    /** Bits 29:13, the address bits below a 1 GB page but for PAT. */
    private static final long BELOW_1G = 0x3FFF_E000L;

    /** Bits 20:13, the address bits below a 2 MB page but for PAT. */
    private static final long BELOW_2M = 0x001F_E000L;

    /** Bits 21:13, the address bits below a 4 MB page but for PAT. */
    private static final long BELOW_4M = 0x003F_E000L;

    /** Bits 20:17 of the entry of a 4 MB page, which PSE-36 makes address bits 39:36. */
    private static final long PSE36_BEYOND_36 = 0x001E_0000L;

    /** Bits 2:1 and 8:5 of a PAE PDPTE. */
    private static final long PAE_PDPTE = 0x1E6L;

    private final long[] ofTable = new long[PagingFormat.MOST_LEVELS + 1];
    private final long[] ofPage = new long[PagingFormat.MOST_LEVELS + 1];
    private final long[] mayOfTable = new long[PagingFormat.MOST_LEVELS + 1];
    private final long[] mayOfPage = new long[PagingFormat.MOST_LEVELS + 1];
    private final Platform platform;
    private final Decisions decisions;
    private final boolean hasAmbiguous;

    ReservedBits(PagingFormat format, boolean nxe, Platform platform, Decisions decisions) {
        this.platform = platform;
        this.decisions = decisions;
        switch (format) {
            case BITS_32 -> of32BitPaging();
            case PAE -> ofPaePaging(nxe);
            case LEVEL_4, LEVEL_5 -> ofLongMode(nxe);
        }
        long ambiguous = 0;
        for (int level = 1; level <= PagingFormat.MOST_LEVELS; level++) {
            ambiguous |= mayOfTable[level] | mayOfPage[level];
        }
        hasAmbiguous = ambiguous != 0;
    }

    private long ifKept(Rule rule, long bits) {
        return decisions.keeps(rule) ? bits : 0;
    }

    /** Bits from MAXPHYADDR up, below another bit. */
    private long beyondMaxPhyAddr(int end) {
        return ifKept(PG_RSVD_PA, (1L << end) - 1 & -(1L << platform.maxPhyAddr()));
    }

    private void of32BitPaging() {
        boolean pse36 = platform.has(Feature.PSE36);
        // bit 13 + i of the entry is address bit 32 + i
        int firstReserved = pse36 ? Math.min(40, platform.maxPhyAddr()) - 19 : 13;
        ofPage[2] = ifKept(PG_RSVD_PDE_4M, BELOW_4M & -(1L << firstReserved));
        if (pse36 && platform.profile().vendor() != Vendor.INTEL) {
            mayOfPage[2] = PSE36_BEYOND_36 & ~ofPage[2];
        }
        if (!decisions.keeps(PG_RSVD_32_NONE)) {
            ofPage[1] = PAGE_SIZE;
            ofTable[2] = PAGE_SIZE;
        }
    }

    private void ofPaePaging(boolean nxe) {
        long xd = nxe ? 0 : ifKept(PG_RSVD_XD, EXECUTE_DISABLE);
        for (int level = 1; level <= 2; level++) {
            ofTable[level] = beyondMaxPhyAddr(63) | xd;
            ofPage[level] = beyondMaxPhyAddr(63) | xd;
        }
        ofPage[2] |= ifKept(PG_RSVD_PDE_2M, BELOW_2M);
        ofTable[3] = ifKept(PG_RSVD_PDPTE_PAE, PAE_PDPTE) | ifKept(PG_RSVD_PA, -(1L << platform.maxPhyAddr()));
        ofPage[3] = ofTable[3];
    }

    private void ofLongMode(boolean nxe) {
        long always = beyondMaxPhyAddr(52) | (nxe ? 0 : ifKept(PG_RSVD_XD, EXECUTE_DISABLE));
        for (int level = 1; level <= PagingFormat.MOST_LEVELS; level++) {
            ofTable[level] = always;
            ofPage[level] = always;
        }
        boolean largest = platform.has(Feature.PAGE_1G);
        ofPage[3] |= ifKept(PG_RSVD_PDPTE_1G, largest ? BELOW_1G : PAGE_SIZE);
        ofPage[2] |= ifKept(PG_RSVD_PDE_2M, BELOW_2M);
        for (int level = 4; level <= 5; level++) {
            ofTable[level] |= ifKept(PG_RSVD_PML45_PS, PAGE_SIZE);
            switch (platform.profile().vendor()) {
                case AMD -> ofTable[level] |= ifKept(PG_RSVD_G_AMD, GLOBAL);
                case UNION -> mayOfTable[level] = GLOBAL;
                case INTEL -> {}
            }
        }
    }

    /** {@return whether a present entry has a reserved bit set} */
    boolean violatedBy(long entry, int level, boolean mapsPage) {
        return (entry & (mapsPage ? ofPage[level] : ofTable[level])) != 0;
    }

    /** {@return whether a present entry may be taken for a violation and may be used just as well} (L-AMD-NB8, L-PSE36-WIDTH) */
    boolean mayBeViolatedBy(long entry, int level, boolean mapsPage) {
        return hasAmbiguous
                && (entry & PRESENT) != 0
                && (entry & (mapsPage ? mayOfPage[level] : mayOfTable[level])) != 0;
    }
}
