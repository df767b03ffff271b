package org.stalemate.vocabulary;

/**
 * The registers of one logical processor at the start of a scenario, as reading them would return. Under PAE paging the four
 * PDPTE registers hold what memory holds at CR3 bits 31:5 when the scenario starts.
 *
 * @param cr0 CR0
 * @param cr2 CR2, the linear address of the last page fault
 * @param cr3 CR3; bit 63 is never stored
 * @param cr4 CR4
 * @param efer IA32_EFER
 * @param pkru PKRU: for key i access-disable in bit 2i, write-disable in bit 2i+1
 * @param pkrs IA32_PKRS bits 31:0, likewise
 * @param state CPL, EFLAGS.AC and code segment
 */
public record Registers(long cr0, long cr2, long cr3, long cr4, long efer, int pkru, int pkrs, ExecutionState state) {
    /** Registers that disable no protection key. */
    public Registers(long cr0, long cr2, long cr3, long cr4, long efer, ExecutionState state) {
        this(cr0, cr2, cr3, cr4, efer, 0, 0, state);
    }
}
