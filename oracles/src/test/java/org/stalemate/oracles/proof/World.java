package org.stalemate.oracles.proof;

import java.util.Arrays;
import java.util.List;
import org.stalemate.specification.paging.LinearPages;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Outcome;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/**
 * A world small enough to be explored completely.
 *
 * @param start where each of its scenarios starts
 * @param pages addresses of the linear pages that its steps access
 * @param alphabet the steps that its scenarios are made of
 */
record World(String name, Start start, List<Long> pages, List<Step> alphabet) {
    /** Whether the outcome of a step tells something about memory or caches. */
    static boolean reads(Step step) {
        return step instanceof Step.Instruction(var _, Operation.Access _)
                || step instanceof Step.Instruction(var _, Operation.SplitAccess _)
                || step instanceof Step.Instruction(var _, Operation.Emulated _)
                || step instanceof Step.Instruction(var _, Operation.LoadTableEntry _);
    }

    /** Whether an outcome leaves open what was written, so that the judge gives no verdict and stops (PG-PF-SPLIT). */
    static boolean endsHistory(Step step, Outcome outcome) {
        return step instanceof Step.Instruction(var _, Operation.SplitStore(long address, var _))
                && outcome instanceof Outcome.PageFault(var _, long faulting)
                && (faulting & 0xFFF) == 0
                && address != faulting;
    }

    LinearPages linearPages() {
        return LinearPages.of(pages.stream().mapToLong(Long::longValue).toArray());
    }

    static World of(String name, Start start, List<Long> pages, Step... alphabet) {
        return new World(name, start, pages, Arrays.asList(alphabet));
    }

    @Override
    public String toString() {
        return name;
    }
}
