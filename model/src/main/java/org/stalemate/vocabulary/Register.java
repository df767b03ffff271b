package org.stalemate.vocabulary;

/** A register that software can read back. */
public enum Register {
    CR0,
    CR2,
    CR3,
    CR4,
    EFER
}
