package org.stalemate.adapters.launch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.stalemate.adapters.encoding.ResultDecoder;
import org.stalemate.adapters.image.DiskImage;

/** Follows an agent that executes a program of blocks, until it has or has to be given up. */
public final class ProgramRun {
    private static final String START = "@@STLM1\n";
    private static final String FATAL = "@FATAL";

    /** How a run ended. */
    public enum End {
        /** The agent executed the whole program, wrote all results, and waits for the next program. */
        FINISHED,
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
     * @param pieces how many pieces of results were written before the end
     * @param isOrderly whether everything that came before the end made sense, so that the numbers can be relied on
     * @param trace results of the steps of the block begun last, one after the other, as far as the agent sent them
     * @param detail one line
     */
    public record Report(End end, int started, int pieces, boolean isOrderly, ByteBuffer trace, String detail) {
        /** {@return up to how many bytes of results were written} */
        public long bytesWritten() {
            return end == End.FINISHED ? Long.MAX_VALUE : (long) pieces * DiskImage.PIECE;
        }
    }

    private final Boot boot;
    private final TimeLimits limits;
    private final int[] steps;
    private int started;
    private int pieces;
    private final ByteArrayOutputStream trace = new ByteArrayOutputStream();

    private ProgramRun(Boot boot, TimeLimits limits, int[] steps) {
        this.boot = boot;
        this.limits = limits;
        this.steps = steps;
    }

    /** {@return an empty text once the agent has started, or one line that says why it did not} */
    public static String awaitAgent(Boot boot, TimeLimits limits) {
        if (boot.output().skipTo(START, limits.bootDeadline())) {
            return "";
        }
        boot.await(500);
        Machine.Death death = boot.death();
        String said = boot.lastError();
        return "the agent did not start" + (death == null ? "" : ": " + (said.isEmpty() ? death.detail() : said));
    }

    /**
     * Follows a run to its end. The process has ended afterwards, unless the run is finished.
     *
     * @param steps the number of steps of each block
     */
    public static Report follow(Boot boot, TimeLimits limits, int[] steps) {
        Report report = new ProgramRun(boot, limits, steps).follow();
        if (report.end != End.FINISHED) {
            boot.await(report.end == End.HUNG ? 0 : limits.silence().toMillis());
        }
        return report;
    }

    private Report follow() {
        boot.output().soon();
        int waitingFor = 0;
        while (true) {
            switch (boot.nextSign(limits.busy(waitingFor), limits.silence())) {
                case '.' -> {
                    if (started == steps.length) {
                        return nonsense();
                    }
                    trace.reset();
                    waitingFor = steps[started++];
                }
                case '+' -> {
                    byte[] result = new byte[ResultDecoder.STEP_SIZE];
                    if (boot.output().read(result, limits.silenceDeadline())) {
                        trace.writeBytes(result);
                    }
                    waitingFor = 1;
                }
                case '#' -> {
                    pieces++;
                    waitingFor = 0;
                }
                case '!' -> {
                    return started == steps.length ? report(End.FINISHED, true, "") : nonsense();
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
        long deadline = limits.silenceDeadline();
        while (next >= 0) {
            next = boot.output().next(deadline);
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
        String line = boot.output().line(limits.silenceDeadline());
        if (line == null) {
            return report(End.MALFORMED, false, "the agent's output breaks off");
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
