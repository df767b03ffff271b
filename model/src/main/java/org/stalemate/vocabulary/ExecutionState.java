package org.stalemate.vocabulary;

/**
 * The part of a logical processor's state, besides control registers, that governs an access.
 *
 * @param cpl current privilege level, 0 to 3
 * @param ac EFLAGS.AC
 * @param codeSegment what CS.L and CS.D select
 */
public record ExecutionState(int cpl, boolean ac, CodeSegment codeSegment) {
    /** 64-bit supervisor code with EFLAGS.AC clear. */
    public static final ExecutionState SUPERVISOR_64 = new ExecutionState(0, false, CodeSegment.BITS_64);

    /** 64-bit user code with EFLAGS.AC clear. */
    public static final ExecutionState USER_64 = new ExecutionState(3, false, CodeSegment.BITS_64);

    /** As INIT and RESET leave it: real mode. */
    public static final ExecutionState REAL_MODE = new ExecutionState(0, false, CodeSegment.BITS_16);

    /** @throws IllegalArgumentException if {@code cpl} is not 0 to 3 */
    public ExecutionState {
        if (cpl < 0 || cpl > 3) {
            throw new IllegalArgumentException("CPL is 0 to 3, not " + cpl);
        }
    }
}
