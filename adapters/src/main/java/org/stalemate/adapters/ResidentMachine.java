package org.stalemate.adapters;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.stalemate.adapters.encoding.Block;
import org.stalemate.adapters.launch.Machine;
import org.stalemate.adapters.launch.TimeLimits;

/**
 * A machine that executes one program after the other. It is booted when there is one, with as many logical processors as that needs,
 * kept for the next, and ended when none has come for a while, since a guest that waits takes memory of the host, and where it cannot be
 * made to stand still a processor, too.
 */
final class ResidentMachine implements AutoCloseable {
    private final Machine machine;
    private final byte[] agent;
    private final TimeLimits limits;
    private final Block selfTest;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Session session;
    private boolean isExecuting;
    private boolean keepsEntries;
    private long usedAt;
    private boolean isWatched;

    ResidentMachine(Machine machine, byte[] agent, TimeLimits limits, Block selfTest) {
        this.machine = machine;
        this.agent = agent;
        this.limits = limits;
        this.selfTest = selfTest;
    }

    String name() {
        return machine.name();
    }

    /** {@return whether a boot showed a stale entry in its self-test} */
    boolean keepsEntries() {
        return keepsEntries;
    }

    /** {@return a boot of the same machine for other purposes, which the caller closes} */
    Session boot(int processors) throws IOException {
        Session started = Session.start(machine, agent, limits, selfTest, processors);
        keepsEntries |= started.showsStaleEntry();
        return started;
    }

    /** Begins to execute a program; {@link #await} is to be called next. */
    void begin(List<Block> program) throws IOException {
        int processors = program.stream().mapToInt(Block::processors).max().orElse(1);
        lock.lock();
        try {
            Session running = session;
            if (running == null || running.processors() < processors) {
                end();
                running = boot(processors);
                session = running;
            }
            running.begin(program, false);
            isExecuting = true;
            if (!isWatched) {
                isWatched = true;
                Thread.ofVirtual().name("idle emulator").start(this::watch);
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@return what came of the program that was begun last} */
    Attempt await() throws IOException {
        Session running = session;
        if (running == null) {
            throw new IllegalStateException("no program was begun");
        }
        boolean isFit = false;
        try {
            Attempt attempt = running.await();
            isFit = attempt.isComplete();
            return attempt;
        } finally {
            executed(isFit);
        }
    }

    /** @param isFit whether the session can execute another program */
    private void executed(boolean isFit) {
        lock.lock();
        try {
            isExecuting = false;
            usedAt = System.nanoTime();
            if (!isFit) {
                end();
            }
        } finally {
            lock.unlock();
        }
    }

    /** No program will come for a while. */
    void rest() {
        lock.lock();
        try {
            if (session != null) {
                session.rest();
            }
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
            long idle = limits.idle().toNanos();
            long left = isExecuting ? idle : idle - (System.nanoTime() - usedAt);
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
        Session running = session;
        session = null;
        if (running != null) {
            running.close();
        }
    }

    /** {@return the process that waits for a program, if there is one} */
    @Nullable
    ProcessHandle process() {
        lock.lock();
        try {
            return session == null ? null : session.boot().process();
        } finally {
            lock.unlock();
        }
    }

    /** Ends what runs; the next program boots it again. */
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
