package org.stalemate.adapters;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.stalemate.adapters.encoding.Block;
import org.stalemate.adapters.encoding.ResultDecoder;
import org.stalemate.adapters.image.DiskImage;
import org.stalemate.adapters.image.Mailbox;
import org.stalemate.adapters.launch.Boot;
import org.stalemate.adapters.launch.Machine;
import org.stalemate.adapters.launch.TimeLimits;
import org.stalemate.vocabulary.Execution;

/** A machine that is kept running and gets one block after the other. */
final class InteractiveSession implements AutoCloseable {
    private static final String READY = "@@READY\n";
    /** What the agent says when the results are there. */
    private static final int DONE = '!';

    private final Boot boot;
    private final Mailbox mailbox;
    private final TimeLimits limits;
    private final int processors;

    private InteractiveSession(Boot boot, Mailbox mailbox, TimeLimits limits, int processors) {
        this.boot = boot;
        this.mailbox = mailbox;
        this.limits = limits;
        this.processors = processors;
    }

    /** Boots a machine, or says in one sentence why that is not possible. */
    static InteractiveSession start(Machine machine, byte[] agent, TimeLimits limits, Block selfTest, int processors)
            throws IOException {
        Boot boot = Boot.start(machine, processors, path -> DiskImage.interactive(path, agent, processors));
        boolean isReady = false;
        try {
            if (!boot.output().skipTo(READY, limits.bootDeadline())) {
                boot.await(0);
                throw new IOException(machine.name() + " cannot run the agent; its last words: " + boot.lastError());
            }
            InteractiveSession session =
                    new InteractiveSession(boot, boot.image().openMailbox(), limits, processors);
            Execution execution = session.execute(selfTest);
            if (execution == null || !SelfTest.isSound(execution)) {
                throw new IOException(machine.name() + " fails the self-test: " + execution);
            }
            isReady = true;
            return session;
        } finally {
            if (!isReady) {
                boot.close();
            }
        }
    }

    /** {@return how many logical processors the machine has} */
    int processors() {
        return processors;
    }

    /** {@return what was seen of a block, or null if the machine failed; it is of no use then} */
    @Nullable
    Execution execute(Block block) throws IOException {
        mailbox.send(block.bytes());
        long deadline = limits.blockDeadline(block.steps());
        if (boot.output().next(deadline) != DONE) {
            return null;
        }
        ByteBuffer results = mailbox.reply(ResultDecoder.size(block));
        return ResultDecoder.sizeOf(block, results) < 0 ? null : ResultDecoder.decode(block, results);
    }

    ProcessHandle process() {
        return boot.process();
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
