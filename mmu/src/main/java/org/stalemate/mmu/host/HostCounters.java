package org.stalemate.mmu.host;

import java.util.Arrays;

/** What was done since the last reset, for judging efficiency; it has no effect. */
public final class HostCounters {
    private final int[] counts = new int[Event.values().length];

    /** What is counted. */
    public enum Event {
        FLUSH_PAGE,
        FLUSH_TAG,
        FLUSH_ALL_BUT_GLOBALS,
        FLUSH_ALL,
        ROOT_SYNCED,
        ROOT_LOADED,
        SHADOW_PAGE_MADE,
        SHADOW_ENTRY_ZAPPED,
        ALL_SHADOW_PAGES_ZAPPED,
        EXIT,
        /** An access was carried out by the hypervisor because the hardware could not use what was made for it. */
        EMULATED_FOR_PROGRESS
    }

    /** Counts one event. */
    @SuppressWarnings("EnumOrdinal") // an index into counts, not stored anywhere
    public void count(Event event) {
        counts[event.ordinal()]++;
    }

    /** {@return how often an event happened since the last reset} */
    @SuppressWarnings("EnumOrdinal") // an index into counts, not stored anywhere
    public int of(Event event) {
        return counts[event.ordinal()];
    }

    /** Starts counting anew. */
    public void reset() {
        Arrays.fill(counts, 0);
    }
}
