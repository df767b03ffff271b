package org.stalemate.mmu.guest;

/** Bit positions of the control registers and of EFER, as masks. */
public final class ControlBits {
    public static final long CR0_PE = 1L;
    public static final long CR0_TS = 1L << 3;
    /** PE, MP, EM, TS: what LMSW loads. */
    public static final long CR0_LMSW = 0xFL;

    public static final long CR0_ET = 1L << 4;
    public static final long CR0_WP = 1L << 16;
    public static final long CR0_NW = 1L << 29;
    public static final long CR0_CD = 1L << 30;
    public static final long CR0_PG = 1L << 31;
    /** PE, MP, EM, TS, ET, NE, WP, AM, NW, CD, PG: the bits that exist; the others read as 0. */
    public static final long CR0_EXISTING = 0x3FL | CR0_WP | 1L << 18 | CR0_NW | CR0_CD | CR0_PG;

    public static final long CR4_PSE = 1L << 4;
    public static final long CR4_PAE = 1L << 5;
    public static final long CR4_PGE = 1L << 7;
    public static final long CR4_LA57 = 1L << 12;
    public static final long CR4_PCIDE = 1L << 17;
    public static final long CR4_SMEP = 1L << 20;
    public static final long CR4_SMAP = 1L << 21;
    public static final long CR4_PKE = 1L << 22;
    public static final long CR4_PKS = 1L << 24;
    /** VME, PVI, TSD, DE, PSE, PAE, MCE, PGE, PCE, OSFXSR, OSXMMEXCPT: the bits that every processor has. */
    public static final long CR4_ALWAYS = 0x7FFL;

    public static final long CR3_PCID = 0xFFFL;
    /** Bit 63 of the operand of MOV to CR3: flush nothing. */
    public static final long CR3_NO_FLUSH = 1L << 63;

    public static final long EFER_SCE = 1L;
    public static final long EFER_LME = 1L << 8;
    public static final long EFER_LMA = 1L << 10;
    public static final long EFER_NXE = 1L << 11;

    /** CR0 after RESET: CD, NW and ET. */
    public static final long CR0_AT_RESET = CR0_CD | CR0_NW | CR0_ET;

    private ControlBits() {}
}
