package org.stalemate.vocabulary;

/**
 * A subject: something that executes steps the way an x86 processor, or a hypervisor's virtual one, would. Deterministic:
 * the same start and steps give the same outcomes. Not safe for use by several threads.
 */
public interface Mmu {
    /** Brings the subject to a start state. The subject owns its copy of memory; nobody else ever reads it. */
    void reset(Start start);

    /**
     * Executes the next step.
     *
     * @return what software would see of it
     */
    Outcome execute(Step step);
}
