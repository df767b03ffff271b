package org.stalemate.adapters;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.stalemate.adapters.encoding.Block;
import org.stalemate.adapters.encoding.ResultDecoder;
import org.stalemate.adapters.image.DiskImage;
import org.stalemate.adapters.image.Mailbox;
import org.stalemate.adapters.launch.Boot;
import org.stalemate.adapters.launch.Machine;
import org.stalemate.adapters.launch.ProgramRun;
import org.stalemate.adapters.launch.TimeLimits;
import org.stalemate.vocabulary.Execution;

/** A boot that passed the self-test, and executes one program after the other until one makes the target fail. */
final class Session implements AutoCloseable {
    /** Somebody may have ended the first. */
    private static final int ATTEMPTS_TO_START = 2;

    private final Boot boot;
    private final Mailbox mailbox;
    private final TimeLimits limits;
    private final int processors;
    private List<Block> program = List.of();
    private boolean showsStaleEntry;
    private boolean rests;

    private Session(Boot boot, Mailbox mailbox, TimeLimits limits, int processors) {
        this.boot = boot;
        this.mailbox = mailbox;
        this.limits = limits;
        this.processors = processors;
    }

    /** Boots a machine, or says in one sentence why that is not possible. */
    static Session start(Machine machine, byte[] agent, TimeLimits limits, Block selfTest, int processors)
            throws IOException {
        String detail = "";
        for (int i = 0; i < ATTEMPTS_TO_START; i++) {
            Boot boot = Boot.start(machine, processors, path -> DiskImage.programs(path, agent, processors));
            Session session = new Session(boot, boot.image().openMailbox(), limits, processors);
            boolean isReady = false;
            try {
                detail = ProgramRun.awaitAgent(boot, limits);
                if (detail.isEmpty()) {
                    Attempt attempt = session.execute(List.of(selfTest), false);
                    detail = attempt.report().detail();
                    if (attempt.isComplete()) {
                        session.check(attempt.executions().getFirst(), machine);
                        isReady = true;
                        return session;
                    }
                }
            } finally {
                if (!isReady) {
                    session.close();
                }
            }
        }
        throw new IOException(machine.name() + " cannot run the agent: " + detail);
    }

    private void check(Execution selfTest, Machine machine) throws IOException {
        if (!SelfTest.isSound(selfTest)) {
            throw new IOException(
                    machine.name() + " fails the self-test, so that nothing it shows means anything: " + selfTest);
        }
        showsStaleEntry = SelfTest.showsStaleEntry(selfTest);
    }

    /** {@return how many logical processors the machine has} */
    int processors() {
        return processors;
    }

    /** {@return whether a stale entry was seen in the self-test} */
    boolean showsStaleEntry() {
        return showsStaleEntry;
    }

    Boot boot() {
        return boot;
    }

    /** {@return how many bytes of the room for a program a block takes with its results} */
    static long room(Block block) {
        return (long) block.size() + ResultDecoder.size(block);
    }

    /** Executes a program. */
    Attempt execute(List<Block> blocks, boolean traced) throws IOException {
        begin(blocks, traced);
        return await();
    }

    /**
     * Begins to execute a program, which has to fit.
     *
     * @param traced whether the report shall have a trace
     */
    void begin(List<Block> blocks, boolean traced) throws IOException {
        program = blocks;
        List<ByteBuffer> bytes = blocks.stream().map(Block::bytes).toList();
        mailbox.send(bytes, blocks.stream().mapToLong(ResultDecoder::size).sum(), traced);
        if (rests) {
            rests = false;
            boot.goOn();
        }
    }

    /** No program will come for a while. */
    void rest() {
        rests = true;
        boot.standStill();
    }

    /** {@return what came of the program that was begun} If it is not complete, the session is of no more use. */
    Attempt await() throws IOException {
        int[] steps = program.stream().mapToInt(Block::steps).toArray();
        ProgramRun.Report report = ProgramRun.follow(boot, limits, steps);
        return Attempt.of(program, report, mailbox.results(report.bytesWritten()));
    }

    @Override
    public void close() {
        try {
            mailbox.close();
        } catch (IOException _) {
            // Nothing is written any more.
        }
        boot.close();
    }
}
