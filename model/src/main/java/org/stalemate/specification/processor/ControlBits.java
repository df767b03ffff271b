package org.stalemate.specification.processor;

/** Bits of CR0, CR3, CR4 and IA32_EFER that paging depends on, and which bits exist (SDM 2.5, 2.2.1). */
public final class ControlBits {
    /** CR0.PE, bit 0. */
    public static final long CR0_PE = 1L;

    /** CR0.ET, bit 4: always reads 1. */
    public static final long CR0_ET = 1L << 4;

    /** CR0.NE, bit 5. */
    public static final long CR0_NE = 1L << 5;

    /** CR0.WP, bit 16. */
    public static final long CR0_WP = 1L << 16;

    /** CR0.TS, bit 3: a task switch sets it. */
    static final long CR0_TS = 1L << 3;

    /** CR0.NW, bit 29. */
    public static final long CR0_NW = 1L << 29;

    /** CR0.CD, bit 30. */
    public static final long CR0_CD = 1L << 30;

    /** CR0.PG, bit 31. */
    public static final long CR0_PG = 1L << 31;

    /** PE, MP, EM, TS, ET, NE, WP, AM, NW, CD, PG: the bits of CR0 that are kept. */
    static final long CR0_KEPT = 0xE005_003FL;

    /** PE, MP, EM, TS: the bits of CR0 that LMSW loads. */
    static final long CR0_LMSW = 0xFL;

    /** Bit 63 of the operand of MOV to CR3: with PCIDE=1, invalidate nothing. Never stored. */
    public static final long CR3_NO_FLUSH = 1L << 63;

    /** CR3 bits 11:0: the PCID while PCIDE=1. */
    public static final long CR3_PCID = 0xFFFL;

    /** CR4.PSE, bit 4. */
    public static final long CR4_PSE = 1L << 4;

    /** CR4.PAE, bit 5. */
    public static final long CR4_PAE = 1L << 5;

    /** CR4.PGE, bit 7. */
    public static final long CR4_PGE = 1L << 7;

    /** CR4.LA57, bit 12. */
    public static final long CR4_LA57 = 1L << 12;

    /** CR4.PCIDE, bit 17. */
    public static final long CR4_PCIDE = 1L << 17;

    /** CR4.SMEP, bit 20. */
    public static final long CR4_SMEP = 1L << 20;

    /** CR4.SMAP, bit 21. */
    public static final long CR4_SMAP = 1L << 21;

    /** CR4.PKE, bit 22. */
    public static final long CR4_PKE = 1L << 22;

    /** CR4.PKS, bit 24. */
    public static final long CR4_PKS = 1L << 24;

    /** CR4 bits 10:0, VME to OSXMMEXCPT, which every processor with long mode has. */
    static final long CR4_ALWAYS = 0x7FFL;

    /** EFER.LME, bit 8. */
    public static final long EFER_LME = 1L << 8;

    /** EFER.LMA, bit 10: read-only. */
    public static final long EFER_LMA = 1L << 10;

    /** EFER.NXE, bit 11. */
    public static final long EFER_NXE = 1L << 11;

    /** EFER bits SCE, LME and LMA, which every processor with long mode has. */
    static final long EFER_ALWAYS = 1L | EFER_LME | EFER_LMA;

    private ControlBits() {}
}
