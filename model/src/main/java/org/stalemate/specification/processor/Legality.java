package org.stalemate.specification.processor;

/** Whether the architecture lets an instruction complete. */
public enum Legality {
    /** It completes. */
    LEGAL,
    /** #GP(0), nothing changes. */
    GENERAL_PROTECTION,
    /** It completes or is #GP(0): the manuals differ and the profile accepts both. */
    EITHER,
    /** #GP with the selector that the instruction names, nothing changes. */
    SELECTOR_FAULT,
    /** #UD, nothing changes. */
    UNDEFINED_OPCODE
}
