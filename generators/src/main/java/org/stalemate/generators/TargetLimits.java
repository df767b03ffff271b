package org.stalemate.generators;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.PagingMode;

/**
 * What a target has less of than the architecture: an emulator with some RAM, whose agent has to live beside the scenarios. What a
 * scenario would do beyond these limits the target cannot execute, so few scenarios should try.
 *
 * @param memoryFrames no table and no page of 4 KB, 2 MB or 4 MB lies at this frame or above
 * @param modes the paging modes that scenarios may be in
 * @param segments the code segments that {@link StepKind#CHANGE_STATE} may choose
 * @param secondGigabyte whether linear addresses whose bits 38:30 are 1 are the scenarios'
 * @param feasibility tells what else the target cannot execute, each time to one generator; such steps are left out
 */
public record TargetLimits(
        long memoryFrames,
        Set<PagingMode> modes,
        Set<CodeSegment> segments,
        boolean secondGigabyte,
        Supplier<? extends Feasibility> feasibility) {
    /** The architecture's own. */
    public static final TargetLimits NONE = new TargetLimits(
            Long.MAX_VALUE,
            EnumSet.allOf(PagingMode.class),
            EnumSet.allOf(CodeSegment.class),
            true,
            Feasibility.OF_EVERYTHING);

    /** Pages and tables that every scenario uses lie below. */
    private static final long FEWEST_FRAMES = 0x1000;

    private static final int FRAME_BITS_32 = 20;

    /** @throws IllegalArgumentException if there is too little memory, or no mode */
    public TargetLimits {
        if (memoryFrames < FEWEST_FRAMES || (memoryFrames != Long.MAX_VALUE && (memoryFrames & 0x3FF) != 0)) {
            throw new IllegalArgumentException("a target has at least 16 MB, and whole pages of 4 MB");
        }
        if (modes.stream().allMatch(mode -> mode == PagingMode.NONE)) {
            throw new IllegalArgumentException("a target has at least one mode with paging");
        }
        modes = Collections.unmodifiableSet(EnumSet.copyOf(modes));
        segments = Collections.unmodifiableSet(
                segments.isEmpty() ? EnumSet.noneOf(CodeSegment.class) : EnumSet.copyOf(segments));
    }

    /** {@return the limits of a target with so much memory that has 64-bit mode alone} */
    public static TargetLimits of64BitMode(long memoryFrames) {
        return new TargetLimits(
                memoryFrames,
                EnumSet.of(PagingMode.LEVEL_4, PagingMode.LEVEL_5),
                EnumSet.of(CodeSegment.BITS_64),
                true,
                Feasibility.OF_EVERYTHING);
    }

    /** {@return the same limits, with something that tells what else the target cannot execute} */
    public TargetLimits with(Supplier<? extends Feasibility> others) {
        return new TargetLimits(memoryFrames, modes, segments, secondGigabyte, others);
    }

    /** {@return how many frames there are to place tables and pages in} */
    long frames(int maxPhyAddr) {
        return Math.min(memoryFrames, 1L << (maxPhyAddr - 12));
    }

    /** {@return whether tables and pages may lie above 4 GB} */
    boolean hasMemoryAbove4G() {
        return memoryFrames > 1L << FRAME_BITS_32;
    }

    boolean isMemoryLimited() {
        return memoryFrames != Long.MAX_VALUE;
    }

    /** {@return whether a scenario may turn paging off, and so reach every other mode} */
    boolean mayLeavePaging() {
        return modes.contains(PagingMode.NONE);
    }

    boolean has(TableFormat format) {
        return modes.contains(format.mode());
    }
}
