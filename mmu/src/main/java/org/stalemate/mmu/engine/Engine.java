package org.stalemate.mmu.engine;

import org.stalemate.mmu.guest.GuestPlatform;
import org.stalemate.mmu.guest.ProcessorState;

/**
 * Translates for the guest's logical processors. Registers are changed by the caller, which has found the change legal and
 * tells the engine afterwards.
 */
public interface Engine {
    /** In a result of {@link #translate}: the store has to go through {@link #emulateStore}. */
    long EMULATE = 1L << 32;

    /** Starts anew, with all caches empty, when registers and memory have been loaded. */
    void reset(GuestPlatform platform, ProcessorState[] processors);

    /** Carries out what a processor owes before it runs guest code again. */
    void enter(ProcessorState state);

    /**
     * Translates the address of an access, canonical and cut to its width, and sets accessed and dirty flags.
     *
     * @param kind as {@code AccessKind} numbers them
     * @return the host frame, with {@link #EMULATE} where it applies; or of a page fault -1 minus the error code
     */
    long translate(ProcessorState state, long linear, int kind);

    /** A page fault is delivered that the engine did not report itself. */
    void deliverPageFault(ProcessorState state, long linear);

    /** {@return whether stores to a frame have to go through {@link #emulateStore}} */
    boolean isTracked(int frame);

    /** Stores to a frame whose contents the hypervisor tracks. */
    void emulateStore(int frame, int word, long value);

    /** Stores a word through the guest's direct map, which always reaches the frame, or on behalf of the guest. */
    void storeThroughWindow(int frame, int word, long value);

    /** MOV to CR3 was executed; {@code noFlush} is bit 63 of its operand. */
    void movedToCr3(ProcessorState state, long oldCr3, int oldPcid, boolean noFlush);

    /** MOV to CR0 was executed. */
    void movedToCr0(ProcessorState state, long oldCr0);

    /** MOV to CR4 was executed. */
    void movedToCr4(ProcessorState state, long oldCr4, int oldPcid);

    /** WRMSR to EFER was executed. */
    void wroteEfer(ProcessorState state);

    /** WRMSR to a memory-type range register was executed. */
    void wroteMtrr(ProcessorState state);

    /** RSM was executed, after an SMI that the guest saw nothing of. */
    void leftSystemManagement(ProcessorState state);

    /** INVLPG of an address, canonical and cut to its width, was executed. */
    void invLpg(ProcessorState state, long linear);

    /** INVPCID with legal operands was executed. */
    void invPcid(ProcessorState state, int type, int pcid, long linear);

    /** INIT was received. */
    void initialised(ProcessorState state, int oldPcid);

    /** RESET was received. */
    void wasReset(ProcessorState state, int oldPcid);
}
