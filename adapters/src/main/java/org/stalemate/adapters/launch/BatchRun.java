package org.stalemate.adapters.launch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.stalemate.adapters.encoding.ResultDecoder;

/** Follows an agent that executes a program of many blocks, until it ends or has to be given up. */
public final class BatchRun {
    static final String START = "@@STLM1\n";
    private static final String END = "@END";
    private static final String FATAL = "@FATAL";

    /** How a run ended. */
    public enum End {
        /** The agent executed the whole program and wrote all results. */
        FINISHED,
        /** The agent never began. */
        NO_START,
        /** The target was silent for too long. */
        HUNG,
        /** The target started anew. */
        RESET,
        /** What came from the agent is not what it sends. */
        MALFORMED,
        /** The process ended, or an exception within the agent ended the run. */
        CRASHED
    }

    /**
     * What became of a run.
     *
     * @param started how many blocks were begun
     * @param pieces how many pieces of results were written
     * @param isOrderly whether everything that came before the end made sense, so that the numbers can be relied on
     * @param trace results of the steps of the block begun last, one after the other, as far as the agent sent them
     * @param detail one line
     */
    public record Report(End end, int started, int pieces, boolean isOrderly, ByteBuffer trace, String detail) {}

    private final Boot boot;
    private final AgentOutput output;
    private final TimeLimits limits;
    private final int[] steps;
    private int started;
    private int pieces;
    private final ByteArrayOutputStream trace = new ByteArrayOutputStream();

    private BatchRun(Boot boot, TimeLimits limits, int[] steps) {
        this.boot = boot;
        output = boot.output();
        this.limits = limits;
        this.steps = steps;
    }

    /**
     * Follows a run to its end. The process has ended afterwards.
     *
     * @param steps the number of steps of each block
     */
    public static Report follow(Boot boot, TimeLimits limits, int[] steps) {
        Report report = new BatchRun(boot, limits, steps).follow();
        boot.await(report.end == End.HUNG ? 0 : limits.silence().toMillis());
        return report;
    }

    private Report follow() {
        if (!output.skipTo(START, limits.bootDeadline())) {
            boot.await(500);
            Machine.Death death = boot.death();
            String said = boot.lastError();
            String why = death == null ? "" : ": " + (said.isEmpty() ? death.detail() : said);
            return report(End.NO_START, true, "the agent did not start" + why);
        }
        long deadline = limits.bootDeadline(); // to load the program
        while (true) {
            switch (output.next(deadline)) {
                case '.' -> {
                    if (started == steps.length) {
                        return nonsense();
                    }
                    trace.reset();
                    deadline = limits.blockDeadline(steps[started++]);
                }
                case '+' -> {
                    deadline = limits.blockDeadline(1);
                    byte[] result = new byte[ResultDecoder.STEP_SIZE];
                    if (output.read(result, deadline)) {
                        trace.writeBytes(result);
                    }
                }
                case '#' -> {
                    pieces++;
                    deadline = limits.blockDeadline(0);
                }
                case '\n' -> {
                    // precedes what comes next
                }
                case '@' -> {
                    return afterMarker();
                }
                case AgentOutput.LATE -> {
                    return report(End.HUNG, true, "no sign of life within the time limit");
                }
                case AgentOutput.END -> {
                    return died();
                }
                default -> {
                    return nonsense();
                }
            }
        }
    }

    /** An emulator that ends for reasons of its own may say so on the same output; else it is the target that goes astray. */
    private Report nonsense() {
        int next = 0;
        long deadline = limits.blockDeadline(0);
        while (next >= 0) {
            next = output.next(deadline);
        }
        if (next == AgentOutput.END) {
            boot.await(limits.silence().toMillis());
            Machine.Death death = boot.death();
            if (death != null && death.isLogged()) {
                return report(death.reset() ? End.RESET : End.CRASHED, true, death.detail());
            }
        }
        return report(End.MALFORMED, false, "the agent's output is not what it sends");
    }

    private Report afterMarker() {
        String line = output.line(limits.blockDeadline(0));
        if (line == null) {
            return report(End.MALFORMED, false, "the agent's output breaks off");
        }
        if (line.equals(END)) {
            return report(End.FINISHED, true, "");
        }
        if (line.startsWith(FATAL)) {
            return report(End.CRASHED, true, "an exception ended the agent:" + line.substring(FATAL.length()));
        }
        if (("@" + line + "\n").equals(START)) {
            return report(End.RESET, true, "the target booted again");
        }
        return report(End.MALFORMED, false, "the agent's output is not what it sends");
    }

    /** The output ended, and with it the process, or soon. */
    private Report died() {
        boot.await(limits.silence().toMillis());
        Machine.Death death = boot.death();
        if (death == null) {
            return report(End.CRASHED, true, "the emulator closed its output");
        }
        return report(death.reset() ? End.RESET : End.CRASHED, true, death.detail());
    }

    private Report report(End end, boolean isOrderly, String detail) {
        return new Report(end, started, pieces, isOrderly, ByteBuffer.wrap(trace.toByteArray()), detail);
    }
}
