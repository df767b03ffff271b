package org.stalemate.generators;

import static org.stalemate.specification.processor.ControlBits.CR4_PKE;
import static org.stalemate.specification.processor.ControlBits.CR4_PKS;

import org.stalemate.specification.processor.RegisterFile;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.PagingMode;
import org.stalemate.vocabulary.Platform;

/** A scenario in the making: what was drawn for it, and its steps so far. */
final class Draft {
    final RandomSource random;
    final Platform platform;
    final TargetLimits limits;
    final ModePlan plan;
    final EntryStyle style;
    final Layout layout;
    final StepMix mix;
    final Recorder recorder;

    private long focus;
    private int storesSoFar;

    Draft(
            RandomSource random,
            Platform platform,
            TargetLimits limits,
            ModePlan plan,
            EntryStyle style,
            Layout layout,
            StepMix mix,
            Recorder recorder) {
        this.random = random;
        this.platform = platform;
        this.limits = limits;
        this.plan = plan;
        this.style = style;
        this.layout = layout;
        this.mix = mix;
        this.recorder = recorder;
        focus = layout.pages()[0];
    }

    /** {@return a linear page, the one in focus more often than others} */
    long page() {
        if (!random.chance(45)) {
            focus = random.oneOf(layout.pages());
        }
        return focus;
    }

    /** {@return a linear page that is not the given one} */
    long otherPage(long page) {
        long other = random.oneOf(layout.pages());
        return other != page ? other : layout.pages()[page == layout.pages()[0] ? 1 : 0];
    }

    /** {@return another linear page, if there is any, with the same place within a 2 MB or 4 MB page; else any other} */
    long pageLike(long page) {
        long inside = (1L << layout.main().format().shift(2)) - 1;
        for (int i = 0; i < 6; i++) {
            long other = otherPage(page);
            if (other != page && ((other ^ page) & inside) == 0) {
                return other;
            }
        }
        return otherPage(page);
    }

    /** {@return a linear page that lies beside another one of the scenario, if there is any; otherwise any} */
    long pageOfPair() {
        long page = page();
        boolean beside = !layout.hasPairs() || layout.firstOfPair(page, random) != Layout.NO_PAIR;
        return beside ? page : layout.firstOfAnyPair(random);
    }

    RegisterFile registers() {
        return recorder.registers();
    }

    /** {@return the format of the tables that the acting processor walks; with paging off, of those made for the home} */
    TableFormat format() {
        TableFormat own = TableFormat.of(registers().mode());
        return own != null ? own : layout.main().format();
    }

    /** {@return the tables made for the acting processor's mode, or else those of the home} */
    Tables tables() {
        Tables own = layout.tables(format());
        return own != null ? own : layout.main();
    }

    /** {@return the physical address of some root table for the acting processor's mode} */
    long root() {
        return random.oneOf(tables().roots());
    }

    /** {@return the physical address of the root table that CR3 names} */
    long currentRoot() {
        return format().root(registers().cr3());
    }

    /** {@return the physical address below 4 GB of a root for 4-level paging, if there are such tables; else of another} */
    long bringUpRoot() {
        Tables second = layout.second();
        Tables own = second != null && !layout.main().format().isOfLongMode() ? second : layout.main();
        long[] roots = own.format().isOfLongMode() ? own.at(4) : own.roots();
        long drawn = random.oneOf(roots);
        return drawn >>> 32 == 0 ? drawn : roots[0];
    }

    int pcid() {
        return random.oneOf(layout.pcids());
    }

    /** {@return the code segment that software of the acting processor's mode has} */
    CodeSegment usualSegment() {
        return registers().longModeIsActive() ? CodeSegment.BITS_64 : CodeSegment.BITS_32;
    }

    /** {@return whether keys decide about some pages now} */
    boolean keysAreInUse() {
        return registers().has(CR4_PKE | CR4_PKS);
    }

    /** {@return whether the acting processor is in the mode that the scenario returns to, with its usual code segment} */
    boolean isAtHome() {
        PagingMode mode = registers().mode();
        return mode == plan.home()
                && (!registers().longModeIsActive() || registers().state().codeSegment() == CodeSegment.BITS_64);
    }

    /**
     * {@return a value that no other store of the scenario writes} Bits 0, 5 and 6 of either half are clear, so it marks no entry
     * of either size.
     */
    long newValue() {
        return ++storesSoFar * 0x100L | 0x12;
    }

    /** {@return a value that no other store of the scenario writes to either of two pages, in both halves} */
    long newSplitValue() {
        return newValue() * 0x1_0000_0001L;
    }

    void perform(Operation operation) {
        recorder.perform(operation);
    }
}
