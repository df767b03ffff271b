package org.stalemate.oracles.reference;

import org.stalemate.vocabulary.Operation.Access;
import org.stalemate.vocabulary.Operation.SplitAccess;
import org.stalemate.vocabulary.Outcome;

/**
 * An access, or half of one that crosses a page, as a logical processor attempts it.
 *
 * @param registers of that processor
 * @param linear the address, cut to 32 bits outside 64-bit mode
 */
record Attempt(int processor, RegisterFile registers, AccessKind kind, long linear, Part part) {
    private static final int HALF_BYTES = 4;

    static Attempt of(int processor, RegisterFile registers, Access access) {
        return new Attempt(processor, registers, AccessKind.of(access), registers.linear(access.address()), Part.WHOLE);
    }

    /** The high half begins where the second page does: at 0 after the last one (PG-LA-WIDTH). */
    static Attempt of(int processor, RegisterFile registers, SplitAccess access, Part half) {
        long address = access.address() + (half == Part.HIGH ? HALF_BYTES : 0);
        return new Attempt(processor, registers, AccessKind.of(access), registers.linear(address), half);
    }

    boolean isCanonical() {
        return registers.canonical(linear);
    }

    long page() {
        return RegisterFile.page(linear);
    }

    int pcid() {
        return registers.pcid();
    }

    /**
     * Ends a translation. Half an access waits for the other half, and when that faults, the low half need not have set its flags.
     *
     * @param before the memory before the translation
     * @param marked the memory with the flags that the translation sets
     */
    void reach(Memory before, Memory marked, long frame, Transitions.AccessSink sink) {
        if (part == Part.WHOLE) {
            sink.ended(marked, reach(marked, frame));
            return;
        }
        sink.ended(SplitLatch.translated(marked, part, frame), Outcome.Done.INSTANCE);
        if (part == Part.LOW && !before.equals(marked)) {
            sink.ended(SplitLatch.translatedWithoutFlags(before), Outcome.Done.INSTANCE);
        }
    }

    /** {@return the outcome of reaching a frame of memory, that of an exchange without what it returns} */
    Outcome reach(PhysicalMemory memory, long frame) {
        return kind == AccessKind.STORE
                ? new Outcome.Stored(frame)
                : new Outcome.Loaded(memory.read(physical(frame)), frame);
    }

    /** {@return the physical address within a frame} */
    long physical(long frame) {
        return (frame << 12) | (linear & 0xFFF);
    }

    Answer permittedBy(Rights rights, int key) {
        return AccessRules.permits(registers, kind, rights, key);
    }

    FaultCause causeBy(Rights rights, int key) {
        return AccessRules.causeOf(registers, kind, rights, key);
    }

    Outcome.PageFault fault(FaultCause cause, boolean fetchBit) {
        return new Outcome.PageFault(AccessRules.errorCode(registers, kind, cause, fetchBit), linear);
    }

    /** {@return what delivering the fault drops} */
    Invalidation invalidationBy(Outcome.PageFault fault, Architecture architecture) {
        return new Invalidation.DeliveredFault(
                registers, kind, fault.errorCode(), pcid(), Place.of(processor, registers, linear, architecture));
    }
}
