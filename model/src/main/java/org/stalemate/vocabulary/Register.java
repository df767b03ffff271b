package org.stalemate.vocabulary;

/** A register that software can read back. */
public enum Register {
    CR0,
    CR2,
    CR3,
    CR4,
    EFER,
    /** Protection-key rights of user pages; read by RDPKRU. */
    PKRU,
    /** IA32_PKRS (6E1H), protection-key rights of supervisor pages; read by RDMSR. */
    PKRS
}
