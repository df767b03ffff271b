package org.stalemate.shrinking;

import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;

/** Lets a processor start with the registers of its mode's normal form: all but CR3, else one at a time, else bit by bit. */
final class PlainRegisters implements Simplification {
    private static final int WHOLE = 8;
    private static final int PER_PROCESSOR = WHOLE + 4 * 64;

    @Override
    public int places(Scenario scenario) {
        return scenario.start().processors().size() * PER_PROCESSOR;
    }

    @Override
    public @Nullable Scenario at(Scenario scenario, int place) {
        int processor = place / PER_PROCESSOR;
        Registers registers = scenario.start().processors().get(processor);
        Registers simpler = simpler(registers, place % PER_PROCESSOR);
        return simpler.equals(registers) ? null : Variants.withRegisters(scenario, processor, simpler);
    }

    private static Registers simpler(Registers r, int choice) {
        PagingMode mode = ModesVisited.mode(r);
        long cr0 = NormalForm.cr0(mode);
        long cr4 = NormalForm.cr4(mode);
        long efer = NormalForm.efer(mode);
        ExecutionState state = NormalForm.state(mode);
        return switch (choice) {
            case 0 -> new Registers(cr0, 0, r.cr3(), cr4, efer, state);
            case 1 -> Variants.withCr2(r, 0);
            case 2 -> Variants.withState(r, state);
            case 3 -> Variants.withCr0(r, cr0);
            case 4 -> Variants.withCr4(r, cr4);
            case 5 -> Variants.withEfer(r, efer);
            case 6 -> Variants.withKeyRights(r, 0, r.pkrs());
            case 7 -> Variants.withKeyRights(r, r.pkru(), 0);
            default -> withBit(r, (choice - WHOLE) / 64, 1L << (choice - WHOLE));
        };
    }

    private static Registers withBit(Registers r, int register, long bit) {
        PagingMode mode = ModesVisited.mode(r);
        return switch (register) {
            case 0 -> Variants.withCr0(r, taken(r.cr0(), NormalForm.cr0(mode), bit));
            case 1 -> Variants.withCr4(r, taken(r.cr4(), NormalForm.cr4(mode), bit));
            case 2 -> Variants.withEfer(r, taken(r.efer(), NormalForm.efer(mode), bit));
            default -> Variants.withKeyRights(r, r.pkru() & ~(int) bit, r.pkrs() & ~(int) (bit >>> 32));
        };
    }

    /** {@return the value with one bit as the normal form has it} */
    static long taken(long value, long normal, long bit) {
        return (value & ~bit) | (normal & bit);
    }
}
