package org.stalemate.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The user's wish to stop, made known by ending the process (Ctrl-C, say). The process then waits until what runs between the
 * opening and the closing of this has come to its end: it is on the way there as soon as the request is there.
 */
final class StopRequest implements AutoCloseable {
    private static final int LONGEST_WAIT_SECONDS = 60;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::awaitEnd, "stop");
    private volatile boolean requested;

    StopRequest() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    boolean isRequested() {
        return requested;
    }

    private void awaitEnd() {
        requested = true;
        try {
            boolean ended = done.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                System.err.println("stalemate: stopped without waiting for the end of the present scenario");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        if (!requested) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
