package org.stalemate.adapters;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.stalemate.adapters.encoding.Block;
import org.stalemate.adapters.launch.ProgramRun;
import org.stalemate.vocabulary.Execution;

/**
 * Executes programs one after the other, and goes on where the target fails: the block that was being executed is tried alone, the
 * others are executed by a fresh boot.
 */
final class ProgramRunner {
    /** As often as boots may end before they begin with the first block, one after the other. */
    private static final int VAIN_ATTEMPTS = 3;

    private final ResidentMachine machine;
    private final SuspectTrial trial;
    private final BiConsumer<Block, Execution> results;
    private boolean isExecuting;
    private int vain;

    /** @param results takes what was seen of each block */
    ProgramRunner(ResidentMachine machine, SuspectTrial trial, BiConsumer<Block, Execution> results) {
        this.machine = machine;
        this.trial = trial;
        this.results = results;
    }

    /** Executes a program, which has to fit. When this returns, that has only begun. */
    void begin(List<Block> program) throws IOException {
        Attempt before = isExecuting ? machine.await() : null;
        isExecuting = false;
        if (before != null && !before.isComplete()) {
            finish(before);
            before = null;
        }
        machine.begin(program);
        isExecuting = true;
        if (before != null) {
            tell(before);
        }
    }

    /** Waits for the program that was begun last. */
    void finish() throws IOException {
        if (isExecuting) {
            isExecuting = false;
            finish(machine.await());
        }
    }

    private void finish(Attempt first) throws IOException {
        Deque<List<Block>> pending = new ArrayDeque<>();
        Attempt attempt = first;
        while (true) {
            if (attempt.isComplete() && pending.isEmpty()) {
                machine.rest();
            }
            tell(attempt);
            if (!attempt.isComplete()) {
                divide(attempt, pending);
            }
            List<Block> next = pending.poll();
            if (next == null) {
                return;
            }
            machine.begin(next);
            attempt = machine.await();
        }
    }

    private void tell(Attempt attempt) {
        List<Execution> executions = attempt.executions();
        for (int i = 0; i < executions.size(); i++) {
            results.accept(attempt.program().get(i), executions.get(i));
        }
    }

    /** Decides how to go on with the blocks that have no results. */
    private void divide(Attempt attempt, Deque<List<Block>> pending) throws IOException {
        List<Block> rest =
                attempt.program().subList(attempt.done(), attempt.program().size());
        if (rest.isEmpty()) {
            return; // the target failed behind the last
        }
        Integer blamed = blamed(attempt.report(), attempt.done(), rest.size());
        vain = blamed != null && blamed < 0 ? vain + 1 : 0;
        if (vain == VAIN_ATTEMPTS) {
            vain = 0;
            throw new IOException(machine.name() + " does not begin what it is given: "
                    + attempt.report().detail());
        }
        if (blamed == null) {
            pending.push(rest.subList(rest.size() / 2, rest.size()));
            pending.push(rest.subList(0, rest.size() / 2));
        } else if (blamed < 0) {
            pending.push(rest);
        } else {
            Block suspect = rest.get(blamed);
            results.accept(suspect, trial.of(suspect));
            List<Block> others = new ArrayList<>(rest);
            others.remove(suspect);
            if (!others.isEmpty()) {
                pending.push(others);
            }
        }
    }

    /**
     * {@return which of the blocks without results was being executed when the target failed, -1 if it was none of them, or null if
     * nothing tells}
     */
    private static @Nullable Integer blamed(ProgramRun.Report report, int done, int rest) {
        if (report.end() == ProgramRun.End.FINISHED || rest == 1) {
            return 0;
        }
        if (!report.isOrderly()) {
            return null;
        }
        int running = report.started() - 1;
        return running < 0 ? -1 : Math.clamp(running - done, 0, rest - 1);
    }
}
