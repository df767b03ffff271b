package org.stalemate.adapters.encoding;

import org.jspecify.annotations.Nullable;

/** The roots that a scenario loads. Each leads to the agent's part of the linear address space through one word. */
final class Roots {
    private static final long ADDRESS = 0x000F_FFFF_FFFF_F000L;

    private final Words words;
    private final Reach reach;
    private final LongIndex known = new LongIndex();
    private long chain;

    Roots(Words words, Reach reach) {
        this.words = words;
        this.reach = reach;
    }

    void reset(int levels) {
        known.clear();
        chain = levels == 5 ? TargetMemory.CHAIN_5 : TargetMemory.CHAIN_4;
    }

    /** {@return why the target cannot load a value into CR3, or null; from now on its frame is one of the roots} */
    @Nullable
    String load(long cr3) {
        long frame = (cr3 & ADDRESS) >>> 12;
        if (known.find(frame) >= 0) {
            return null;
        }
        long address = frame << 12 | TargetMemory.CHAIN_INDEX << 3;
        if (!TargetMemory.isFree(address)) {
            return "a root lies where the target has no memory for it";
        }
        if (words.find(address) >= 0) {
            return "the scenario uses the entry of a root that the target needs for itself";
        }
        known.add(frame);
        words.addChain(address, chain);
        reach.addRoot(frame);
        return null;
    }
}
