package org.stalemate.mmu.guest;

import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Vendor;

/** What the virtual processor enumerates, in the form that checks need. */
public final class GuestPlatform {
    private final Platform platform;
    private final boolean amd;
    private final boolean demandsDocumentedFlushes;
    private final long cr4Bits;
    private final long eferBits;
    private final long cr3Reserved;
    private final boolean invPcid;
    private final boolean pagesOf1G;

    /** Reads the enumeration once. */
    public GuestPlatform(Platform platform) {
        this.platform = platform;
        amd = platform.profile().vendor() == Vendor.AMD;
        demandsDocumentedFlushes = amd || platform.profile().strict();
        cr4Bits = ControlBits.CR4_ALWAYS
                | (platform.has(Feature.LA57) ? ControlBits.CR4_LA57 : 0)
                | (platform.has(Feature.PCID) ? ControlBits.CR4_PCIDE : 0)
                | (platform.has(Feature.SMEP) ? ControlBits.CR4_SMEP : 0)
                | (platform.has(Feature.SMAP) ? ControlBits.CR4_SMAP : 0);
        eferBits = ControlBits.EFER_SCE
                | ControlBits.EFER_LME
                | ControlBits.EFER_LMA
                | (platform.has(Feature.NX) ? ControlBits.EFER_NXE : 0);
        cr3Reserved = Long.MAX_VALUE & -(1L << platform.maxPhyAddr());
        invPcid = platform.has(Feature.INVPCID);
        pagesOf1G = platform.has(Feature.PAGE_1G);
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
    long cr3Reserved() {
        return cr3Reserved;
    }

    /** Bits 51:MAXPHYADDR of an entry. */
    long addressReserved() {
        return EntryBits.ADDRESS & cr3Reserved;
    }

    boolean hasInvPcid() {
        return invPcid;
    }

    boolean hasPagesOf1G() {
        return pagesOf1G;
    }

    boolean has(Feature feature) {
        return platform.has(feature);
    }
}
