package org.stalemate.generators;

import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;

/** A scenario in the making: what was drawn for it, and its steps so far. */
final class Draft {
    final RandomSource random;
    final Platform platform;
    final EntryStyle style;
    final Layout layout;
    final StepMix mix;
    final Recorder recorder;

    private long focus;
    private int storesSoFar;

    Draft(RandomSource random, Platform platform, EntryStyle style, Layout layout, StepMix mix, Recorder recorder) {
        this.random = random;
        this.platform = platform;
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

    long root() {
        return random.oneOf(layout.roots());
    }

    int pcid() {
        return random.oneOf(layout.pcids());
    }

    /** {@return a value that no other store of the scenario writes; bits 0, 5 and 6 are clear, so it marks no entry} */
    long newValue() {
        return ++storesSoFar * 0x100L | 0x12;
    }

    void perform(Operation operation) {
        recorder.perform(operation);
    }
}
