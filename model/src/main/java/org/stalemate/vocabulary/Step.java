package org.stalemate.vocabulary;

/** One step of a scenario. Steps are atomic and totally ordered over the logical processors. */
public sealed interface Step {
    /** {@return the number of the logical processor that executes the step or receives the event} */
    int processor();

    /** One logical processor executes one operation. */
    record Instruction(int processor, Operation operation) implements Step {}

    /** Something that happens to a logical processor from outside. Its outcome is always {@link Outcome.Done}. */
    sealed interface ExternalEvent extends Step permits Init, Reset, InitAndBringUp, Smi {}

    /** INIT; the processor restarts like a bootstrap processor, with paging off. */
    record Init(int processor) implements ExternalEvent {}

    /** RESET or power-up of one logical processor; memory keeps its contents. */
    record Reset(int processor) implements ExternalEvent {}

    /**
     * SMI whose handler is a lone RSM: registers and execution state are what they were before. Whether RSM loads the PDPTE registers
     * from memory is left open.
     */
    record Smi(int processor) implements ExternalEvent {}

    /**
     * INIT, then the shortest way back to 64-bit supervisor code under 4-level paging, chosen to hide nothing that INIT
     * failed to do. In order: INIT; MOV CR0 with PE; MOV CR4 with PAE (PGE stays 0, as INIT left it); MOV CR3 with the
     * root; WRMSR EFER with LME, and NXE where the platform has it; MOV CR0 with PE, NE, WP and PG; 64-bit code segment at
     * CPL 0 with EFLAGS.AC clear; where the platform has PCIDs MOV CR4 with PCIDE; and where {@code pcid} is not 0, MOV
     * CR3 with root, PCID and bit 63 set (no flush).
     *
     * @param root physical frame number of the root table, below 2^20 because CR3 is loaded by 32-bit code
     * @param pcid 0 to FFFH; 0 where the platform has no PCIDs
     */
    record InitAndBringUp(int processor, long root, int pcid) implements ExternalEvent {
        public InitAndBringUp {
            if (root < 0 || root >>> 20 != 0) {
                throw new IllegalArgumentException(
                        "bring-up loads CR3 in 32-bit code, so the root lies below 4 GB, not at frame "
                                + Long.toHexString(root));
            }
            if (pcid < 0 || pcid > 0xFFF) {
                throw new IllegalArgumentException("a PCID has 12 bits, not " + Integer.toHexString(pcid));
            }
        }
    }
}
