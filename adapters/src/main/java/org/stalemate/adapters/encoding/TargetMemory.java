package org.stalemate.adapters.encoding;

/** Which of the target's physical memory a scenario may use; the rest is the agent's, the firmware's, or does not exist. */
final class TargetMemory {
    /** A root's word that leads to the agent's own part of the linear address space. */
    static final int CHAIN_INDEX = 0x1F0;

    /** What the word holds under 4-level paging: the agent's page-directory-pointer table. */
    static final long CHAIN_4 = 0x4300_1027L;

    /** What the word holds under 5-level paging: the agent's table of level 4. */
    static final long CHAIN_5 = 0x4300_2027L;

    /** The 4-byte entry of a page directory that leads to the agent under 32-bit paging. */
    static final int CHAIN_INDEX_32 = 0x10E;

    /** What that word holds: the agent's page table of 4-byte entries. */
    static final long CHAIN_32 = 0x4300_3027L;

    /** What word 1 of a page-directory-pointer table holds under PAE paging: the agent's page directory. */
    static final long CHAIN_PAE = 0x4300_5001L;

    /** What word 1 of the table of level 3 holds that maps the lowest linear addresses: the same. */
    static final long CHAIN_LOW = 0x4300_5027L;

    /** Program and results. */
    static final long BUFFERS = 0x3000_0000L;

    private static final long BUFFERS_END = 0x4000_0000L;
    /** Page tables, code and data of the agent, up to the end of memory. */
    private static final long AGENT = 0x4300_0000L;

    private TargetMemory() {}

    /** {@return whether the word at a physical address is free for scenarios} */
    static boolean isFree(long address) {
        long frame = address >>> 12;
        boolean boot = frame >= 0x7 && frame <= 0xF;
        boolean firmware = frame >= 0x9F && frame <= 0xFF;
        boolean buffers = address >= BUFFERS && address < BUFFERS_END;
        return address >= 0 && address < AGENT && !boot && !firmware && !buffers;
    }
}
