package org.stalemate.vocabulary;

/** A processor feature that CPUID enumerates and that paging depends on. */
public enum Feature {
    /** Process-context identifiers: CR4.PCIDE exists. */
    PCID,
    /** The INVPCID instruction exists. */
    INVPCID,
    /** 1 GB pages exist. */
    PAGE_1G,
    /** EFER.NXE and the execute-disable bit exist. */
    NX,
    /** CR4.SMEP exists. */
    SMEP,
    /** CR4.SMAP and EFLAGS.AC as its override exist. */
    SMAP,
    /** CR4.LA57 exists. */
    LA57,
    /** PSE-36: bits 20:13 of a 4 MB page-directory entry are address bits 39:32. */
    PSE36,
    /** CR4.PKE, PKRU, RDPKRU and WRPKRU exist. */
    PKU,
    /** CR4.PKS and IA32_PKRS exist. */
    PKS
}
