package org.stalemate.oracles.reference;

import static org.stalemate.oracles.reference.ControlBits.CR4_ALWAYS;
import static org.stalemate.oracles.reference.ControlBits.CR4_LA57;
import static org.stalemate.oracles.reference.ControlBits.CR4_PCIDE;
import static org.stalemate.oracles.reference.ControlBits.CR4_PKE;
import static org.stalemate.oracles.reference.ControlBits.CR4_PKS;
import static org.stalemate.oracles.reference.ControlBits.CR4_SMAP;
import static org.stalemate.oracles.reference.ControlBits.CR4_SMEP;
import static org.stalemate.oracles.reference.ControlBits.EFER_LMA;
import static org.stalemate.oracles.reference.ControlBits.EFER_LME;
import static org.stalemate.oracles.reference.ControlBits.EFER_NXE;
import static org.stalemate.oracles.reference.ControlBits.EFER_SCE;

import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Vendor;

/** What a platform settles once and for all: which bits exist, and how the manual that decides reads. */
final class Architecture {
    final int maxPhyAddr;
    final int logicalProcessors;
    final boolean pcids;
    final boolean invpcid;
    final boolean gigabytePages;
    final boolean executeDisable;
    final boolean pse36;
    final boolean userKeys;
    final boolean supervisorKeys;
    final long cr4Existing;
    final long eferExisting;

    /** PG-RSVD-G-AMD: whether a PML4E or PML5E with bit 8 set translates, the bit being ignored rather than reserved. */
    final Answer bit8Translates;

    /** L-PSE36-WIDTH: whether a 4 MB entry with address bits above 35 translates, where they exist. */
    final Answer widePse36Translates;

    /** PG-PDPTE-LOAD-SVM, L-PDPTE-SVM: whether PDPTEs of PAE paging are read when needed rather than kept in registers. */
    final Answer pdptesOnDemand;

    /** PG-PK-LIVE: whether translations made while CR4.PKE or CR4.PKS was 0 may lack the key. */
    final boolean keysNeedTheirControl;

    /** TLB-CR4-PKE. */
    final boolean pkeFlushes;

    /** PG-PF-ID: whether a fetch sets the I/D bit where SMEP is on and NXE is off. */
    final Answer fetchBitForSmepAlone;

    /** EN-EFER-LMA: whether WRMSR with another LMA than the present one is #GP(0). */
    final Answer changedLmaFaults;

    /** EN-CR0-PG-TSS16, L-TSS16. */
    final Answer narrowTaskBarsLongMode;

    /** C-AMD-REWALK: without it, a fault that memory does not confirm may be reported. */
    final boolean spuriousFaults;

    /** TLB-CR4-SMEP, L-SMEP-AMD. */
    final boolean smepFlushes;

    /** TLB-INVLPG-AMD: INVPCID of one address drops the PCID's paging-structure-cache entries for all addresses. */
    final boolean invpcidDropsAllStructures;

    /** Whether the lists of SDM 11.9 and APM 5.5.3 are demanded: PG 0->1, PE, PSE, and globals on PAE. */
    final boolean cacheControlFlushes;

    Architecture(Platform platform) {
        maxPhyAddr = platform.maxPhyAddr();
        logicalProcessors = platform.logicalProcessors();
        pcids = platform.has(Feature.PCID);
        invpcid = platform.has(Feature.INVPCID);
        gigabytePages = platform.has(Feature.PAGE_1G);
        executeDisable = platform.has(Feature.NX);
        pse36 = platform.has(Feature.PSE36);
        userKeys = platform.has(Feature.PKU);
        supervisorKeys = platform.has(Feature.PKS);
        cr4Existing = CR4_ALWAYS
                | (pcids ? CR4_PCIDE : 0)
                | (platform.has(Feature.LA57) ? CR4_LA57 : 0)
                | (platform.has(Feature.SMEP) ? CR4_SMEP : 0)
                | (platform.has(Feature.SMAP) ? CR4_SMAP : 0)
                | (userKeys ? CR4_PKE : 0)
                | (supervisorKeys ? CR4_PKS : 0);
        eferExisting = EFER_SCE | EFER_LME | EFER_LMA | (executeDisable ? EFER_NXE : 0);
        Vendor vendor = platform.profile().vendor();
        bit8Translates = byVendor(vendor, Answer.YES, Answer.NO);
        widePse36Translates = byVendor(vendor, Answer.YES, Answer.EITHER);
        pdptesOnDemand = byVendor(vendor, Answer.NO, Answer.EITHER);
        keysNeedTheirControl = vendor != Vendor.AMD;
        pkeFlushes = vendor == Vendor.AMD;
        fetchBitForSmepAlone = byVendor(vendor, Answer.YES, Answer.EITHER);
        changedLmaFaults = byVendor(vendor, Answer.NO, Answer.EITHER);
        narrowTaskBarsLongMode = byVendor(vendor, Answer.YES, Answer.NO);
        spuriousFaults = vendor != Vendor.AMD;
        smepFlushes = vendor == Vendor.INTEL;
        invpcidDropsAllStructures = vendor == Vendor.AMD;
        cacheControlFlushes = vendor == Vendor.AMD || platform.profile().strict();
    }

    private static Answer byVendor(Vendor vendor, Answer intel, Answer amd) {
        return switch (vendor) {
            case INTEL -> intel;
            case AMD -> amd;
            case UNION -> intel == amd ? intel : Answer.EITHER;
        };
    }
}
