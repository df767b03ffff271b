package org.stalemate.mmu.guest;

import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Vendor;

/** What the virtual processor enumerates, in the form that checks need. */
public final class GuestPlatform {
    private static final long BIT_21 = 1L << 21;
    private static final long BITS_20_13 = 0x1F_E000L;
    private static final long BITS_21_13 = BIT_21 | BITS_20_13;

    private final Platform platform;
    private final boolean amd;
    private final boolean demandsDocumentedFlushes;
    private final long cr4Bits;
    private final long eferBits;
    private final long aboveWidth;
    private final boolean invPcid;
    private final boolean pagesOf1G;
    private final boolean pse36;
    private final long reserved4M;

    /** Reads the enumeration once. */
    public GuestPlatform(Platform platform) {
        this.platform = platform;
        amd = platform.profile().vendor() == Vendor.AMD;
        demandsDocumentedFlushes = amd || platform.profile().strict();
        cr4Bits = ControlBits.CR4_ALWAYS
                | (platform.has(Feature.LA57) ? ControlBits.CR4_LA57 : 0)
                | (platform.has(Feature.PCID) ? ControlBits.CR4_PCIDE : 0)
                | (platform.has(Feature.SMEP) ? ControlBits.CR4_SMEP : 0)
                | (platform.has(Feature.SMAP) ? ControlBits.CR4_SMAP : 0)
                | (platform.has(Feature.PKU) ? ControlBits.CR4_PKE : 0)
                | (platform.has(Feature.PKS) ? ControlBits.CR4_PKS : 0);
        eferBits = ControlBits.EFER_SCE
                | ControlBits.EFER_LME
                | ControlBits.EFER_LMA
                | (platform.has(Feature.NX) ? ControlBits.EFER_NXE : 0);
        aboveWidth = Long.MAX_VALUE & -(1L << platform.maxPhyAddr());
        invPcid = platform.has(Feature.INVPCID);
        pagesOf1G = platform.has(Feature.PAGE_1G);
        pse36 = platform.has(Feature.PSE36);
        reserved4M = pse36 ? reservedWithPse36(platform.maxPhyAddr()) : BITS_21_13;
    }

    /** Bit 21, and of bits 20:13, which are address bits 39:32, those at or above MAXPHYADDR. */
    private static long reservedWithPse36(int maxPhyAddr) {
        return BIT_21 | (BITS_20_13 & -(1L << (Math.min(maxPhyAddr, 40) - 19)));
    }

    /** {@return the platform this was made from} */
    public Platform platform() {
        return platform;
    }

    /** {@return whether AMD's manual decides} */
    public boolean isAmd() {
        return amd;
    }

    /** {@return whether the reading demands the flushes that only the cache-control chapters list} */
    public boolean demandsDocumentedFlushes() {
        return demandsDocumentedFlushes;
    }

    /** {@return whether only the cache-control chapter of the SDM, read strictly, is demanded} */
    public boolean isStrict() {
        return platform.profile().strict();
    }

    long cr4Bits() {
        return cr4Bits;
    }

    long eferBits() {
        return eferBits;
    }

    /** Bits 62:MAXPHYADDR. */
    long aboveWidth() {
        return aboveWidth;
    }

    /** Bits 51:MAXPHYADDR of an entry. */
    long addressReserved() {
        return EntryBits.ADDRESS & aboveWidth;
    }

    boolean hasInvPcid() {
        return invPcid;
    }

    boolean hasPagesOf1G() {
        return pagesOf1G;
    }

    boolean hasPse36() {
        return pse36;
    }

    /** The reserved bits of a PDE that maps 4 MB (PG-RSVD-PDE-4M). */
    long reserved4M() {
        return reserved4M;
    }

    boolean has(Feature feature) {
        return platform.has(feature);
    }
}
