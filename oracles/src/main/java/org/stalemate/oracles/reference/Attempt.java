package org.stalemate.oracles.reference;

import org.stalemate.vocabulary.Operation.Access;
import org.stalemate.vocabulary.Outcome;

/**
 * An access as a logical processor attempts it.
 *
 * @param registers of that processor
 * @param linear the address, cut to 32 bits outside 64-bit mode
 */
record Attempt(int processor, RegisterFile registers, AccessKind kind, long linear) {
    static Attempt of(int processor, RegisterFile registers, Access access) {
        return new Attempt(processor, registers, AccessKind.of(access), registers.linear(access.address()));
    }

    long page() {
        return RegisterFile.page(linear);
    }

    int pcid() {
        return registers.pcid();
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
