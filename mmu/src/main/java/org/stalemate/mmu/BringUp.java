package org.stalemate.mmu;

import org.jspecify.annotations.Nullable;
import org.stalemate.mmu.guest.ControlBits;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Step;

/** The instructions that {@link Step.InitAndBringUp} stands for, after INIT. */
final class BringUp {
    private static final long CR0_NE = 1L << 5;
    private static final Operation ENABLE_PROTECTION = new Operation.MovToCr0(ControlBits.CR0_PE);
    private static final Operation ENABLE_PAE = new Operation.MovToCr4(ControlBits.CR4_PAE);
    private static final Operation ENABLE_PCIDS = new Operation.MovToCr4(ControlBits.CR4_PAE | ControlBits.CR4_PCIDE);
    private static final Operation LONG_MODE = new Operation.WrmsrEfer(ControlBits.EFER_LME);
    private static final Operation LONG_MODE_WITH_NX =
            new Operation.WrmsrEfer(ControlBits.EFER_LME | ControlBits.EFER_NXE);
    private static final Operation ENABLE_PAGING =
            new Operation.MovToCr0(ControlBits.CR0_PE | CR0_NE | ControlBits.CR0_WP | ControlBits.CR0_PG);
    private static final Operation CODE_64 = new Operation.SetExecutionState(ExecutionState.SUPERVISOR_64);

    private BringUp() {}

    /** How many instructions there are at most. */
    static final int LENGTH = 8;

    /** The instruction at a place, or null where the platform or the PCID needs none. */
    static @Nullable Operation instruction(Step.InitAndBringUp step, Platform platform, int place) {
        long root = step.root() << 12;
        return switch (place) {
            case 0 -> ENABLE_PROTECTION;
            case 1 -> ENABLE_PAE;
            case 2 -> new Operation.MovToCr3(root);
            case 3 -> platform.has(Feature.NX) ? LONG_MODE_WITH_NX : LONG_MODE;
            case 4 -> ENABLE_PAGING;
            case 5 -> CODE_64;
            case 6 -> platform.has(Feature.PCID) ? ENABLE_PCIDS : null;
            default -> step.pcid() == 0 ? null : new Operation.MovToCr3(root | step.pcid() | ControlBits.CR3_NO_FLUSH);
        };
    }
}
