package org.stalemate.adapters;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stalemate.adapters.encoding.Block;
import org.stalemate.adapters.encoding.ResultDecoder;
import org.stalemate.adapters.image.DiskImage;
import org.stalemate.adapters.launch.BatchRun;
import org.stalemate.adapters.launch.Boot;
import org.stalemate.adapters.launch.Machine;
import org.stalemate.adapters.launch.TimeLimits;
import org.stalemate.vocabulary.Execution;
import org.stalemate.vocabulary.Execution.Ending;

/**
 * Boots machines for programs of many blocks, and goes on where one of them fails: the block that was being executed is set aside,
 * the others are executed by a fresh boot.
 */
final class BatchRunner {
    /** Bytes of a program, and of its results, that the agent has room for. */
    private static final long ROOM = 64L << 20;

    private final Machine machine;
    private final byte[] agent;
    private final TimeLimits limits;
    private final Block selfTest;
    private boolean keepsEntries;
    private int failedStarts;

    BatchRunner(Machine machine, byte[] agent, TimeLimits limits, Block selfTest) {
        this.machine = machine;
        this.agent = agent;
        this.limits = limits;
        this.selfTest = selfTest;
    }

    /** {@return whether a boot showed a stale entry in its self-test} */
    boolean keepsEntries() {
        return keepsEntries;
    }

    /** What one boot brought: results of the first blocks, and whether there are more. */
    record Attempt(List<Execution> done, BatchRun.Report report) {}

    /** What may be done with a boot's files after it failed. */
    interface Undertaker {
        void keep(Boot boot) throws IOException;
    }

    /**
     * Executes blocks, those of one boot on a machine with as many logical processors as any of them needs.
     *
     * @param results where executions are put
     * @return the blocks during which the target failed, and how; they have no results
     */
    Map<Block, Failure> run(List<Block> blocks, Map<Block, Execution> results) throws IOException {
        Map<Block, Failure> suspects = new LinkedHashMap<>();
        Deque<List<Block>> pending = new ArrayDeque<>(inPrograms(blocks));
        while (!pending.isEmpty()) {
            List<Block> program = pending.pop();
            Attempt attempt = attempt(program, false, _ -> {});
            int done = attempt.done.size();
            for (int i = 0; i < done; i++) {
                results.put(program.get(i), attempt.done.get(i));
            }
            List<Block> rest = program.subList(done, program.size());
            if (rest.isEmpty()) {
                continue;
            }
            Integer blamed = blamed(attempt.report, done, rest.size());
            if (blamed == null) {
                pending.push(rest.subList(rest.size() / 2, rest.size()));
                pending.push(rest.subList(0, rest.size() / 2));
            } else if (blamed >= 0) {
                suspects.put(rest.get(blamed), failure(attempt.report));
                pending.push(rest.subList(blamed + 1, rest.size()));
                pending.push(rest.subList(0, blamed));
            } else {
                pending.push(rest);
            }
            while (!pending.isEmpty() && pending.peek().isEmpty()) {
                pending.pop();
            }
        }
        return suspects;
    }

    private static List<List<Block>> inPrograms(List<Block> blocks) {
        List<List<Block>> programs = new ArrayList<>();
        int first = 0;
        long bytes = 0;
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            long size = Math.max(block.size(), ResultDecoder.size(block));
            if (bytes + size > ROOM && i > first) {
                programs.add(blocks.subList(first, i));
                first = i;
                bytes = 0;
            }
            bytes += size;
        }
        if (first < blocks.size()) {
            programs.add(blocks.subList(first, blocks.size()));
        }
        return programs;
    }

    /**
     * {@return which of the blocks without results was being executed when the target failed, -1 if it was none of them, or null if
     * nothing tells}
     */
    private static @Nullable Integer blamed(BatchRun.Report report, int done, int rest) {
        if (report.end() == BatchRun.End.NO_START) {
            return -1;
        }
        if (report.end() == BatchRun.End.FINISHED || rest == 1) {
            return 0;
        }
        if (!report.isOrderly()) {
            return null;
        }
        int running = report.started() - 2; // the self-test was the first
        return running < 0 ? -1 : Math.clamp(running - done, 0, rest - 1);
    }

    static Failure failure(BatchRun.Report report) {
        return switch (report.end()) {
            case FINISHED -> new Failure(Ending.MALFORMED, "the agent's results are not what it writes");
            case NO_START, CRASHED -> new Failure(Ending.CRASHED, report.detail());
            case HUNG -> new Failure(Ending.HUNG, report.detail());
            case RESET -> new Failure(Ending.RESET, report.detail());
            case MALFORMED -> new Failure(Ending.MALFORMED, report.detail());
        };
    }

    /**
     * Boots once.
     *
     * @param traced whether the report shall have a trace
     */
    Attempt attempt(List<Block> blocks, boolean traced, Undertaker undertaker) throws IOException {
        List<Block> program = new ArrayList<>(blocks.size() + 1);
        program.add(selfTest);
        program.addAll(blocks);
        List<ByteBuffer> bytes = program.stream().map(Block::bytes).toList();
        long resultBytes = program.stream().mapToLong(ResultDecoder::size).sum();
        int processors = blocks.stream().mapToInt(Block::processors).max().orElse(1);
        Boot.ImageWriter writer = path -> DiskImage.batch(path, agent, bytes, resultBytes, processors, traced);
        try (Boot boot = Boot.start(machine, processors, writer)) {
            BatchRun.Report report = BatchRun.follow(
                    boot, limits, program.stream().mapToInt(Block::steps).toArray());
            boolean finished = report.end() == BatchRun.End.FINISHED;
            long written = finished ? resultBytes : (long) report.pieces() * DiskImage.PIECE;
            List<Execution> done = decode(program, boot.image().readResults(Math.min(written, resultBytes)));
            boolean began = finished || report.started() > 1;
            noteStart(began, report);
            if (done.size() <= blocks.size()) {
                undertaker.keep(boot);
            }
            if (done.isEmpty()) {
                return new Attempt(done, report);
            }
            noteSelfTest(done.getFirst());
            return new Attempt(done.subList(1, done.size()), report);
        }
    }

    /** A machine that does not even get through the self-test, twice, will not do so later. */
    private void noteStart(boolean began, BatchRun.Report report) throws IOException {
        failedStarts = began ? 0 : failedStarts + 1;
        if (failedStarts == 2) {
            failedStarts = 0;
            throw new IOException(machine.name() + " cannot run the agent: " + report.detail());
        }
    }

    private void noteSelfTest(Execution execution) throws IOException {
        if (!SelfTest.isSound(execution)) {
            throw new IOException(
                    machine.name() + " fails the self-test, so that nothing it shows means anything: " + execution);
        }
        keepsEntries |= SelfTest.showsStaleEntry(execution);
    }

    private static List<Execution> decode(List<Block> program, ByteBuffer results) {
        List<Execution> done = new ArrayList<>(program.size());
        for (Block block : program) {
            int size = ResultDecoder.sizeOf(block, results);
            if (size < 0) {
                break;
            }
            done.add(ResultDecoder.decode(block, results));
            results.position(results.position() + size);
        }
        return done;
    }
}
