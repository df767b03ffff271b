package org.stalemate.vocabulary;

/**
 * An instruction that a logical processor can be asked to execute. Operands are what the hardware sees: register and
 * descriptor contents, not their meaning. Every operation may be executed in every state; where it is forbidden its
 * outcome is the architectural fault.
 */
public sealed interface Operation {
    /** An aligned 8-byte access to memory through the current translation of a linear address. */
    sealed interface Access extends Operation permits Load, ImplicitLoad, Store, Exchange, Fetch {
        /** {@return the linear address, a multiple of 8} */
        long address();
    }

    /** A data read of 8 bytes. */
    record Load(long address) implements Access {
        public Load {
            requireAligned(address);
        }
    }

    /**
     * A data read of 8 bytes that the processor makes for itself, such as that of a segment descriptor: a supervisor-mode access
     * at any CPL, which EFLAGS.AC does not exempt from SMAP (SDM 4.6, implicit supervisor-mode access).
     */
    record ImplicitLoad(long address) implements Access {
        public ImplicitLoad {
            requireAligned(address);
        }
    }

    /** A data write of 8 bytes. */
    record Store(long address, long value) implements Access {
        public Store {
            requireAligned(address);
        }
    }

    /**
     * A locked read-modify-write of 8 bytes, XCHG: one access that needs what a write needs, and returns what was there before. It
     * is made through one translation.
     */
    record Exchange(long address, long value) implements Access {
        public Exchange {
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
     * A data access of 8 bytes that crosses from one page into the next: its low 4 bytes are the last of the first page, its high 4
     * bytes the first of the second (SDM 8.1.1). Each half is translated by itself.
     */
    sealed interface SplitAccess extends Operation permits SplitLoad, SplitStore {
        /** {@return the linear address, which ends in FFCH} */
        long address();
    }

    /** A data read that crosses from one page into the next. */
    record SplitLoad(long address) implements SplitAccess {
        public SplitLoad {
            requireEndOfPage(address);
        }
    }

    /** A data write that crosses from one page into the next. */
    record SplitStore(long address, long value) implements SplitAccess {
        public SplitStore {
            requireEndOfPage(address);
        }
    }

    /**
     * An access that a hypervisor's software walker performs on behalf of the guest, as when it emulates the instruction. It obeys
     * the same rules as the access itself, and a subject without a software walker performs it in the ordinary way.
     */
    record Emulated(Access access) implements Operation {}

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

    /**
     * An ordinary guest store of 4 bytes through the same window: an entry of 32-bit paging, or half of an 8-byte entry; see
     * {@link StoreTableEntry}.
     *
     * @param table physical frame number written to
     * @param half 4-byte unit within the frame, 0 to 1023; 2i is the low half of 8-byte word i
     */
    record StoreTableHalf(long table, int half, int value) implements Operation {
        /** Units of 4 bytes in a frame. */
        public static final int HALVES = 2 * TableFrame.WORDS;

        public StoreTableHalf {
            requireFrame(table);
            if (half < 0 || half >= HALVES) {
                throw new IllegalArgumentException("a 4-byte index is 0 to 1023, not " + half);
            }
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

    /** LMSW: loads PE, MP, EM and TS from bits 3:0 of the value; cannot clear PE. */
    record Lmsw(int value) implements Operation {}

    /** MOV to CR3, the value with its bit 63. Outside 64-bit mode only the low 32 bits of the value exist. */
    record MovToCr3(long value) implements Operation {}

    /** MOV to CR4. Outside 64-bit mode only the low 32 bits of the value exist. */
    record MovToCr4(long value) implements Operation {}

    /** WRMSR to IA32_EFER (C0000080H); the value is EDX:EAX. */
    record WrmsrEfer(long value) implements Operation {}

    /** WRPKRU with ECX and EDX zero; the value is EAX. At any CPL; #UD while CR4.PKE=0. */
    record WrPkru(int value) implements Operation {}

    /** WRMSR to IA32_PKRS (6E1H); the value is EDX:EAX. */
    record WrmsrPkrs(long value) implements Operation {}

    /** WRMSR to a memory-type range register that leaves its contents as they are; it empties the TLBs all the same. */
    record WrmsrMtrr() implements Operation {
        public static final WrmsrMtrr INSTANCE = new WrmsrMtrr();
    }

    /** MOV from a control register, RDMSR of IA32_EFER or IA32_PKRS, or RDPKRU. */
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

    /**
     * JMP to an available 32-bit TSS of DPL 3 with selector {@link #SELECTOR} that holds the registers as they are, but for CR3: a task
     * switch that loads CR3 and sets CR0.TS. With CR0.PE=0 it is a plain far jump, with EFER.LMA=1 #GP(28H).
     *
     * @param cr3 what the TSS holds for CR3
     */
    record TaskSwitch(int cr3) implements Operation {
        /** The selector of the TSS, which is the error code where a task switch is not possible. */
        public static final int SELECTOR = 0x28;
    }

    /** LTR with the selector {@link #SELECTOR} of an available TSS. #UD while CR0.PE=0; with EFER.LMA=1 a 16-bit TSS is #GP(30H). */
    record LoadTaskRegister(TssFormat format) implements Operation {
        /** The selector of the TSS, which is the error code where its format is wrong. */
        public static final int SELECTOR = 0x30;
    }

    private static void requireAligned(long address) {
        if ((address & 7) != 0) {
            throw new IllegalArgumentException(
                    "accesses are aligned to 8 bytes, " + Long.toHexString(address) + " is not");
        }
    }

    private static void requireEndOfPage(long address) {
        if ((address & 0xFFF) != 0xFFC) {
            throw new IllegalArgumentException("an access that crosses a page begins 4 bytes before its end, "
                    + Long.toHexString(address) + " does not");
        }
    }

    private static void requireFrame(long table) {
        if (table < 0 || table >>> 40 != 0) {
            throw new IllegalArgumentException("a frame number has at most 40 bits, not " + Long.toHexString(table));
        }
    }

    private static void requireWord(long table, int index) {
        requireFrame(table);
        if (index < 0 || index >= TableFrame.WORDS) {
            throw new IllegalArgumentException("a word index is 0 to 511, not " + index);
        }
    }
}
