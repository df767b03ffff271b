package org.stalemate.adapters.encoding;

import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** Tells step by step what a target can execute, for whoever makes scenarios that a block is not to cut short. Not safe for use by several threads. */
public final class StepTrial {
    private final BlockEncoder encoder;

    /** Tries steps for a target. */
    public StepTrial(Target target) {
        encoder = new BlockEncoder(target);
    }

    /** {@return whether the target can be brought to the start of a scenario} */
    public boolean begin(Start start) {
        return encoder.begin(start, true) == null;
    }

    /** {@return whether the target can execute a step after those accepted since the start; then it is one of them} */
    public boolean accept(Step step) {
        return encoder.add(step) == null;
    }
}
