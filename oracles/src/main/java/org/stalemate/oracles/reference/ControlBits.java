package org.stalemate.oracles.reference;

/** Bits of the control registers and of IA32_EFER that the virtual processor has (SDM 2.2.1, 2.5). */
final class ControlBits {
    static final long CR0_PE = 1L;

    /** PE, MP, EM and TS. */
    static final long CR0_LMSW = 0xFL;

    static final long CR0_ET = 1L << 4;
    static final long CR0_NE = 1L << 5;
    static final long CR0_TS = 1L << 3;
    static final long CR0_WP = 1L << 16;
    static final long CR0_NW = 1L << 29;
    static final long CR0_CD = 1L << 30;
    static final long CR0_PG = 1L << 31;

    /** PE, MP, EM, TS, ET, NE, WP, AM, NW, CD and PG; the other low bits are ignored and read as 0. */
    static final long CR0_EXISTING = 0xE005_003FL;

    /** What RESET leaves: CD, NW and ET. */
    static final long CR0_AT_RESET = CR0_CD | CR0_NW | CR0_ET;

    static final long CR4_PSE = 1L << 4;
    static final long CR4_PAE = 1L << 5;
    static final long CR4_PGE = 1L << 7;
    static final long CR4_LA57 = 1L << 12;
    static final long CR4_PCIDE = 1L << 17;
    static final long CR4_SMEP = 1L << 20;
    static final long CR4_SMAP = 1L << 21;
    static final long CR4_PKE = 1L << 22;
    static final long CR4_PKS = 1L << 24;

    /** VME, PVI, TSD, DE, PSE, PAE, MCE, PGE, PCE, OSFXSR and OSXMMEXCPT exist on every platform. */
    static final long CR4_ALWAYS = 0x7FFL;

    static final long EFER_SCE = 1L;
    static final long EFER_LME = 1L << 8;
    static final long EFER_LMA = 1L << 10;
    static final long EFER_NXE = 1L << 11;

    /** In the operand of MOV to CR3 under PCIDE: flush nothing. Never stored. */
    static final long CR3_NO_FLUSH = 1L << 63;

    /** CR3[11:0]. */
    static final long CR3_PCID = 0xFFFL;

    /** CR3[51:12], the bits above MAXPHYADDR being 0. */
    static final long CR3_ROOT = 0x000F_FFFF_FFFF_F000L;

    static final long LOW_32 = 0xFFFF_FFFFL;

    private ControlBits() {}
}
