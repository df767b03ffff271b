package org.stalemate.vocabulary;

/**
 * An instruction that a logical processor can be asked to execute. Operands are what the hardware sees: register and
 * descriptor contents, not their meaning. Every operation may be executed in every state; where it is forbidden its
 * outcome is the architectural fault.
 */
public sealed interface Operation {
    /** An aligned 8-byte access to memory through the current translation of a linear address. */
    sealed interface Access extends Operation permits Load, Store, Fetch {
        /** {@return the linear address, a multiple of 8} */
        long address();
    }

    /** A data read of 8 bytes. */
    record Load(long address) implements Access {
        public Load {
            requireAligned(address);
        }
    }

    /** A data write of 8 bytes. */
    record Store(long address, long value) implements Access {
        public Store {
            requireAligned(address);
        }
    }

    /** An instruction fetch of 8 bytes. */
    record Fetch(long address) implements Access {
        public Fetch {
            requireAligned(address);
        }
    }

    /**
     * An ordinary guest store of 8 bytes through a direct-map window that is always present, writable and never edited,
     * so that a shadowing MMU's write protection is exercised. Its translation never faults and leaves no trace.
     *
     * @param table physical frame number written to
     * @param index word within the frame, 0 to 511
     */
    record StoreTableEntry(long table, int index, long value) implements Operation {
        public StoreTableEntry {
            requireWord(table, index);
        }
    }

    /** An ordinary guest load of 8 bytes through the same window; see {@link StoreTableEntry}. */
    record LoadTableEntry(long table, int index) implements Operation {
        public LoadTableEntry {
            requireWord(table, index);
        }
    }

    /** MOV to CR0. Outside 64-bit mode only the low 32 bits of the value exist. */
    record MovToCr0(long value) implements Operation {}

    /** MOV to CR3, the value with its bit 63. Outside 64-bit mode only the low 32 bits of the value exist. */
    record MovToCr3(long value) implements Operation {}

    /** MOV to CR4. Outside 64-bit mode only the low 32 bits of the value exist. */
    record MovToCr4(long value) implements Operation {}

    /** WRMSR to IA32_EFER (C0000080H); the value is EDX:EAX. */
    record WrmsrEfer(long value) implements Operation {}

    /** MOV from a control register, or RDMSR of IA32_EFER. */
    record ReadRegister(Register register) implements Operation {}

    /** INVLPG of a linear address, which need not be aligned. */
    record InvLpg(long address) implements Operation {}

    /**
     * INVPCID. The descriptor lies in the direct-map window, so reading it never faults.
     *
     * @param type the register operand; outside 64-bit mode only its low 32 bits exist
     * @param descriptor bits 63:0 of the descriptor: PCID in 11:0, the rest reserved
     * @param address bits 127:64 of the descriptor, the linear address
     */
    record InvPcid(long type, long descriptor, long address) implements Operation {}

    /**
     * Whatever sequence of far transfers and flag changes brings the processor there. With CR0.PE=0 only CPL 0 and a
     * 16-bit code segment exist, and anything else is #GP(0).
     */
    record SetExecutionState(ExecutionState state) implements Operation {}

    private static void requireAligned(long address) {
        if ((address & 7) != 0) {
            throw new IllegalArgumentException(
                    "accesses are aligned to 8 bytes, " + Long.toHexString(address) + " is not");
        }
    }

    private static void requireWord(long table, int index) {
        if (table < 0 || table >>> 40 != 0) {
            throw new IllegalArgumentException("a frame number has at most 40 bits, not " + Long.toHexString(table));
        }
        if (index < 0 || index >= TableFrame.WORDS) {
            throw new IllegalArgumentException("a word index is 0 to 511, not " + index);
        }
    }
}
