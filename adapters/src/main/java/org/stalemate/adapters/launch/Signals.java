package org.stalemate.adapters.launch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Lets a process stand still and go on, on Linux; elsewhere, and where native access is denied, it goes on all the time. */
final class Signals {
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;

    private static final @Nullable MethodHandle KILL = kill();

    private Signals() {}

    @SuppressWarnings("restricted") // asked for just before
    private static @Nullable MethodHandle kill() {
        if (!System.getProperty("os.name").equals("Linux")
                || !Signals.class.getModule().isNativeAccessEnabled()) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor kill =
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        return linker.defaultLookup()
                .find("kill")
                .map(address -> linker.downcallHandle(address, kill))
                .orElse(null);
    }

    static void standStill(Process process) {
        send(process, SIGSTOP);
    }

    static void goOn(Process process) {
        send(process, SIGCONT);
    }

    private static void send(Process process, int signal) {
        if (KILL == null || !process.isAlive()) {
            return;
        }
        try {
            int _ = (int) KILL.invokeExact((int) process.pid(), signal);
        } catch (Throwable failure) {
            throw new IllegalStateException("kill(2) cannot be called", failure);
        }
    }
}
