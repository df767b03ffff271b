package org.stalemate.oracles.reference;

/**
 * The four PDPTE registers of each logical processor under PAE paging (PG-PAE-PDPTE-REGS). Software sees them through walks only and
 * a processor may be free to load them or not, so they are kept in memory, as words beyond all physical addresses.
 */
final class PdpteRegisters {
    static final int COUNT = 4;

    /** In place of contents: the processor has shown that it reads PDPTEs from memory whenever it needs one. */
    static final long VOID = -1;

    private static final long SPACE = 1L << 60;

    private PdpteRegisters() {}

    /** {@return where a logical processor's registers are kept} */
    static long base(int processor) {
        return SPACE + processor * 8L * COUNT;
    }

    static boolean holds(long address) {
        return (address & SPACE) != 0;
    }

    static long address(int processor, int register) {
        return base(processor) + 8L * register;
    }

    /** {@return where memory holds the four PDPTEs (EN-CR3-PAE)} */
    static long table(RegisterFile registers) {
        return registers.cr3 & ControlBits.LOW_32 & -32;
    }

    /** {@return the memory after loading a logical processor's registers} */
    static Memory loaded(Memory memory, int processor, RegisterFile registers) {
        Memory after = memory;
        for (int i = 0; i < COUNT; i++) {
            after = after.with(address(processor, i), contents(memory, registers, i));
        }
        return after;
    }

    /** {@return the memory after a processor has shown that it has no such registers} */
    static Memory voided(Memory memory, int processor) {
        Memory after = memory;
        for (int i = 0; i < COUNT; i++) {
            after = after.with(address(processor, i), VOID);
        }
        return after;
    }

    /** Loads a logical processor's registers in place. */
    static void load(MutableMemory memory, int processor, RegisterFile registers) {
        for (int i = 0; i < COUNT; i++) {
            memory.write(address(processor, i), contents(memory, registers, i));
        }
    }

    /** {@return what a register gets to hold; nothing is left of an entry that is not present} */
    private static long contents(PhysicalMemory memory, RegisterFile registers, int register) {
        long entry = memory.read(table(registers) + 8L * register);
        return PagingEntry.has(entry, PagingEntry.PRESENT) ? entry : 0;
    }

    /** {@return whether an attempt to load what memory holds is #GP(0)} */
    static Answer refuses(PhysicalMemory memory, RegisterFile registers, Architecture architecture) {
        Answer refuses = Answer.NO;
        for (int i = 0; i < COUNT; i++) {
            long entry = memory.read(table(registers) + 8L * i);
            if (PagingEntry.reservedInPdpte(entry, architecture)) {
                if (PagingEntry.has(entry, PagingEntry.PRESENT)) {
                    return Answer.YES;
                }
                refuses = Answer.EITHER;
            }
        }
        return refuses;
    }
}
