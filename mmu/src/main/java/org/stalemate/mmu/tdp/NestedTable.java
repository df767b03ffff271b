package org.stalemate.mmu.tdp;

import java.util.Arrays;
import org.stalemate.mmu.guest.GuestMemory;
import org.stalemate.mmu.host.HostCounters;
import org.stalemate.mmu.host.HostCounters.Event;

/** The hypervisor's table from guest-physical to host frames. An entry is made when the hardware first misses it. */
final class NestedTable {
    private final GuestMemory memory;
    private final HostCounters counters;
    private boolean[] installed = new boolean[64];

    NestedTable(GuestMemory memory, HostCounters counters) {
        this.memory = memory;
        this.counters = counters;
    }

    void reset() {
        Arrays.fill(installed, false);
    }

    /** The host frame behind a guest frame. */
    int walk(long guestFrame) {
        int frame = memory.hostFrame(guestFrame);
        if (frame >= installed.length) {
            installed = Arrays.copyOf(installed, Math.max(frame + 1, 2 * installed.length));
        }
        if (!installed[frame]) {
            counters.count(Event.EXIT);
            installed[frame] = true;
        }
        return frame;
    }
}
