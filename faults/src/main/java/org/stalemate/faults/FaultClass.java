package org.stalemate.faults;

/** Who can see a fault. */
public enum FaultClass {
    /** The guest: a value, a fault, a flag in memory or a register is wrong. */
    GUEST_VISIBLE
}
