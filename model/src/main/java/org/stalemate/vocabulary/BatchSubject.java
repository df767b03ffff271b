package org.stalemate.vocabulary;

import java.util.List;

/**
 * A subject that executes whole scenarios, many at a time, and reports afterwards: an emulator, another machine. Deterministic as
 * {@link Mmu} is: what is seen of a scenario depends on that scenario alone, whatever ran before it. Not safe for use by several
 * threads at once, but successive calls may come from different threads.
 */
public interface BatchSubject extends AutoCloseable {
    /**
     * Executes each scenario from its start.
     *
     * @return one execution per scenario, in the same order; whatever the target does is told there, never thrown
     */
    List<Execution> execute(List<Scenario> scenarios);

    /** Ends everything that was started for this subject. */
    @Override
    void close();
}
