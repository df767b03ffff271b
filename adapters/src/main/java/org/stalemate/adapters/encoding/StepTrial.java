package org.stalemate.adapters.encoding;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

/** Tells step by step what a target can execute, for whoever makes scenarios that a block is not to cut short. Not safe for use by several threads. */
public final class StepTrial {
    private final BlockEncoder encoder;
    private final List<Step> accepted = new ArrayList<>();
    private @Nullable Start start;

    /** Tries steps for a target. */
    public StepTrial(Target target) {
        encoder = new BlockEncoder(target);
    }

    /** {@return whether the target can be brought to the start of a scenario} */
    public boolean begin(Start first) {
        accepted.clear();
        start = first;
        return encoder.begin(first, true) == null;
    }

    /** {@return whether the target can execute a step after those accepted since the start; then it is one of them} */
    public boolean accept(Step step) {
        if (encoder.add(step) == null) {
            accepted.add(step);
            return true;
        }
        if (!leavesNoTrace(step)) {
            startAgain();
        }
        return false;
    }

    /** What an access that was refused leaves is knowledge of words alone. */
    private static boolean leavesNoTrace(Step step) {
        return step instanceof Step.Instruction(var _, var operation)
                && (operation instanceof Operation.Access || operation instanceof Operation.SplitAccess);
    }

    private void startAgain() {
        Start first = start;
        if (first != null) {
            encoder.begin(first, true);
            accepted.forEach(encoder::add);
        }
    }
}
