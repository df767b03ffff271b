package org.stalemate.specification.caching;

import org.stalemate.vocabulary.Operation;

/** Removes from a logical processor's cache what the architecture says must go. */
public interface Forgetting {
    /**
     * What an instruction removes, once it has changed the registers.
     *
     * @param oldCr0 CR0 before the instruction
     * @param oldCr4 CR4 before the instruction
     * @param step the number of the step, from 0
     * @return whether anything may have been removed
     */
    boolean instruction(LogicalProcessor processor, Operation operation, long oldCr0, long oldCr4, int step);

    /**
     * What the delivery of a page fault removes.
     *
     * @param address the faulting linear address
     * @param access the access, as in {@link org.stalemate.specification.paging.AccessRights}
     * @param code the error code
     */
    void pageFault(LogicalProcessor processor, long address, long access, int code, int step);

    /** What a task switch removes that has changed CR3. */
    void taskSwitch(LogicalProcessor processor, int step);

    /** What SMI and RSM remove. */
    void smi(LogicalProcessor processor, int step);

    /** What INIT removes. */
    void init(LogicalProcessor processor, int step);

    /** What RESET removes. */
    void reset(LogicalProcessor processor, int step);
}
