package org.stalemate.specification.processor;

import static org.stalemate.specification.processor.ControlBits.*;

import java.util.ArrayList;
import java.util.List;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Step;

/** The instructions that {@link Step.InitAndBringUp} stands for, after its INIT. */
public final class BringUp {
    private BringUp() {}

    /** {@return the instructions in order; all are legal in the state that INIT leaves} */
    public static List<Operation> instructions(Step.InitAndBringUp step, Platform platform) {
        List<Operation> instructions = new ArrayList<>(8);
        long root = step.root() << 12;
        instructions.add(new Operation.MovToCr0(CR0_PE));
        instructions.add(new Operation.MovToCr4(CR4_PAE));
        instructions.add(new Operation.MovToCr3(root));
        instructions.add(new Operation.WrmsrEfer(EFER_LME | (platform.has(Feature.NX) ? EFER_NXE : 0)));
        instructions.add(new Operation.MovToCr0(CR0_PE | CR0_NE | CR0_WP | CR0_PG));
        instructions.add(new Operation.SetExecutionState(ExecutionState.SUPERVISOR_64));
        if (platform.has(Feature.PCID)) {
            instructions.add(new Operation.MovToCr4(CR4_PAE | CR4_PCIDE));
            if (step.pcid() != 0) {
                instructions.add(new Operation.MovToCr3(root | step.pcid() | CR3_NO_FLUSH));
            }
        }
        return instructions;
    }
}
