package org.stalemate.vocabulary;

/**
 * The registers of one logical processor at the start of a scenario, as reading them would return.
 *
 * @param cr0 CR0
 * @param cr2 CR2, the linear address of the last page fault
 * @param cr3 CR3; bit 63 is never stored
 * @param cr4 CR4
 * @param efer IA32_EFER
 * @param state CPL, EFLAGS.AC and code segment
 */
public record Registers(long cr0, long cr2, long cr3, long cr4, long efer, ExecutionState state) {}
