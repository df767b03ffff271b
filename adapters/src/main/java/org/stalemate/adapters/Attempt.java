package org.stalemate.adapters;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.stalemate.adapters.encoding.Block;
import org.stalemate.adapters.encoding.ResultDecoder;
import org.stalemate.adapters.launch.ProgramRun;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Execution.Ending;

/**
 * What the execution of a program brought.
 *
 * @param done of how many of its blocks, from the first on, there are results
 * @param results those, one after the other
 */
record Attempt(List<Block> program, int done, ByteBuffer results, ProgramRun.Report report) {
    /** @param results what was written of them, and perhaps something else behind it */
    static Attempt of(List<Block> program, ProgramRun.Report report, ByteBuffer results) {
        int done = 0;
        ByteBuffer rest = results.duplicate();
        while (done < program.size()) {
            int size = ResultDecoder.sizeOf(program.get(done), rest);
            if (size < 0) {
                break;
            }
            rest.position(rest.position() + size);
            done++;
        }
        return new Attempt(program, done, results, report);
    }

    /** {@return whether there are results of the whole program, and the target is fit for another} */
    boolean isComplete() {
        return done == program.size() && report.end() == ProgramRun.End.FINISHED;
    }

    /** {@return what was seen of the blocks that are done} */
    List<Execution> executions() {
        List<Execution> executions = new ArrayList<>(done);
        ByteBuffer rest = results.duplicate();
        for (Block block : program.subList(0, done)) {
            executions.add(ResultDecoder.decode(block, rest));
            rest.position(rest.position() + ResultDecoder.sizeOf(block, rest));
        }
        return executions;
    }

    /** {@return how the target failed} Not to be asked of what is complete. */
    Failure failure() {
        return switch (report.end()) {
            case FINISHED -> new Failure(Ending.MALFORMED, "the agent's results are not what it writes");
            case CRASHED -> new Failure(Ending.CRASHED, report.detail());
            case HUNG -> new Failure(Ending.HUNG, report.detail());
            case RESET -> new Failure(Ending.RESET, report.detail());
            case MALFORMED -> new Failure(Ending.MALFORMED, report.detail());
        };
    }
}
