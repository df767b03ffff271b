package org.stalemate.shrinking;

import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;

/** Lets a processor start with the registers of the normal form: all but CR3, else one at a time, else bit by bit. */
final class PlainRegisters implements Simplification {
    private static final int WHOLE = 6;
    private static final int PER_PROCESSOR = WHOLE + 3 * 64;

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
        ExecutionState state = ExecutionState.SUPERVISOR_64;
        return switch (choice) {
            case 0 -> new Registers(NormalForm.CR0, 0, r.cr3(), NormalForm.CR4, NormalForm.EFER, state);
            case 1 -> new Registers(r.cr0(), 0, r.cr3(), r.cr4(), r.efer(), r.state());
            case 2 -> new Registers(r.cr0(), r.cr2(), r.cr3(), r.cr4(), r.efer(), state);
            case 3 -> new Registers(NormalForm.CR0, r.cr2(), r.cr3(), r.cr4(), r.efer(), r.state());
            case 4 -> new Registers(r.cr0(), r.cr2(), r.cr3(), NormalForm.CR4, r.efer(), r.state());
            case 5 -> new Registers(r.cr0(), r.cr2(), r.cr3(), r.cr4(), NormalForm.EFER, r.state());
            default -> withBit(r, (choice - WHOLE) / 64, 1L << (choice - WHOLE));
        };
    }

    private static Registers withBit(Registers r, int register, long bit) {
        return switch (register) {
            case 0 ->
                new Registers(taken(r.cr0(), NormalForm.CR0, bit), r.cr2(), r.cr3(), r.cr4(), r.efer(), r.state());
            case 1 ->
                new Registers(r.cr0(), r.cr2(), r.cr3(), taken(r.cr4(), NormalForm.CR4, bit), r.efer(), r.state());
            default ->
                new Registers(r.cr0(), r.cr2(), r.cr3(), r.cr4(), taken(r.efer(), NormalForm.EFER, bit), r.state());
        };
    }

    /** {@return the value with one bit as the normal form has it} */
    static long taken(long value, long normal, long bit) {
        return (value & ~bit) | (normal & bit);
    }
}
