package org.stalemate.adapters;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.stalemate.adapters.encoding.Block;
import org.stalemate.adapters.launch.Machine;
import org.stalemate.adapters.launch.TimeLimits;
import org.stalemate.vocabulary.Execution;

/**
 * A machine that executes one block after the other. It is booted when there is one, with as many logical processors as that needs, kept
 * for the next, and ended when none has come for a while, since a guest that waits takes a processor of the host.
 */
final class InteractiveMachine implements AutoCloseable {
    private final Machine machine;
    private final byte[] agent;
    private final TimeLimits limits;
    private final Block selfTest;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable InteractiveSession session;
    private long usedAt;
    private boolean isWatched;

    InteractiveMachine(Machine machine, byte[] agent, TimeLimits limits, Block selfTest) {
        this.machine = machine;
        this.agent = agent;
        this.limits = limits;
        this.selfTest = selfTest;
    }

    /** {@return what was seen of a block, or null if the machine failed} */
    @Nullable
    Execution execute(Block block) throws IOException {
        lock.lock();
        try {
            InteractiveSession running = session;
            if (running == null || running.processors() < block.processors()) {
                end();
                running = InteractiveSession.start(machine, agent, limits, selfTest, block.processors());
                session = running;
            }
            Execution execution = running.execute(block);
            usedAt = System.nanoTime();
            if (execution == null) {
                end();
            } else if (!isWatched) {
                isWatched = true;
                Thread.ofVirtual().name("idle emulator").start(this::watch);
            }
            return execution;
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        long left = limits.idle().toNanos();
        while (left > 0) {
            try {
                Thread.sleep(left / 1_000_000 + 1);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            left = endIfIdle();
        }
    }

    /** {@return how much longer to wait before asking again, in nanoseconds; 0 if there is nothing to wait for} */
    private long endIfIdle() {
        lock.lock();
        try {
            long left = limits.idle().toNanos() - (System.nanoTime() - usedAt);
            if (session != null && left > 0) {
                return left;
            }
            isWatched = false;
            end();
            return 0;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        InteractiveSession running = session;
        session = null;
        if (running != null) {
            running.close();
        }
    }

    /** {@return the process that waits for a block, if there is one} */
    @Nullable
    ProcessHandle process() {
        lock.lock();
        try {
            return session == null ? null : session.process();
        } finally {
            lock.unlock();
        }
    }

    /** Ends what runs; the next block boots it again. */
    @Override
    public void close() {
        lock.lock();
        try {
            end();
        } finally {
            lock.unlock();
        }
    }
}
