package org.stalemate.adapters.encoding;

/** Which of the target's physical memory a scenario may use; the rest is the agent's, the firmware's, or does not exist. */
final class TargetMemory {
    /** A root's word that leads to the agent's own part of the linear address space. */
    static final int CHAIN_INDEX = 0x1F0;

    /** What the word holds under 4-level paging: the agent's page-directory-pointer table. */
    static final long CHAIN_4 = 0x7E00_1027L;

    /** What the word holds under 5-level paging: the agent's table of level 4. */
    static final long CHAIN_5 = 0x7E00_2027L;

    private static final long AGENT_BUFFERS = 0x5000_0000L;

    private TargetMemory() {}

    /** {@return whether the word at a physical address is free for scenarios} */
    static boolean isFree(long address) {
        if (address < 0 || address >= AGENT_BUFFERS) {
            return false;
        }
        long frame = address >>> 12;
        boolean boot = frame >= 0x7 && frame <= 0xF;
        boolean firmware = frame >= 0x9F && frame <= 0xFF;
        return !boot && !firmware;
    }
}
