package org.stalemate.oracles.reference;

/** Why an access faults. */
enum FaultCause {
    /** P=0 in the first failing entry. */
    NOT_PRESENT,
    /** A reserved bit in the first failing entry. */
    RESERVED,
    /** The path is complete, but does not permit the access, which the page's key does not forbid. */
    RIGHTS,
    /** The path is complete, and the page's key forbids the access. */
    RIGHTS_AND_KEY
}
